import type { DatabaseSync } from "node:sqlite";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";

/**
 * The schema, a step a version: entry N brings a database from version N to N + 1. Steps are only ever added.
 * Expression columns would keep the indexed copies from disagreeing with `body`, at the cost of parsing it on each
 * insert; `verify` compares them instead.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE audit (
    org_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    action_id TEXT,
    agent_id TEXT,
    operation TEXT,
    verdict TEXT,
    outcome TEXT,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (org_id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX audit_by_action ON audit (action_id) WHERE action_id IS NOT NULL;

  CREATE TABLE approval (
    id TEXT PRIMARY KEY,
    org_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'expired', 'consumed')),
    version INTEGER NOT NULL,
    requested_at INTEGER NOT NULL,
    decide_by INTEGER NOT NULL,
    execute_by INTEGER,
    changed_at INTEGER NOT NULL,
    request TEXT NOT NULL
  ) STRICT;
  CREATE INDEX approval_by_state ON approval (state, requested_at);

  CREATE TABLE vote (
    approval_id TEXT NOT NULL REFERENCES approval (id),
    person TEXT NOT NULL,
    choice TEXT NOT NULL CHECK (choice IN ('approve', 'deny')),
    at INTEGER NOT NULL,
    vote TEXT NOT NULL,
    PRIMARY KEY (approval_id, person)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE open_action (
    action_id TEXT PRIMARY KEY,
    org_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    action TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE open_action ADD COLUMN unknown_since INTEGER;

  CREATE TABLE announcement (
    approval_id TEXT NOT NULL REFERENCES approval (id),
    channel TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'moot')),
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    decide_by INTEGER NOT NULL,
    PRIMARY KEY (approval_id, channel)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX announcement_due ON announcement (next_at) WHERE state = 'waiting';
  `,
  `
  CREATE TABLE checkpoint (
    org_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    time TEXT NOT NULL,
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (org_id, seq, key_id)
  ) STRICT, WITHOUT ROWID;
  `,
];

/**
 * Brings a database to the newest version, in one transaction a step.
 * @throws StoreUnavailableError if the database was written by a newer release, or is not ours
 */
export function migrate(db: DatabaseSync, steps: readonly string[] = migrations): void {
  const version = (): number => Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version() === steps.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    // Read again under the lock: another process may have migrated meanwhile.
    const from = version();
    if (from > steps.length) {
      throw new StoreUnavailableError(
        `the database has version ${from}, this release knows ${steps.length}: it was written by a newer release; upgrade this one`,
      );
    }
    if (from === 0 && db.prepare("SELECT 1 FROM sqlite_schema").get() !== undefined) {
      throw new StoreUnavailableError("the database is another program's: name another home");
    }
    for (const step of steps.slice(from)) db.exec(step);
    db.exec(`PRAGMA user_version = ${steps.length}`);
    db.exec("COMMIT");
  } catch (error) {
    /* v8 ignore else -- SQLite has rolled back already after some failures, a full disk among them */
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
