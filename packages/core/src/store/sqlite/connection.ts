import { DatabaseSync } from "node:sqlite";

/** Opens the file for reading alone. */
export function openReading(file: string, busyTimeoutMs: number): DatabaseSync {
  return new DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true });
}

/** Opens the file for writing, as durably as SQLite can. Settings that belong to the file are left as they are. */
export function openWriting(file: string, busyTimeoutMs: number): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  // The write-ahead log is folded into the file after 4000 pages, 16 MB. A commit into a log that was used before takes
  // half as long as one that makes it grow; at SQLite's usual 1000 a busy store waited for the folding a tenth of its time.
  db.exec("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000");
  return db;
}

/** From here on a lock is waited for without holding up the event loop. */
export function waitForLocksOutside(db: DatabaseSync): void {
  db.exec("PRAGMA busy_timeout = 0");
}
