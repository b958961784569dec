import assert from "node:assert/strict";
import { canonicalJson } from "../audit/canonical.ts";
import { type Checkpoint, CheckpointSigner } from "../audit/checkpoint.ts";
import { type AuditRecord, genesis } from "../audit/record.ts";
import { verifyAudit } from "../audit/verify.ts";
import type { AuditQuery, Change, Store } from "../store/store.ts";
import type { StoreCase } from "./store-conformance.ts";
import { sampleDraft as draft, sampleTime } from "./store-samples.ts";

const append = (changed: Parameters<typeof draft>[0] = {}): Change => ({
  do: "append",
  draft: draft(changed),
});

async function read(store: Store, query: AuditQuery): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const { record } of store.audit(query)) records.push(record);
  return records;
}

async function checkpointsOf(store: Store): Promise<readonly Checkpoint[]> {
  const checkpoints: Checkpoint[] = [];
  for await (const checkpoint of store.checkpoints("org-a")) checkpoints.push(checkpoint);
  return checkpoints;
}

async function intact(store: Store, orgId: string, records: number): Promise<void> {
  const verification = await verifyAudit(store, orgId);
  assert.equal(verification.intact && verification.records, records, JSON.stringify(verification));
}

/** What a store must do with the log. */
export const auditCases: readonly StoreCase[] = [
  [
    "an organisation without records has the genesis for a head, and no log",
    async (store) => {
      assert.deepEqual(await store.auditHead("org-a"), genesis);
      assert.deepEqual(await store.orgs(), []);
      assert.deepEqual(await read(store, { orgId: "org-a" }), []);
    },
  ],
  [
    "records of an organisation are numbered without gaps and chained, beside those of another",
    async (store) => {
      await store.commit([append(), append({ orgId: "org-b" }), append({ actionId: "action-2" })]);
      const [one, two] = await read(store, { orgId: "org-a" });
      const [other] = await read(store, { orgId: "org-b" });
      assert.deepEqual([one?.seq, other?.seq, two?.seq], [1, 1, 2]);
      assert.equal(two?.previous, one?.hash);
      assert.deepEqual([one?.previous, other?.previous], [genesis.hash, genesis.hash]);
      assert.deepEqual(await store.auditHead("org-a"), { seq: 2, hash: two?.hash });
      assert.deepEqual(await store.orgs(), ["org-a", "org-b"]);
      await intact(store, "org-a", 2);
      await intact(store, "org-b", 1);
    },
  ],
  [
    "a record is read back as it was given, by another store as well",
    async (store, open) => {
      const details = { text: "ünï \u0000 \u{1f512} \"'\\", number: -0.5, list: [null, true, []], empty: {} };
      await store.commit([append({ details })]);
      const { at, ...given } = draft({ details });
      const [record] = await read(await open(), { orgId: "org-a" });
      const { seq: _seq, hash: _hash, previous: _previous, ...rest } = record!;
      assert.deepEqual(rest, { ...given, time: new Date(at).toISOString() });
    },
  ],
  [
    "a unit whose condition does not hold leaves nothing behind, and those beside it alone",
    async (store) => {
      const units = [[append()], [append(), { do: "end", actionId: "no such" } as const], [append()]];
      const settled = await Promise.allSettled(units.map((unit) => store.commit(unit)));
      assert.deepEqual(
        settled.map(({ status }) => status),
        ["fulfilled", "rejected", "fulfilled"],
      );
      assert.equal((settled[1] as PromiseRejectedResult).reason.code, "store_conflict");
      await intact(store, "org-a", 2);
    },
  ],
  [
    "a unit that has no JSON form leaves nothing behind, and those beside it alone",
    async (store) => {
      const units = [[append()], [append(), append({ details: { no: Number.NaN } })], [append()]];
      const settled = await Promise.allSettled(units.map((unit) => store.commit(unit)));
      assert.deepEqual(
        settled.map(({ status }) => status),
        ["fulfilled", "rejected", "fulfilled"],
      );
      await intact(store, "org-a", 2);
    },
  ],
  [
    "stores that append at once to one log leave one chain without forks",
    async (store, open) => {
      const stores = [store, await open(), await open()];
      await Promise.all(
        stores.map((each) =>
          Promise.all(Array.from({ length: 100 }, () => each.commit([append(), append({ orgId: "org-b" })]))),
        ),
      );
      await intact(store, "org-a", 300);
      await intact(store, "org-b", 300);
    },
  ],
  [
    "a log is verified while it grows",
    async (store, open) => {
      const other = await open();
      const grown = new AbortController();
      const growth = (async () => {
        while (!grown.signal.aborted) await store.commit([append(), append(), append()]);
      })();
      for (let i = 0; i < 5; i += 1) assert.equal((await verifyAudit(other, "org-a")).intact, true);
      grown.abort();
      await growth;
    },
  ],
  [
    "a log longer than any page is read whole, and from behind a record",
    async (store) => {
      for (let i = 0; i < 5; i += 1) await store.commit(Array.from({ length: 501 }, () => append()));
      const all = await read(store, { orgId: "org-a" });
      assert.deepEqual(
        all.map(({ seq }) => seq),
        Array.from({ length: 2_505 }, (_, i) => i + 1),
      );
      const rest = await read(store, { orgId: "org-a", afterSeq: 2_500 });
      assert.deepEqual(
        rest.map(({ seq }) => seq),
        [2_501, 2_502, 2_503, 2_504, 2_505],
      );
    },
  ],
  [
    "a query finds what it names in each of its members, and in all of them",
    async (store) => {
      const other = { agentId: "agent-002", operation: "crates:read", actionId: "action-2" } as const;
      await store.commit([
        append({ at: sampleTime - 1 }),
        append({ kind: "decision", verdict: "deny", outcome: undefined as never }),
        ...Array.from({ length: 1_500 }, () => append({ ...other, at: sampleTime + 5 })),
        append({ outcome: "failure", at: sampleTime + 10 }),
      ]);
      const seqs = async (query: Partial<AuditQuery>): Promise<readonly number[]> =>
        (await read(store, { orgId: "org-a", ...query })).map(({ seq }) => seq);
      assert.deepEqual(await seqs({ kind: "decision" }), [2]);
      assert.deepEqual(await seqs({ verdict: "deny" }), [2]);
      assert.deepEqual(await seqs({ outcome: "failure" }), [1_503]);
      assert.deepEqual(await seqs({ agentId: "agent-001" }), [1, 2, 1_503]);
      assert.deepEqual(await seqs({ actionId: "action-1" }), [1, 2, 1_503]);
      assert.deepEqual(await seqs({ actionId: "action-1", afterSeq: 2 }), [1_503]);
      assert.deepEqual(await seqs({ since: sampleTime, until: sampleTime + 5 }), [2]);
      assert.deepEqual(await seqs({ since: sampleTime + 10 }), [1_503]);
      assert.deepEqual(await seqs({ agentId: "agent-001", outcome: "success" }), [1]);
      assert.equal((await seqs({ operation: "crates:read" })).length, 1_500);
      assert.deepEqual(await seqs({ orgId: "org-b" }), []);
    },
  ],
  [
    "a checkpoint is kept with its record, once a key, and refused without it",
    async (store) => {
      await store.commit([append(), append()]);
      const [first, second] = await read(store, { orgId: "org-a" });
      const signer = new CheckpointSigner(new Uint8Array(32).fill(1));
      const other = new CheckpointSigner(new Uint8Array(32).fill(2));
      const made = [signer.sign("org-a", second!, sampleTime), signer.sign("org-a", first!, sampleTime)];
      const byOther = other.sign("org-a", first!, sampleTime);
      for (const checkpoint of [...made, byOther]) await store.commit([{ do: "checkpoint", checkpoint }]);
      await store.commit([{ do: "checkpoint", checkpoint: signer.sign("org-a", first!, sampleTime + 1) }]);
      const kept = await checkpointsOf(store);
      assert.deepEqual(
        kept.map(({ seq }) => seq),
        [1, 1, 2],
      );
      const text = (each: Checkpoint): string => canonicalJson(each);
      assert.deepEqual(new Set(kept.map(text)), new Set([...made, byOther].map(text)));
      const untrue = signer.sign("org-a", { seq: 2, hash: first!.hash }, sampleTime);
      await assert.rejects(store.commit([{ do: "checkpoint", checkpoint: untrue }]), {
        code: "store_conflict",
      });
    },
  ],
  [
    "what was handed in before the store is closed is committed, and nothing after",
    async (store, open) => {
      const before = Array.from({ length: 50 }, () => store.commit([append()]));
      const closing = store.close();
      await assert.rejects(store.commit([append()]), { code: "store_unavailable" });
      await closing;
      await Promise.all(before);
      await assert.rejects(store.commit([append()]), { code: "store_unavailable" });
      await assert.rejects(store.auditHead("org-a"), { code: "store_unavailable" });
      await store.close();
      await intact(await open(), "org-a", 50);
    },
  ],
];
