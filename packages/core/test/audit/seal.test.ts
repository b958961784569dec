import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../src/audit/canonical.ts";
import { type AuditDraft, type Json, seal } from "../../src/audit/record.ts";

const text = fc.string({ unit: "grapheme", maxLength: 20 });
const drafts = fc.record(
  {
    kind: fc.constantFrom("decision", "outcome"),
    orgId: text,
    at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    actionId: text,
    agentId: text,
    connector: text,
    operation: fc.tuple(text, text).map(([resource, verb]) => `${resource}:${verb}`),
    risk: fc.constantFrom("low", "critical"),
    verdict: fc.constantFrom("allow", "deny"),
    outcome: fc.constantFrom("success", "unknown"),
    details: fc.dictionary(text, fc.jsonValue() as fc.Arbitrary<Json>),
  },
  { requiredKeys: ["kind", "orgId", "at", "details"] },
) as fc.Arbitrary<AuditDraft>;

test("the text that is hashed is the record in canonical JSON, whatever it holds", () => {
  fc.assert(
    fc.property(drafts, fc.nat(), (draft, seq) => {
      const { record, body } = seal(draft, { seq, hash: "ab".repeat(32) });
      const { hash, ...rest } = record;
      expect(body).toBe(canonicalJson(rest));
      expect(hash).toBe(sha256(body));
    }),
  );
});
