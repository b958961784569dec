import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findHome, initHome } from "../../src/runtime/home.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";

async function bench() {
  const folder = await mkdtemp(join(tmpdir(), "arx-home-"));
  const env = { XDG_CONFIG_HOME: join(folder, "config"), ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const home = initHome(join(folder, ".arx"), env);
  return {
    folder,
    home,
    mode: async (path: string) => ((await stat(path)).mode & 0o777).toString(8),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

test("what a home holds is for its owner alone", async () => {
  await using b = await bench();
  const store = SqliteStore.open({ file: b.home.store });
  await store.commit([
    { do: "append", draft: { kind: "policy", orgId: "o", at: 0, details: { event: "loaded" } } },
  ]);
  expect(await b.mode(b.home.folder)).toBe("700");
  expect(await b.mode(b.home.policies)).toBe("700");
  for (const name of ["id", "vault.db", "arx.db", "arx.db-wal", "arx.db-shm"]) {
    expect([name, await b.mode(join(b.home.folder, name))]).toEqual([name, "600"]);
  }
  await store.close();
});

test("the nearest home upward from here is found", async () => {
  await using b = await bench();
  const deep = join(b.folder, "a/b/c");
  await mkdir(deep, { recursive: true });
  expect(findHome({}, deep)).toEqual(b.home);
  expect(findHome({ ARX_HOME: b.home.folder }, "/")).toEqual(b.home);
});

test.each([
  ["the home", (home: { folder: string }) => home.folder],
  ["its policies", (home: { policies: string }) => home.policies],
])("a home is refused where everybody may write to %s", async (_, pathOf) => {
  await using b = await bench();
  await chmod(pathOf(b.home), 0o777);
  expect(() => findHome({}, b.folder)).toThrow("can be written by everybody");
  expect(() => findHome({ ARX_HOME: b.home.folder })).toThrow("can be written by everybody");
});

test("a home that is named and is not there is told", () => {
  expect(() => findHome({ ARX_HOME: "/nowhere/.arx" })).toThrow("there is no such folder");
});
