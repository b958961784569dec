import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify.ts";
import { append, bench, fill } from "./bench.ts";

test("appends that come together share their commits, and those that come one by one have one each", async () => {
  const [together, alone] = [bench(), bench()];
  const [first, second] = [together.open(), alone.open()];
  await fill(first, 200);
  for (let i = 0; i < 200; i += 1) await second.commit([append()]);
  // Each commit writes whole pages to the write-ahead log.
  const written = (file: string): number => statSync(`${file}-wal`).size;
  expect(written(together.file)).toBeLessThan(written(alone.file) / 3);
});

test("an append that comes alone is durable when the call has returned", async () => {
  const { open } = bench();
  const [writer, reader] = [open(), open()];
  const promise = writer.commit([append()]);
  expect(await reader.auditHead("org-a")).toMatchObject({ seq: 1 });
  await promise;
});

test("more appends than one commit takes are all made, in the order in which they came", async () => {
  const { open } = bench();
  const store = open();
  const ids = Array.from({ length: 2_000 }, (_, i) => `a-${i}`);
  await Promise.all(ids.map((actionId) => store.commit([append({ actionId })])));
  const read: unknown[] = [];
  for await (const { index } of store.audit({ orgId: "org-a" })) read.push(index.actionId);
  expect(read).toEqual(ids);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 2_000 });
});

test("a reader that is in the middle of a log when the store is closed is told so", async () => {
  const { open } = bench();
  const store = open();
  await fill(store, 1_500);
  const read = async (): Promise<void> => {
    for await (const { index } of store.audit({ orgId: "org-a" })) if (index.seq === 10) await store.close();
  };
  await expect(read()).rejects.toMatchObject({
    code: "store_unavailable",
    message: expect.stringContaining("is closed"),
  });
});
