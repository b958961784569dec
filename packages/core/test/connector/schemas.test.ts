import { expect, test } from "vitest";
import { z } from "zod";
import { fits } from "../../src/connector/schemas.ts";

test("a schema that checks much goes on to accept and to refuse the same", () => {
  const doors = z.array(z.looseObject({ id: z.string(), name: z.string().nullish() }));
  for (let megabytes = 0; megabytes < 4; megabytes += 1) {
    expect(fits(doors, [{ id: "d1", name: null, added: 1 }, { id: "d2" }], 1e6)).toBe(true);
    expect(fits(doors, [{ id: "d1" }, { id: 2 }], 1e6)).toBe(false);
    expect(fits(doors, { id: "d1" }, 1e6)).toBe(false);
  }
});

test("a schema that can't be compiled is used as it is", () => {
  const odd = z.string().refine((text) => text.length % 2 === 1);
  for (let megabytes = 0; megabytes < 4; megabytes += 1) {
    expect(fits(odd, "odd", 1e6)).toBe(true);
    expect(fits(odd, "even", 1e6)).toBe(false);
  }
});
