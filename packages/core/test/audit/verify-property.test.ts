import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../../src/audit/canonical.ts";
import { canonicalJson } from "../../src/audit/canonical.ts";
import type { Json } from "../../src/audit/record.ts";
import { type AuditRecord, genesis, indexOf, seal } from "../../src/audit/record.ts";
import { CheckpointSigner } from "../../src/audit/checkpoint.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import type { Store, StoredRecord } from "../../src/store/store.ts";
import { sampleDraft, sampleTime } from "../../src/testing/store-samples.ts";
import { orgId, secret } from "./bench.ts";

type Line = Omit<StoredRecord, "record">;

const signer = new CheckpointSigner(secret);

/** What `verify` reads of a store, over lines in memory: thousands of logs, and the reading is the real one. */
function storeOf(lines: readonly Line[], checkpointOf: readonly Line[]): Store {
  const checkpoints = checkpointOf.map(({ index: { seq }, hash }) =>
    signer.sign(orgId, { seq, hash }, sampleTime),
  );
  return {
    async *audit({ afterSeq = 0 }: { afterSeq?: number }) {
      for (const line of lines) {
        if (line.index.seq > afterSeq) yield { ...line, record: JSON.parse(line.body) as AuditRecord };
      }
    },
    async *checkpoints() {
      yield* checkpoints;
    },
  } as unknown as Store;
}

const details = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { maxKeys: 4 });
const drafts = fc.array(
  fc.record({ actionId: fc.uuid(), agentId: fc.string(), details, at: fc.integer({ min: 0, max: 4e12 }) }),
  { minLength: 1, maxLength: 6 },
);

const logs = drafts.map((changes) => {
  let head = genesis;
  return changes.map((changed): Line => {
    const { record, body } = seal(sampleDraft(changed), head);
    head = record;
    return { index: indexOf(record), body, hash: record.hash };
  });
});

/** The paths of all leaves of a value. */
function leaves(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null || typeof value !== "object" || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json): Json {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, Json>;
  Object.defineProperty(copy, key, {
    value: replaced(copy[key] as Json, rest, by),
    enumerable: true,
    writable: true,
    configurable: true,
  });
  return copy;
}

/** A log, and the same one with one leaf of one text, one hash or one index changed. */
const mutations = logs.chain((lines) =>
  fc.record({
    lines: fc.constant(lines),
    at: fc.nat({ max: lines.length - 1 }),
    pick: fc.nat(),
    by: fc.jsonValue() as fc.Arbitrary<Json>,
    rehash: fc.boolean(),
  }),
);

test("any leaf of any record that is changed is found, its hash made right or not, where the end is signed", async () => {
  await fc.assert(
    fc.asyncProperty(mutations, async ({ lines, at, pick, by, rehash }) => {
      const line = lines[at] as Line;
      const body = JSON.parse(line.body) as Json;
      const paths = leaves(body);
      const changed = canonicalJson(replaced(body, paths[pick % paths.length] as readonly string[], by));
      fc.pre(changed !== line.body);
      const edited = { ...line, body: changed, hash: rehash ? sha256(changed) : line.hash };
      const store = storeOf(lines.with(at, edited), lines.slice(-1));
      expect(await verifyAudit(storeOf(lines, lines.slice(-1)), orgId)).toMatchObject({ intact: true });
      const verification = await verifyAudit(store, orgId, { keys: [signer.publicKey] });
      expect(verification.intact).toBe(false);
      if (!rehash) expect(verification).toMatchObject({ fault: "edited", seq: at + 1 });
    }),
    { numRuns: 500 },
  );
});

test("any index of any record that is changed alone is found", async () => {
  await fc.assert(
    fc.asyncProperty(
      mutations,
      fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
      async ({ lines, at, pick }, by) => {
        const line = lines[at] as Line;
        const names = Object.keys(line.index).filter((name) => name !== "orgId") as (keyof Line["index"])[];
        const name = names[pick % names.length] as keyof Line["index"];
        fc.pre(line.index[name] !== by);
        const edited = { ...line, index: { ...line.index, [name]: by } };
        expect(await verifyAudit(storeOf(lines.with(at, edited), lines.slice(-1)), orgId)).toMatchObject({
          intact: false,
        });
      },
    ),
    { numRuns: 300 },
  );
});

test("any subset, and any other order, of a log's records is found where the end is signed", async () => {
  await fc.assert(
    fc.asyncProperty(
      logs.chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray([...lines]))),
      async ([lines, others]) => {
        fc.pre(others.length !== lines.length || others.some((line, i) => line !== lines[i]));
        const renumbered = others.map((line, i) => ({ ...line, index: { ...line.index, seq: i + 1 } }));
        for (const shown of [others, renumbered]) {
          expect(
            await verifyAudit(storeOf(shown, lines.slice(-1)), orgId, { keys: [signer.publicKey] }),
          ).toMatchObject({ intact: false });
        }
      },
    ),
    { numRuns: 300 },
  );
});
