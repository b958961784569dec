import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify.ts";
import { CommitThread } from "../../src/store/sqlite/commit-thread-client.ts";
import type { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Change } from "../../src/store/store.ts";
import { append, bench, fill, type StoreBench } from "./bench.ts";
import { child } from "./children.ts";

/** A store that has been busy enough to commit in a thread, and that thread. */
async function busyStore(
  options?: Parameters<StoreBench["open"]>[0],
): Promise<StoreBench & { readonly store: SqliteStore; readonly thread: Worker }> {
  const opened = bench();
  const store = opened.open(options);
  const [[thread]] = (await Promise.all([once(process, "worker"), fill(store, 300)])) as [[Worker], unknown];
  await once(thread, "message");
  return { ...opened, store, thread };
}

const settled = (store: SqliteStore, units: readonly (readonly Change[])[]): Promise<readonly unknown[]> =>
  Promise.allSettled(units.map((unit) => store.commit(unit))).then((results) =>
    results.map((result) => (result.status === "fulfilled" ? "written" : result.reason)),
  );

test("a store that is seldom busy starts no thread", async () => {
  const started: unknown[] = [];
  process.on("worker", (worker) => started.push(worker));
  const store = bench().open();
  for (let i = 0; i < 20; i += 1) await fill(store, 5);
  for (let i = 0; i < 300; i += 1) await store.commit([append()]);
  expect(started).toEqual([]);
});

test("records that a thread wrote follow those before them, and are there for other readers", async () => {
  const { store, open } = await busyStore();
  await fill(store, 2_000);
  expect(await verifyAudit(open(), "org-a")).toMatchObject({ intact: true, records: 2_300 });
});

test("what is wrong with a unit is told of that unit alone, as the same error as without a thread", async () => {
  const { store } = await busyStore();
  const conflict: Change[] = [append(), { do: "end", actionId: "no such" }];
  const notJson = append({ details: { no: Number.NaN } });
  const notClonable = append({ details: { left: () => undefined } });
  expect(await settled(store, [[append()], conflict, [append()]])).toEqual([
    "written",
    expect.objectContaining({ name: "StoreConflictError", code: "store_conflict", step: "end" }),
    "written",
  ]);
  expect(await settled(store, [[append()], [notJson], [append()]])).toEqual([
    "written",
    expect.any(TypeError),
    "written",
  ]);
  // JSON leaves a function out; a message to a thread can't hold one.
  expect(await settled(store, [[append()], [notClonable], [append()]])).toEqual([
    "written",
    "written",
    "written",
  ]);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 307 });
});

test("another process's lock is waited for up to the busy timeout, and the loop goes on meanwhile", async () => {
  const { store, file } = await busyStore({ busyTimeoutMs: 100 });
  const holder = child("lock", file, { count: 600 });
  await holder.heard(1);
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 5);
  const locked = expect.objectContaining({ code: "store_unavailable", retryable: true });
  expect(await settled(store, [[append()], [append()]])).toEqual([locked, locked]);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(3);
  await holder.ended;
  expect(await settled(store, [[append()], [append()]])).toEqual(["written", "written"]);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 302 });
});

test("when the thread is killed, units on their way fail, and later ones are written without it", async () => {
  const { store, thread } = await busyStore();
  const units = Array.from({ length: 200 }, () => [append()]);
  const committing = settled(store, units);
  await new Promise(setImmediate);
  await thread.terminate();
  const results = await committing;
  const lost = results.filter((result) => result instanceof Error);
  expect(lost.every((error) => (error as { code?: unknown }).code === "store_unavailable")).toBe(true);
  await fill(store, 10);
  const { seq } = await store.auditHead("org-a");
  // Those of which it is not known may be there.
  expect(seq).toBeGreaterThanOrEqual(310 + units.length - lost.length);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: seq });
});

test("what comes while the thread writes shares its next commit, up to a limit", async () => {
  const { store, thread, file } = await busyStore({ busyTimeoutMs: 10_000 });
  const commits: number[] = [];
  thread.on("message", ({ units }: { readonly units: number }) => commits.push(units));
  const holder = child("lock", file, { count: 300 });
  await holder.heard(1);
  const filled: Promise<unknown>[] = [];
  for (const units of [3, 5, 2_000]) {
    filled.push(fill(store, units));
    await setTimeout(10);
  }
  await holder.ended;
  await Promise.all(filled);
  expect(commits.slice(0, 2)).toEqual([3, 512]);
  expect(commits.reduce((sum, units) => sum + units)).toBe(2_008);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 2_308 });
});

test("a store that is closed settles what its thread has, and ends the thread", async () => {
  const { store, thread, open } = await busyStore();
  const turn = (): Promise<readonly unknown[]> =>
    settled(
      store,
      Array.from({ length: 200 }, () => [append()]),
    );
  const first = turn();
  await new Promise(setImmediate);
  const second = turn();
  const ended = once(thread, "exit");
  await store.close();
  expect(await Promise.all([first, second])).toEqual([
    Array.from({ length: 200 }, () => "written"),
    Array.from({ length: 200 }, () => "written"),
  ]);
  await ended;
  expect(await verifyAudit(open(), "org-a")).toMatchObject({ intact: true, records: 700 });
});

test("units that come alone again are written without the thread, behind all that it wrote", async () => {
  const { store, thread } = await busyStore();
  const said: unknown[] = [];
  await store.commit([append()]);
  thread.on("message", (message) => said.push(message));
  for (let i = 0; i < 5; i += 1) await store.commit([append()]);
  expect(said).toEqual([]);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 306 });
});

test("a thread that can't open its file takes no units", async () => {
  const { folder } = bench();
  const thread = new CommitThread({ file: join(folder, "nowhere/arx.db"), busyTimeoutMs: 100 });
  await thread.close();
  expect([thread.ready, thread.busy]).toEqual([false, false]);
});

test("a file that is gone is not written on by the thread", async () => {
  const { store, file } = await busyStore();
  rmSync(file);
  const gone = expect.objectContaining({ message: expect.stringContaining("was removed or replaced") });
  expect(await settled(store, [[append()], [append()]])).toEqual([gone, gone]);
});
