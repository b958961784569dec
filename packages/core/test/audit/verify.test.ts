import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { CheckpointSigner } from "../../src/audit/checkpoint.ts";
import { sha256 } from "../../src/audit/canonical.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { sampleDraft, sampleTime } from "../../src/testing/store-samples.ts";
import { auditBench, kept, orgId } from "./bench.ts";

test("a log that nobody touched is intact, with its head, and no signature vouches for it", async () => {
  const { store } = await auditBench(5);
  const head = await store.auditHead(orgId);
  expect(await verifyAudit(store, orgId)).toEqual({ intact: true, records: 5, head, signedTo: 0, notes: [] });
});

test("a log without records is intact", async () => {
  const { store } = await auditBench();
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: true, records: 0 });
});

test("a text that was edited is found at its place", async () => {
  const { store, tamper } = await auditBench(5);
  tamper("UPDATE audit SET body = replace(body, 'agent-001', 'agent-666') WHERE seq = 3");
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "edited", seq: 3 });
});

test("a hash that was edited is found at its place", async () => {
  const { store, tamper } = await auditBench(5);
  tamper("UPDATE audit SET hash = ? WHERE seq = 5", "0".repeat(64));
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "edited", seq: 5 });
});

test("a text that was edited and given the hash that fits it breaks the chain behind it", async () => {
  const { store, tamper } = await auditBench(5);
  const [third] = await lines(store, 3);
  const body = third!.body.replace("agent-001", "agent-666");
  tamper("UPDATE audit SET body = ?, hash = ?, agent_id = 'agent-666' WHERE seq = 3", body, sha256(body));
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "broken_chain", seq: 4 });
});

test.each([
  ["org_id", "'org-b'", "deleted"],
  ["seq", "99", "reordered"],
  ["at", "7", "index_edited"],
  ["kind", "'vote'", "index_edited"],
  ["action_id", "NULL", "index_edited"],
  ["agent_id", "'agent-666'", "index_edited"],
  ["operation", "'crates:read'", "index_edited"],
  ["verdict", "'allow'", "index_edited"],
  ["outcome", "'failure'", "index_edited"],
])("the column %s that was edited alone, to %s, is found as %s", async (column, value, fault) => {
  const { store, tamper } = await auditBench(5);
  tamper(`UPDATE audit SET ${column} = ${value} WHERE seq = 3`);
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault, seq: 3 });
});

test.each([1, 3])("the record %i that was deleted is missed", async (seq) => {
  const { store, tamper } = await auditBench(5);
  tamper("DELETE FROM audit WHERE seq = ?", seq);
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "deleted", seq });
});

test("a record that was deleted is missed when those behind it are numbered anew", async () => {
  const { store, tamper } = await auditBench(5);
  tamper("DELETE FROM audit WHERE seq = 2");
  for (const seq of [3, 4, 5]) tamper("UPDATE audit SET seq = ? WHERE seq = ?", seq - 1, seq);
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "deleted", seq: 2 });
});

test("a record that was put in is found, with a right hash and those behind it moved", async () => {
  const { store, tamper } = await auditBench(5);
  const [second, third] = await lines(store, 2, 3);
  for (const seq of [5, 4, 3]) tamper("UPDATE audit SET seq = ? WHERE seq = ?", seq + 1, seq);
  const body = third!.body.replace("action-3", "action-0");
  tamper(
    "INSERT INTO audit SELECT org_id, 3, at, kind, 'action-0', agent_id, operation, verdict, outcome, ?, ? FROM audit WHERE seq = 4",
    body,
    sha256(body),
  );
  expect(second!.hash).toBe(JSON.parse(body).previous);
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "inserted", seq: 3 });
});

test("a record of another organisation's log that was put behind the end is found", async () => {
  const { store, tamper } = await auditBench(2);
  await store.commit(
    Array.from({ length: 3 }, () => ({ do: "append", draft: sampleDraft({ orgId: "org-b" }) })),
  );
  tamper("UPDATE audit SET org_id = 'org-a' WHERE org_id = 'org-b' AND seq = 3");
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "inserted", seq: 3 });
  expect(await verifyAudit(store, "org-b")).toMatchObject({ intact: true, records: 2 });
});

test("records that changed places are found at the first of them", async () => {
  const { store, tamper } = await auditBench(5);
  for (const [from, to] of [
    [2, 99],
    [4, 2],
    [99, 4],
  ] as const)
    tamper("UPDATE audit SET seq = ? WHERE seq = ?", to, from);
  expect(await verifyAudit(store, orgId)).toMatchObject({ intact: false, fault: "reordered", seq: 2 });
});

test("an end that was cut off is found by a checkpoint in the store", async () => {
  const { tamper, checkpointer } = await auditBench(5);
  const checkpoints = checkpointer();
  await checkpoints.make(orgId);
  tamper("DELETE FROM audit WHERE seq > 3");
  expect(await checkpoints.verify(orgId)).toMatchObject({ intact: false, fault: "truncated", seq: 4 });
});

test("an end that was cut off together with its checkpoints is found by one that was kept elsewhere, and by nothing else", async () => {
  const { store, tamper, checkpointer } = await auditBench(5);
  const checkpoints = checkpointer();
  const elsewhere = kept(await checkpoints.make(orgId));
  tamper("DELETE FROM audit WHERE seq > 3");
  tamper("DELETE FROM checkpoint");
  expect(await checkpoints.verify(orgId)).toMatchObject({ intact: true, records: 3, signedTo: 0 });
  expect(await checkpoints.verify(orgId, [elsewhere])).toMatchObject({
    intact: false,
    fault: "truncated",
    seq: 4,
  });
  await store.close();
});

test("a whole log that was deleted is found by a checkpoint that was kept elsewhere", async () => {
  const { tamper, checkpointer } = await auditBench(5);
  const checkpoints = checkpointer();
  const elsewhere = kept(await checkpoints.make(orgId));
  for (const table of ["audit", "checkpoint"]) tamper(`DELETE FROM ${table}`);
  expect(await checkpoints.verify(orgId, [elsewhere])).toMatchObject({
    intact: false,
    fault: "truncated",
    seq: 1,
  });
});

test("a backup that was restored is found by a checkpoint that was kept elsewhere, before and after it grew again", async () => {
  const { open, backup, signer } = await auditBench(3);
  const copy = await backup();
  const going = open();
  await going.commit([{ do: "append", draft: sampleDraft() }]);
  const elsewhere = signer.sign(orgId, await going.auditHead(orgId), sampleTime);
  await going.close();

  const restored = await copy.restore();
  const held = { keys: [signer.publicKey], known: [elsewhere] };
  expect(await verifyAudit(restored, orgId, held)).toMatchObject({
    intact: false,
    fault: "truncated",
    seq: 4,
  });
  for (const actionId of ["x", "y"])
    await restored.commit([{ do: "append", draft: sampleDraft({ actionId }) }]);
  expect(await verifyAudit(restored, orgId, held)).toMatchObject({ intact: false, fault: "forked", seq: 4 });
});

test("a log that was rewritten, all hashes included, is found at the next checkpoint, with where it is still the same", async () => {
  const { store, rewrite, signer } = await auditBench(9);
  for (const { index, hash } of await lines(store, 3, 6, 9)) {
    await store.commit([
      { do: "checkpoint", checkpoint: signer.sign(orgId, { seq: index.seq, hash }, sampleTime) },
    ]);
  }
  rewrite(5, (record) => ({ ...record, agentId: "agent-666" }));
  expect(await verifyAudit(store, orgId, { keys: [signer.publicKey] })).toMatchObject({
    ...{
      intact: false,
      fault: "forked",
      seq: 6,
      message: expect.stringContaining("up to record 3 it is the same log"),
    },
  });
});

test("what no checkpoint vouches for can be rewritten, and the result says from where", async () => {
  const { store, rewrite, signer, checkpointer } = await auditBench(3);
  await checkpointer().make(orgId);
  await store.commit([{ do: "append", draft: sampleDraft() }]);
  rewrite(4, (record) => ({ ...record, agentId: "agent-666" }));
  expect(await verifyAudit(store, orgId, { keys: [signer.publicKey] })).toMatchObject({
    intact: true,
    records: 4,
    signedTo: 3,
  });
});

test.each([
  ["signature", "AAAA", "its signature is not of what it says"],
  ["time", "2027-01-01T00:00:00.000Z", "its signature is not of what it says"],
  ["hash", "0".repeat(64), "its signature is not of what it says"],
  ["key_id", "0".repeat(64), "which is not among those given"],
])("a checkpoint whose %s was edited is not trusted", async (column, value, why) => {
  const { tamper, checkpointer } = await auditBench(5);
  const checkpoints = checkpointer();
  await checkpoints.make(orgId);
  tamper(`UPDATE checkpoint SET ${column} = ?`, value);
  expect(await checkpoints.verify(orgId)).toMatchObject({
    ...{ intact: false, fault: "checkpoint_invalid", seq: 5, message: expect.stringContaining(why) },
  });
});

test("a checkpoint by another key is not trusted, and is when its key is given", async () => {
  const { store, signer, checkpointer } = await auditBench(5);
  await checkpointer().make(orgId);
  const other = new CheckpointSigner(new Uint8Array(32).fill(8));
  const keysOf = (...signers: readonly CheckpointSigner[]): { keys: readonly string[] } => ({
    keys: signers.map(({ publicKey }) => publicKey),
  });
  expect(await verifyAudit(store, orgId, keysOf(other))).toMatchObject({
    intact: false,
    fault: "checkpoint_invalid",
  });
  expect(await verifyAudit(store, orgId, keysOf(other, signer))).toMatchObject({ intact: true, signedTo: 5 });
});

test("a checkpoint of another organisation's log proves nothing here", async () => {
  const { store, signer, checkpointer } = await auditBench(5);
  const foreign = signer.sign("org-b", await store.auditHead(orgId), sampleTime);
  expect(await checkpointer().verify(orgId, [foreign])).toMatchObject({
    intact: false,
    fault: "checkpoint_invalid",
  });
});

test("checkpoints that were kept elsewhere are looked at in the log's order, however they are given", async () => {
  const { store, signer, checkpointer } = await auditBench(2);
  const early = kept(await checkpointer().make(orgId));
  await store.commit([{ do: "append", draft: sampleDraft({ at: sampleTime + 2 }) }]);
  const late = signer.sign(orgId, await store.auditHead(orgId), sampleTime);
  expect(await checkpointer().verify(orgId, [late, early])).toMatchObject({ intact: true, signedTo: 3 });
  const forged = signer.sign(orgId, { seq: 1, hash: "0".repeat(64) }, sampleTime);
  expect(await checkpointer().verify(orgId, [late, forged, early])).toMatchObject({
    intact: false,
    fault: "forked",
    seq: 1,
  });
});

test("a record that is missed is named by its number where what stands behind it can't be read either", async () => {
  const { store, tamper } = await auditBench(5);
  tamper("DELETE FROM audit WHERE seq = 3");
  tamper("UPDATE audit SET body = 'no JSON' WHERE seq >= 4");
  expect(await verifyAudit(store, orgId)).toMatchObject({
    intact: false,
    fault: "deleted",
    seq: 3,
    message: "record 3 is missing: behind record 2 comes record 4",
  });
});

test("a key of another kind is refused as one to verify with", async () => {
  const { store } = await auditBench(1);
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
  await expect(verifyAudit(store, orgId, { keys: [pem] })).rejects.toMatchObject({
    code: "checkpoint_invalid",
    message: expect.stringContaining("Ed25519") as string,
  });
});

test("a clock that was moved back is a note and no break", async () => {
  const { store } = await auditBench(3);
  for (const at of [sampleTime - 5_000, sampleTime, sampleTime - 1]) {
    await store.commit([{ do: "append", draft: sampleDraft({ at }) }]);
  }
  expect(await verifyAudit(store, orgId)).toMatchObject({
    ...{
      intact: true,
      notes: [{ seq: 4, message: "time moves backwards 2 times, most at record 4: by 5002 ms" }],
    },
  });
});

async function lines(store: Awaited<ReturnType<typeof auditBench>>["store"], ...seqs: readonly number[]) {
  const found = [];
  for await (const line of store.audit({ orgId })) if (seqs.includes(line.index.seq)) found.push(line);
  return found;
}
