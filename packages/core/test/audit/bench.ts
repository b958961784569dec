import { cpSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import { type Checkpoint, CheckpointSigner } from "../../src/audit/checkpoint.ts";
import { Checkpointer, type CheckpointLimits } from "../../src/audit/checkpointer.ts";
import { type AuditRecord, genesis, indexOf, seal } from "../../src/audit/record.ts";
import type { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { sampleDraft, sampleTime } from "../../src/testing/store-samples.ts";
import { bench as storeBench, type StoreBench } from "../store/bench.ts";

export const secret: Uint8Array = new Uint8Array(32).fill(7);
export const orgId = "org-a";

export interface AuditBench extends StoreBench {
  readonly store: SqliteStore;
  readonly signer: CheckpointSigner;
  checkpointer(limits?: Partial<CheckpointLimits>): Checkpointer;
  /** Runs SQL on the file, as somebody who can write to it. */
  tamper(sql: string, ...values: readonly (string | number)[]): void;
  /** Copies the closed file; `restore` puts the copy back. */
  backup(): Promise<{ restore(): Promise<SqliteStore> }>;
  /** Writes the log anew from a record on, with all hashes right. */
  rewrite(from: number, change: (record: AuditRecord) => AuditRecord): void;
}

/** A log with so many records and nobody's checkpoints. */
export async function auditBench(records = 0): Promise<AuditBench> {
  const place = storeBench();
  const store = place.open();
  const unit = Array.from({ length: records }, (_, i) =>
    sampleDraft({ actionId: `action-${i + 1}`, at: sampleTime + i }),
  );
  await store.commit(unit.map((draft) => ({ do: "append", draft })));
  const signer = new CheckpointSigner(secret);
  const clock = { now: () => sampleTime };

  const withDb = <T>(work: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(place.file);
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  return {
    ...{ ...place, store, signer },
    checkpointer: (limits) => {
      const checkpointer = new Checkpointer({
        ...{ store, signer, clock, limits: { everyRecords: 1_000_000, everyMs: 1_000_000, ...limits } },
      });
      onTestFinished(() => checkpointer.close().catch(() => undefined));
      return checkpointer;
    },
    tamper: (sql, ...values) => withDb((db) => void db.prepare(sql).run(...values)),
    backup: async () => {
      await store.close();
      cpSync(place.file, `${place.file}.backup`);
      return {
        restore: async () => {
          cpSync(`${place.file}.backup`, place.file);
          return place.open();
        },
      };
    },
    rewrite: (from, change) =>
      withDb((db) => {
        const rows = db.prepare("SELECT body, hash FROM audit WHERE org_id = ? ORDER BY seq").all(orgId);
        let head = genesis;
        for (const { body, hash } of rows) {
          const record = JSON.parse(String(body)) as AuditRecord;
          if (record.seq < from) {
            head = { seq: record.seq, hash: String(hash) };
            continue;
          }
          const { seq: _seq, previous: _previous, time, ...rest } = change(record);
          const sealed = seal({ ...rest, at: Date.parse(time) }, head);
          head = sealed.record;
          const { agentId } = indexOf(sealed.record);
          db.prepare("UPDATE audit SET body = ?, hash = ?, agent_id = ? WHERE org_id = ? AND seq = ?").run(
            ...[sealed.body, sealed.record.hash, agentId, orgId, head.seq],
          );
        }
      }),
  };
}

/** A checkpoint that was exported and is read back. */
export function kept(checkpoint: Checkpoint | undefined): Checkpoint {
  return JSON.parse(JSON.stringify(checkpoint)) as Checkpoint;
}
