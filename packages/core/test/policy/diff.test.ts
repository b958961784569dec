import { expect, test } from "vitest";
import { diffPolicies } from "../../src/policy/diff.ts";
import type { WrittenPolicy } from "../../src/policy/schema.ts";
import { newYear, setOf } from "./bench.ts";

const reads: WrittenPolicy = {
  name: "reads",
  connector: "depot",
  operations: ["parcels:read"],
  risk_max: "low",
};

function changes(before: readonly WrittenPolicy[], after: readonly WrittenPolicy[]): string[] {
  return diffPolicies(setOf(before), setOf(after), { at: newYear }).map(
    ({ agents, connector, operation, risks, before: old, after: now, from }) =>
      `${agents.patterns.join("&") || "any"} ${connector}/${operation} ${risks.join("+")}: ${old.approval ?? old.verdict} -> ${now.approval ?? now.verdict}${from === newYear ? "" : " later"}`,
  );
}

test("sets that say the same in other words do not differ", () => {
  const renamed = [
    { ...reads, name: "first", approval: { low: "none" } as const },
    { ...reads, name: "second", approval: "none" as const },
  ];
  expect(changes([reads], renamed)).toEqual([]);
});

test("a raised ceiling is a change at every risk that it newly reaches", () => {
  const send: WrittenPolicy = {
    name: "send",
    connector: "depot",
    operations: ["parcels:send"],
    risk_max: "medium",
  };
  expect(changes([reads, send], [reads, { ...send, risk_max: "critical" }])).toEqual([
    "any depot/parcels:send high+critical: deny -> hitl",
  ]);
});

test("a change for agents that two patterns match together is found", () => {
  const reading: WrittenPolicy = { ...reads, name: "soc", agents: ["soc-*"] };
  const denying: WrittenPolicy = {
    name: "no-prod",
    connector: "depot",
    agents: ["*-prod"],
    deny: ["parcels:read"],
  };
  expect(changes([reading, denying], [reading])).toEqual([
    "*-prod&soc-* depot/parcels:read low: deny -> none",
  ]);
});

test("what differs from a later instant only is found, with that instant", () => {
  const ending = { ...reads, expires: "2026-02-01T00:00:00Z" };
  expect(changes([reads], [ending])).toEqual(["any depot/parcels:read low: none -> deny later"]);
});

test("other approvers or another quorum are a change, other policy names are none", () => {
  const asked: WrittenPolicy = {
    ...reads,
    approval: { low: "hitl" },
    approvers: ["alice@acme.com", "bob@acme.com"],
  };
  expect(changes([asked], [{ ...asked, name: "other" }])).toEqual([]);
  expect(changes([asked], [{ ...asked, quorum: 2 }])).toEqual(["any depot/parcels:read low: hitl -> hitl"]);
});

test("risks that no call of an operation can have are not compared", () => {
  const send: WrittenPolicy = {
    name: "send",
    connector: "depot",
    operations: ["parcels:send"],
    risk_max: "medium",
  };
  const [before, after] = [setOf([send]), setOf([{ ...send, risk_max: "critical" }])];
  expect(diffPolicies(before, after, { at: newYear, risksOf: (_, { risk }) => [risk] })).toEqual([]);
});
