import { expect, test } from "vitest";
import { effectiveRisk, fill, inExpression, secretsOf } from "../../src/connector/action.ts";
import type { Input } from "../../src/connector/input.ts";
import { operation } from "../http/bench.ts";

test("an argument that raises the risk by being there raises it whatever it is, and never lowers it", () => {
  const raise = [
    { input: "to.country", to: "high", because: "it leaves the country" },
    { input: "weight", is: 0, to: "medium", because: "it has no weight" },
  ] as const;
  const send = operation("POST /parcels", { raise });
  expect(effectiveRisk(send, { to: { city: "Bern" } })).toEqual({ risk: "low" });
  for (const country of ["CH", null, false])
    expect(effectiveRisk(send, { to: { country }, weight: 0 })).toEqual({
      risk: "high",
      riskRaised: "it leaves the country",
    });
});

test("what the spec marks as secret is found where it is given, and nowhere else", () => {
  const sensitive = { input: ["pin", "keys[].secret", "note"], result: [] };
  const send = operation("POST /parcels", { sensitive });
  const input = { pin: null, keys: [{ secret: "a" }, {}, { secret: 7 }, null], other: "b" };
  expect(secretsOf(send, input as Input)).toEqual(["a", 7]);
});

test("a template is filled with texts as they are and all else as JSON, or not at all", () => {
  const values = { id: "p1", to: { city: "Bern" }, list: [1], none: null };
  expect(fill("{id} to {to.city}", values)).toBe("p1 to Bern");
  expect(fill("{to} {list}", values)).toBe('{"city":"Bern"} [1]');
  for (const template of ["{none}", "{to.zip}", "{id.x}"]) expect(fill(template, values)).toBeUndefined();
});

test("in an expression no value ends the string that it stands in", () => {
  const filled = (template: string, name: string) => fill(template, { name }, inExpression);
  expect(filled('name eq "{name}"', 'a "b" \\ c')).toBe('name eq "a \\"b\\" \\\\ c"');
  expect(filled('name sw "Team {name}" or id eq {name}', '"')).toBe('name sw "Team \\"" or id eq "');
  expect(filled("{name}", 'a "b"')).toBe('a "b"');
});
