import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify.ts";
import { append, bench, fill } from "./bench.ts";
import { child } from "./children.ts";

test(
  "four processes that append ten thousand records to a new file leave one unforked chain",
  { timeout: 120_000 },
  async () => {
    const { file, open } = bench();
    const children = Array.from({ length: 4 }, () => child("append", file, { count: 2_500 }));
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual(
      Array.from({ length: 4 }, () => [0, null]),
    );
    const store = open();
    expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 10_000 });
    const perProcess = new Map<number, Set<string>>();
    for await (const { record } of store.audit({ orgId: "org-a" })) {
      const [pid = "", i = ""] = record.actionId?.split("-") ?? [];
      perProcess.set(Number(pid), (perProcess.get(Number(pid)) ?? new Set()).add(i));
    }
    expect([...perProcess.values()].map(({ size }) => size)).toEqual([2_500, 2_500, 2_500, 2_500]);
  },
);

test.each([1, 7, 100, 400])(
  "a process killed after %i acknowledged records has lost none of them, and left nothing half-written",
  async (records) => {
    const { file, open } = bench();
    const killed = child("acknowledge", file);
    await killed.heard(records);
    killed.process.kill("SIGKILL");
    expect(await killed.ended).toEqual([null, "SIGKILL"]);
    const store = open();
    const verification = await verifyAudit(store, "org-a");
    const last = Math.max(...(killed.said as number[]));
    expect(verification).toMatchObject({ intact: true });
    const { seq } = await store.auditHead("org-a");
    expect(seq).toBeGreaterThanOrEqual(last);
    expect(await store.openActions()).toHaveLength(seq);
    await store.commit([append()]);
    expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: seq + 1 });
  },
);

test("while another process holds the lock, appends wait, and the event loop does not", async () => {
  const { file, open } = bench();
  const store = open();
  const holder = child("lock", file, { count: 300 });
  await holder.heard(1);
  let committed = false;
  const commit = store.commit([append()]).then(() => (committed = true));
  await delay(1);
  expect(committed).toBe(false);
  await commit;
  await holder.ended;
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 1 });
});

test("a lock held longer than the busy timeout fails appends, loses nothing, and is worth trying again", async () => {
  const { file, open } = bench();
  const store = open({ busyTimeoutMs: 50 });
  await fill(store, 3);
  const holder = child("lock", file, { count: 60_000 });
  await holder.heard(1);
  const settled = await Promise.allSettled([store.commit([append()]), store.commit([append()])]);
  for (const each of settled) {
    expect((each as PromiseRejectedResult).reason).toMatchObject({
      ...{
        code: "store_unavailable",
        retryable: true,
        message: expect.stringContaining("another process holds its lock"),
      },
    });
  }
  expect(await store.auditHead("org-a")).toMatchObject({ seq: 3 });
  holder.process.kill("SIGKILL");
  await holder.ended;
  await store.commit([append()]);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 4 });
});

test("a store that is closed while another process holds the lock settles what waits, and then ends", async () => {
  const { file, open } = bench();
  const store = open({ busyTimeoutMs: 30_000 });
  const holder = child("lock", file, { count: 200 });
  await holder.heard(1);
  const waiting = [store.commit([append()]), store.commit([append()])];
  await store.close();
  await Promise.all(waiting);
  expect(await verifyAudit(open(), "org-a")).toMatchObject({ intact: true, records: 2 });
});

test("a store whose lock is held can't be opened for writing, and says so", async () => {
  const { file, open } = bench();
  await open().close();
  const holder = child("lock", file, { count: 60_000 });
  await holder.heard(1);
  const opener = child("open", file);
  const [said] = await opener.heard(1);
  expect(said).toMatchObject({ code: "store_unavailable", retryable: true });
});

test("a new file that another is about to make is waited for", async () => {
  const { file, open } = bench();
  const holder = new Worker(
    `const { DatabaseSync } = require("node:sqlite");
     const { parentPort, workerData } = require("node:worker_threads");
     const db = new DatabaseSync(workerData);
     db.exec("BEGIN IMMEDIATE; CREATE TABLE made (at)");
     parentPort.postMessage("held");
     setTimeout(() => { db.exec("ROLLBACK"); db.close(); }, 200);`,
    { eval: true, workerData: file },
  );
  await once(holder, "message");
  const store = open();
  await store.commit([append()]);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 1 });
  await holder.terminate();
});
