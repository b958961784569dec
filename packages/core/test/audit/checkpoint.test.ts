import { createPublicKey, verify } from "node:crypto";
import { expect, test, vi } from "vitest";
import { AuditLog } from "../../src/audit/audit-log.ts";
import { CheckpointSigner, parseCheckpoint, signedText } from "../../src/audit/checkpoint.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import type { AuditEntry } from "../../src/audit/audit-log.ts";
import { sampleTime } from "../../src/testing/store-samples.ts";
import { auditBench, kept, orgId, secret } from "./bench.ts";

const entry: AuditEntry = { kind: "intent", orgId, details: {} };
const clock = { now: () => sampleTime };

test("a checkpoint says the end of a log, and anybody with the public key can check its signature", async () => {
  const { store, checkpointer } = await auditBench(3);
  const checkpoints = checkpointer();
  const checkpoint = kept(await checkpoints.make(orgId));
  expect(checkpoint).toEqual({
    ...{ orgId, ...(await store.auditHead(orgId)), time: "2026-01-01T00:00:00.000Z" },
    ...{ keyId: expect.stringMatching(/^[0-9a-f]{64}$/), signature: expect.any(String) },
  });
  const key = createPublicKey(checkpoints.publicKey);
  expect(key.asymmetricKeyType).toBe("ed25519");
  expect(verify(null, signedText(checkpoint), key, Buffer.from(checkpoint.signature, "base64url"))).toBe(
    true,
  );
  expect(await checkpoints.verify(orgId, [checkpoint])).toMatchObject({ intact: true, signedTo: 3 });
});

test("the same secret signs with the same key, and another with another", () => {
  const keyId = (fill: number): string => new CheckpointSigner(new Uint8Array(32).fill(fill)).keyId;
  expect(keyId(7)).toBe(new CheckpointSigner(secret).keyId);
  expect(keyId(8)).not.toBe(keyId(7));
  expect(() => new CheckpointSigner(new Uint8Array(31))).toThrow(RangeError);
});

test("a log without records has no checkpoint", async () => {
  const { checkpointer } = await auditBench();
  expect(await checkpointer().make(orgId)).toBeUndefined();
});

test("a checkpoint that was kept as JSON is read back, and what is none is refused with why", async () => {
  const { checkpointer } = await auditBench(1);
  const checkpoint = kept(await checkpointer().make(orgId));
  expect(parseCheckpoint(JSON.stringify(checkpoint))).toEqual(checkpoint);
  for (const [text, why] of [
    ["{", "it is not JSON"],
    [JSON.stringify({ ...checkpoint, seq: 0 }), "seq"],
    [JSON.stringify({ ...checkpoint, hash: "x" }), "hash"],
    [JSON.stringify({ ...checkpoint, more: 1 }), "more"],
  ] as const) {
    expect(() => parseCheckpoint(text)).toThrow(
      expect.objectContaining({ code: "checkpoint_invalid", message: expect.stringContaining(why) }),
    );
  }
});

test.each(["no key", new CheckpointSigner(secret).publicKey.replaceAll(/[A-Z]/g, "A")])(
  "what is no Ed25519 key is refused as one to verify with",
  async (key) => {
    const { store } = await auditBench(1);
    await expect(verifyAudit(store, orgId, { keys: [key] })).rejects.toMatchObject({
      code: "checkpoint_invalid",
    });
  },
);

test("after so many entries the end is signed without being asked", async () => {
  const { store, checkpointer } = await auditBench();
  const log = new AuditLog(store, clock, checkpointer({ everyRecords: 4 }));
  for (let i = 0; i < 3; i += 1) await log.append(entry);
  expect(await seqs(store)).toEqual([]);
  await log.append(entry);
  await vi.waitFor(async () => expect(await seqs(store)).toEqual([4]));
  await log.append(entry, entry, entry, entry);
  await vi.waitFor(async () => expect(await seqs(store)).toEqual([4, 8]));
});

test("a time after an entry the end is signed without being asked, and not again without another one", async () => {
  const { store, checkpointer } = await auditBench();
  const log = new AuditLog(store, clock, checkpointer({ everyMs: 10 }));
  await log.append(entry);
  await vi.waitFor(async () => expect(await seqs(store)).toEqual([1]));
  await log.append(entry);
  await vi.waitFor(async () => expect(await seqs(store)).toEqual([1, 2]));
});

test("a checkpointer that is closed signs what is not signed yet, and nothing after", async () => {
  const { store, checkpointer } = await auditBench();
  const checkpoints = checkpointer();
  const log = new AuditLog(store, clock, checkpoints);
  await log.append(entry, entry, { ...entry, orgId: "org-b" });
  await checkpoints.close();
  expect(await seqs(store)).toEqual([2]);
  expect(await seqs(store, "org-b")).toEqual([1]);
  await log.append(entry);
  await checkpoints.close();
  expect(await seqs(store)).toEqual([2]);
});

test("an end that can't be signed holds up no entry, and is signed when it can", async () => {
  const { store, tamper, checkpointer } = await auditBench();
  tamper("ALTER TABLE checkpoint RENAME TO gone");
  const checkpoints = checkpointer({ everyRecords: 1, everyMs: 20 });
  const log = new AuditLog(store, clock, checkpoints);
  await log.append(entry);
  await expect(checkpoints.make(orgId)).rejects.toMatchObject({ code: "store_unavailable" });
  tamper("ALTER TABLE gone RENAME TO checkpoint");
  await vi.waitFor(async () => expect(await seqs(store)).toEqual([1]));
});

test("a checkpointer that can't sign when it is closed says so", async () => {
  const { store, tamper, checkpointer } = await auditBench();
  const checkpoints = checkpointer();
  await new AuditLog(store, clock, checkpoints).append(entry);
  tamper("ALTER TABLE checkpoint RENAME TO gone");
  await expect(checkpoints.close()).rejects.toMatchObject({ code: "store_unavailable" });
});

async function seqs(
  store: Awaited<ReturnType<typeof auditBench>>["store"],
  org = orgId,
): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { seq } of store.checkpoints(org)) found.push(seq);
  return found;
}
