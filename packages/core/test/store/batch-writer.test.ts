import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { BatchWriter } from "../../src/store/sqlite/batch-writer.ts";
import { storeFault } from "../../src/store/sqlite/fault.ts";
import { CheckpointSigner } from "../../src/audit/checkpoint.ts";
import { sampleAction, sampleTime } from "../../src/testing/store-samples.ts";
import { stepOf } from "../../src/store/sqlite/changes.ts";
import { append, bench } from "./bench.ts";

const checkpoint = new CheckpointSigner(new Uint8Array(32)).sign(
  "org-a",
  { seq: 1, hash: "0".repeat(64) },
  sampleTime,
);

test("where the store fails while units are written apart, no unit of the batch is", async () => {
  const { file, open } = bench();
  const store = open();
  const db = new DatabaseSync(file);
  const writer = new BatchWriter(file, db);
  db.exec("ALTER TABLE open_action RENAME TO gone");
  const written = writer.write([
    [stepOf(append())],
    [{ do: "checkpoint", checkpoint }],
    [{ do: "begin", action: sampleAction("action-1") }],
  ]);
  const failed = expect.objectContaining({
    code: "store_unavailable",
    message: expect.stringContaining("no such table") as string,
  }) as Error;
  expect(written).toEqual([failed, failed, failed]);
  expect(await store.auditHead("org-a")).toMatchObject({ seq: 0 });
  expect(writer.write([[stepOf(append())]])).toEqual([undefined]);
  expect(await store.auditHead("org-a")).toMatchObject({ seq: 1 });
  db.close();
});

test("a connection that is closed writes no unit, and says so", () => {
  const { file, open } = bench();
  open();
  const db = new DatabaseSync(file);
  const writer = new BatchWriter(file, db);
  db.close();
  expect(writer.write([[stepOf(append())]])).toEqual([
    expect.objectContaining({ code: "store_unavailable" }),
  ]);
});

test("what neither the database nor the file system knows is told as it is", () => {
  const cause = new Error("the moon is full");
  const fault = storeFault("arx.db", "read", cause);
  expect(fault).toMatchObject({ code: "store_unavailable", retryable: false, cause });
  expect(fault.message).toBe("the store arx.db can't be read: the moon is full; see the cause");
});
