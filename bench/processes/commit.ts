/** A record of 600 bytes and its commit, one at a time, as durably as SQLite can: what a log costs at the least. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { serve } from "./caller.ts";

const folder = mkdtempSync(join(tmpdir(), "arx-bench-"));
const db = new DatabaseSync(join(folder, "log.db"));
db.exec(
  "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE log (seq INTEGER PRIMARY KEY, body TEXT)",
);
const append = db.prepare("INSERT INTO log (body) VALUES (?)");
const body = "x".repeat(600);
process.on("exit", () => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
// oxlint-disable-next-line require-await -- as a caller of the others is
await serve(1, async () => append.run(body));
