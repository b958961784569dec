import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { append, bench, fill } from "./bench.ts";
import { child } from "./children.ts";

/** Writes bytes over a part of a file. */
function overwrite(file: string, from: number, bytes: Uint8Array): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, bytes, 0, bytes.byteLength, from);
  closeSync(descriptor);
}

const garbage = (length: number): Uint8Array => new Uint8Array(length).fill(0xa5);

test("a full disk fails the append that finds it, and keeps all that was acknowledged and nothing else", async () => {
  const { file, open } = bench();
  await open().close();
  const filling = child("fill", file, { limitKiB: 600 });
  const [said] = (await filling.heard(1)) as [Record<string, unknown>];
  expect(said["fault"]).toMatchObject({
    code: "store_unavailable",
    message: expect.stringMatching(/disk .*full/),
  });
  const acknowledged = Number(said["acknowledged"]);
  expect(acknowledged).toBeGreaterThan(0);
  expect(said).toMatchObject({ kept: acknowledged, open: acknowledged });
  await filling.ended;
  const store = open();
  expect(await store.openActions()).toHaveLength(acknowledged);
  await store.commit([append()]);
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: acknowledged + 1 });
});

test("a file that may only be read is refused when it is opened", async () => {
  const { file, folder, open } = bench();
  await open().close();
  chmodSync(file, 0o444);
  // Nothing is forbidden to root: let somebody else try.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  if (uid !== undefined) chownSync(folder, uid, uid);
  const opener = child("open", file, { ...(uid !== undefined && { uid }) });
  const [said] = await opener.heard(1);
  expect(said).toMatchObject({ code: "store_unavailable", message: expect.stringContaining("read-only") });
});

test("a folder that is not there is an error that names the file and what to check", () => {
  const { folder } = bench();
  const file = join(folder, "none", "arx.db");
  expect(() => SqliteStore.open({ file })).toThrow(
    expect.objectContaining({
      code: "store_unavailable",
      message: expect.stringMatching(/none\/arx\.db can't be opened.*folder exists/),
    }),
  );
});

test("a file whose header was overwritten is refused as no database", async () => {
  const { file, open } = bench();
  const store = open();
  await fill(store, 10);
  await store.close();
  overwrite(file, 0, garbage(64));
  expect(() => open()).toThrow(
    expect.objectContaining({
      code: "store_unavailable",
      message: expect.stringContaining("it is not a database"),
    }),
  );
});

test("a file whose pages were overwritten in the middle fails reads and appends as damaged", async () => {
  const { file, open } = bench();
  const store = open();
  await fill(store, 2_000);
  await store.close();
  // From the second page on.
  overwrite(file, 4_096, garbage(readFileSync(file).byteLength - 4_096));
  const damaged = { code: "store_unavailable", message: expect.stringContaining("it is damaged") };
  const reopened = open();
  await expect(verifyAudit(reopened, "org-a")).rejects.toMatchObject(damaged);
  await expect(reopened.commit([append()])).rejects.toMatchObject(damaged);
  await reopened.close();
});

test("a text that was overwritten byte by byte in the file is found by verification", async () => {
  const { file, open } = bench();
  const store = open();
  await fill(store, 50);
  await store.close();
  const at = readFileSync(file).indexOf('"actionId":"action-33"');
  overwrite(file, at, Buffer.from('"actionId":"action-99"'));
  expect(await verifyAudit(open(), "org-a")).toMatchObject({ intact: false, fault: "edited", seq: 33 });
});

test("a record whose text is no JSON any more is found by verification, and refused by a read", async () => {
  const { file, open } = bench();
  const store = open();
  await fill(store, 5);
  const other = new DatabaseSync(file);
  other.exec("UPDATE audit SET body = '{' WHERE seq = 3");
  other.close();
  expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: false, fault: "edited", seq: 3 });
  const read = async (): Promise<void> => {
    for await (const { record } of store.audit({ orgId: "org-a" })) expect(record.seq).toBeLessThan(3);
  };
  await expect(read()).rejects.toMatchObject({
    code: "store_unavailable",
    message: expect.stringContaining("record 3"),
  });
});

test.each(["removed", "replaced"])(
  "a store whose file was %s while it was open acknowledges nothing more",
  async (how) => {
    const { file, folder, open } = bench();
    const store = open();
    await fill(store, 3);
    cpSync(file, join(folder, "copy.db"));
    if (how === "removed") rmSync(file);
    else renameSync(join(folder, "copy.db"), file);
    await expect(store.commit([append()])).rejects.toMatchObject({
      ...{ code: "store_unavailable", message: expect.stringContaining("removed or replaced") },
    });
  },
);

test("a file of another program is left alone", () => {
  const { file } = bench();
  const other = new DatabaseSync(file);
  other.exec("CREATE TABLE theirs (x)");
  other.close();
  expect(() => SqliteStore.open({ file })).toThrow(
    expect.objectContaining({
      code: "store_unavailable",
      message: expect.stringContaining("another program"),
    }),
  );
  const again = new DatabaseSync(file);
  expect(again.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "theirs" }]);
  again.close();
});

test("a file that is a text is refused as no database", () => {
  const { file } = bench();
  writeFileSync(file, "this is not a database, it is a letter to one\n".repeat(100));
  expect(() => SqliteStore.open({ file })).toThrow(expect.objectContaining({ code: "store_unavailable" }));
});
