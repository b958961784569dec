import { DatabaseSync, type StatementSync } from "node:sqlite";

/** Opens a log without index or chain that is committed as durably as SQLite can. */
export function openLog(file: string): { readonly db: DatabaseSync; readonly append: StatementSync } {
  const db = new DatabaseSync(file);
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, body TEXT)",
  );
  return { db, append: db.prepare("INSERT INTO log (body) VALUES (?)") };
}
