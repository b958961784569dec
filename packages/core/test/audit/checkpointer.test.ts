import { expect, test, vi } from "vitest";
import { AuditLog } from "../../src/audit/audit-log.ts";
import { Checkpointer, defaultCheckpointLimits } from "../../src/audit/checkpointer.ts";
import { sampleTime } from "../../src/testing/store-samples.ts";
import type { Store } from "../../src/store/store.ts";
import { tapped } from "../support/tap.ts";
import { auditBench, orgId } from "./bench.ts";

const clock = { now: () => sampleTime };

test("an end that could not be signed when it was due is signed after the time limit", async () => {
  const { store, signer } = await auditBench();
  let refusals = 0;
  const failing = tapped(store, {
    before: (label) => {
      if (label === "checkpoint" && refusals++ < 2) throw new Error("the disk is full");
    },
  });
  const checkpoints = new Checkpointer({
    ...{ store: failing, signer, clock, limits: { everyRecords: 1, everyMs: 10 } },
  });
  await new AuditLog(store, clock, checkpoints).append({ kind: "intent", orgId, details: {} });
  await vi.waitFor(async () => expect(await signed(store)).toEqual([1]));
  expect(refusals).toBe(3);
  await checkpoints.close();
});

test("a checkpointer that is given no limits signs after a thousand records", async () => {
  const { store, signer } = await auditBench();
  const checkpoints = new Checkpointer({ store, signer, clock });
  const log = new AuditLog(store, clock, checkpoints);
  const entries = Array.from({ length: defaultCheckpointLimits.everyRecords }, () => ({
    ...({ kind: "intent", orgId, details: {} } as const),
  }));
  await log.append(...entries.slice(1));
  expect(await signed(store)).toEqual([]);
  await log.append(entries[0]!);
  await vi.waitFor(async () => expect(await signed(store)).toEqual([1_000]));
  await checkpoints.close();
});

async function signed(store: Store): Promise<readonly number[]> {
  const seqs: number[] = [];
  for await (const { seq } of store.checkpoints(orgId)) seqs.push(seq);
  return seqs;
}
