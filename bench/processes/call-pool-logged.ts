/**
 * The request through a bare undici pool between two records of 600 bytes, each committed as durably as SQLite can before
 * the call goes on: what a call that is on record before and after can't do without. One at a time commits where it is;
 * of many at once the records share their commits in a thread.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { serve, told } from "./caller.ts";
import { openLog } from "./log.ts";
import { poolCall } from "./pool-call.ts";

const folder = mkdtempSync(join(tmpdir(), "arx-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "log.db");
const body = "x".repeat(600);
const { origin, width } = told();
const call = poolCall(origin, width);
const record: () => void | Promise<void> = width === 1 ? here() : inThread();
await serve(width, async () => {
  await record();
  const user = await call();
  await record();
  return user;
});

function here(): () => void {
  const { append } = openLog(file);
  return () => void append.run(body);
}

function inThread(): () => Promise<void> {
  const thread = new Worker(new URL("log-thread.ts", import.meta.url), { workerData: file });
  const waiting: (() => void)[] = [];
  thread.on("message", (count: number) => {
    for (const resolve of waiting.splice(0, count)) resolve();
  });
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      thread.postMessage(body);
    });
}
