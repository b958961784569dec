/**
 * The request through a bare undici pool between two records of 600 bytes, each committed as durably as SQLite can: what
 * a call that is on record before and after can't do without.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { serve, told } from "./caller.ts";
import { poolCall } from "./pool-call.ts";

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
const { origin, width } = told();
const call = poolCall(origin, width);
await serve(width, async () => {
  append.run(body);
  const user = await call();
  append.run(body);
  return user;
});
