import { DatabaseSync } from "node:sqlite";

/** Opens the file for reading alone. */
export function openReading(file: string, busyTimeoutMs: number): DatabaseSync {
  return new DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true });
}

/** Opens the file for writing, as durably as SQLite can. Settings that belong to the file are left as they are. */
export function openWriting(file: string, busyTimeoutMs: number): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  // Folding the log into the file within a commit is the exception, for a store that is never idle.
  db.exec("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000");
  return db;
}

/** From here on a lock is waited for without holding up the event loop. */
export function waitForLocksOutside(db: DatabaseSync): void {
  db.exec("PRAGMA busy_timeout = 0");
}
