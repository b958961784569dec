import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { definition } from "../src/index.ts";
import { answerSchema, later } from "./later.ts";

/** An answer in which the value at one place is another, so that it may fit no longer. */
function spoilt(id: string): fc.Arbitrary<unknown> {
  return fc
    .tuple(later(answerSchema(id)), fc.nat({ max: 30 }), fc.jsonValue())
    .map(([answer, place, value]) => {
      let at = 0;
      return JSON.parse(JSON.stringify(answer), (_, was: unknown) =>
        at++ === place ? value : was,
      ) as unknown;
    });
}

test.for(Object.values(definition.operations).filter(({ result }) => result !== "none"))(
  "$id: the compiled schema accepts and refuses what the schema does",
  async ({ id, schemas }) => {
    const { result } = await schemas();
    // Strict: one that can't be compiled would be compared with itself.
    const compiled = z.compile(result as z.ZodType, { strict: true });
    fc.assert(
      fc.property(fc.oneof(later(answerSchema(id)), spoilt(id)), (answer) => {
        expect(compiled.validate(answer)).toBe(result?.safeParse(answer).success);
      }),
      { numRuns: 300 },
    );
  },
);
