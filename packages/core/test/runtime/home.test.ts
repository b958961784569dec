import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { auditKey, findHome, homeAt, initHome } from "../../src/runtime/home.ts";
import { EmbeddedVault } from "../../src/vault/embedded.ts";
import { keySourceFrom } from "../../src/vault/key-source.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";

// Windows has no such modes: there, what a user's folder holds is that user's by its access list.
const noModes = process.platform === "win32";

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

test.skipIf(noModes)("what a home holds is for its owner alone", async () => {
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

test.skipIf(noModes).each([
  ["the home", (home: { folder: string }) => home.folder],
  ["its policies", (home: { policies: string }) => home.policies],
])("a home is refused where everybody may write to %s", async (_, pathOf) => {
  await using b = await bench();
  await chmod(pathOf(b.home), 0o777);
  expect(() => findHome({}, b.folder)).toThrow("can be written by everybody");
  expect(() => findHome({ ARX_HOME: b.home.folder })).toThrow("can be written by everybody");
});

test.skipIf(noModes)(
  "policies and settings that their group may write are refused, a home that a group shares is not",
  async () => {
    await using b = await bench();
    await chmod(b.home.folder, 0o2770);
    expect(findHome({}, b.folder)).toEqual(b.home);
    await writeFile(b.home.config, "agent: agent-1\n");
    for (const path of [b.home.policies, b.home.config]) {
      const { mode } = await stat(path);
      await chmod(path, mode | 0o020);
      expect(() => findHome({}, b.folder)).toThrow("can be written by its group");
      expect(() => findHome({}, b.folder)).toThrow(`\`chmod go-w ${path}\``);
      await chmod(path, mode & ~0o022);
    }
    await chmod(b.home.folder, 0o777);
    expect(() => findHome({}, b.folder)).toThrow(`\`chmod o-w ${b.home.folder}\``);
    const odd = join(b.folder, "Jane's files");
    await rename(b.home.folder, odd);
    expect(() => findHome({ ARX_HOME: odd })).toThrow(
      `\`chmod o-w '${odd.replace("'", String.raw`'\''`)}'\``,
    );
  },
);

test("a home that is named and is not there is told", () => {
  expect(() => findHome({ ARX_HOME: "/nowhere/.arx" })).toThrow("there is no such folder");
});

test("the last place to look is the user's own folder, and where nothing is, all places are told", async () => {
  await using b = await bench();
  await using elsewhere = await bench();
  await rm(elsewhere.home.folder, { recursive: true });
  vi.stubEnv("HOME", b.folder).stubEnv("USERPROFILE", b.folder);
  expect(findHome({}, elsewhere.folder)).toEqual(b.home);
  vi.stubEnv("HOME", elsewhere.folder).stubEnv("USERPROFILE", elsewhere.folder);
  expect(() => findHome({}, elsewhere.folder)).toThrow(
    `none in ARX_HOME, no .arx folder upward from ${elsewhere.folder}, no ${join(elsewhere.folder, ".arx")}`,
  );
  vi.unstubAllEnvs();
});

// Only root can give a folder away.
test.skipIf(process.getuid?.() !== 0)("a home that belongs to somebody else is refused", async () => {
  await using b = await bench();
  await chown(b.home.policies, 65_534, 65_534);
  expect(() => findHome({}, b.folder)).toThrow("belongs to another user (id 65534)");
});

test("making a home again leaves what is there as it is", async () => {
  await using b = await bench();
  const env = { XDG_CONFIG_HOME: join(b.folder, "config"), ARX_VAULT_KEY: "" };
  const before = [
    await readFile(join(b.home.folder, "id")),
    await readFile(b.home.vault),
    auditKey(b.home, env),
  ];
  initHome(b.home.folder, env);
  expect([
    await readFile(join(b.home.folder, "id")),
    await readFile(b.home.vault),
    auditKey(b.home, env),
  ]).toEqual(before);
});

test("a home whose making was killed after the first byte of a file that it needs is made whole by the next try", async () => {
  await using b = await bench();
  const env = {
    XDG_CONFIG_HOME: join(b.folder, "config"),
    ARX_VAULT_KEY: randomBytes(32).toString("base64"),
  };
  const folder = join(b.folder, "killed");
  await mkdir(folder, { mode: 0o700 });
  for (const name of ["id", "vault.db"]) await writeFile(join(folder, name), "", { mode: 0o600 });
  expect(() => auditKey(homeAt(folder), env)).toThrow("it has no id");
  const home = initHome(folder, env);
  expect(auditKey(home, env)).toHaveLength(32);
  const vault = EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(env, folder) });
  expect(await vault.list()).toEqual([]);
  await vault.close();
});

test("the audit key lies in the user's configuration folder where no other is named by an absolute path", async () => {
  await using b = await bench();
  vi.stubEnv("HOME", b.folder).stubEnv("USERPROFILE", b.folder);
  const env = { XDG_CONFIG_HOME: "relative", ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const home = initHome(join(b.folder, "second"), env);
  const id = (await readFile(join(home.folder, "id"), "utf8")).trim();
  expect(await stat(join(b.folder, ".config/arx/keys", `${id}.audit.key`))).toMatchObject({ size: 45 });
  vi.unstubAllEnvs();
});

test("of an audit key that is missing or malformed, its file and the variable that can give it are told", async () => {
  await using b = await bench();
  const env = { XDG_CONFIG_HOME: join(b.folder, "config") };
  const id = (await readFile(join(b.home.folder, "id"), "utf8")).trim();
  const file = join(b.folder, "config/arx/keys", `${id}.audit.key`);
  await writeFile(file, "c2hvcnQ=\n");
  expect(() => auditKey(b.home, env)).toThrow(`the audit key in ${file} must be 32 bytes in base64`);
  await rm(file);
  expect(() => auditKey(b.home, env)).toThrow(
    `the audit key's file ${file} can't be read (ENOENT): put the key there, or give the key in ARX_AUDIT_KEY`,
  );
});

const keys: [string, { env: NodeJS.ProcessEnv; folder: string; message: string }][] = [
  [
    "of another length",
    {
      env: { ARX_AUDIT_KEY: "c2hvcnQ=" },
      folder: "/nowhere",
      message: "the audit key in ARX_AUDIT_KEY must be 32 bytes",
    },
  ],
  ["of a folder that is no home", { env: {}, folder: tmpdir(), message: "is no Arx home: it has no id" }],
];

test.for(keys)("an audit key %s is refused", ([, { env, folder, message }]) => {
  expect(() => auditKey(homeAt(folder), env)).toThrow(message);
});
