import {
  copyFileSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { EmbeddedVault } from "../../src/vault/embedded.ts";
import { keySourceFrom } from "../../src/vault/key-source.ts";
import { VaultKey } from "../../src/vault/key.ts";
import { embedded, folders, plain, secret } from "./bench.ts";

const canary = "canary-00b8d1";

test("what is set is read, by this process and by the next", async () => {
  const { vault, open } = embedded();
  await vault.set("okta", "domain", secret("https://acme.okta.com"));
  await vault.set("okta", "api_token", secret("00first"));
  await vault.set("okta", "api_token", secret("00second"));
  await vault.set("okta/prod", "api_token", secret("žluťoučký 🔑\n"));
  const expected = [
    { domain: "https://acme.okta.com", api_token: "00second" },
    { api_token: "žluťoučký 🔑\n" },
    [
      { path: "okta", fields: ["api_token", "domain"] },
      { path: "okta/prod", fields: ["api_token"] },
    ],
  ];
  expect(await Promise.all([vault, open()].map(seen))).toEqual([expected, expected]);
});

test("what is removed is gone, and removing nothing says so", async () => {
  const { vault, open } = embedded();
  await vault.set("okta", "domain", secret("d"));
  await vault.set("okta", "api_token", secret("t"));
  expect(await vault.remove("okta", "domain")).toBe(true);
  expect(await vault.remove("okta", "domain")).toBe(false);
  expect(plain(await open().read("okta"))).toEqual({ api_token: "t" });
  expect(await vault.remove("okta")).toBe(true);
  expect(await vault.remove("okta")).toBe(false);
  await expect(open().read("okta")).rejects.toMatchObject({ code: "vault_path_not_found", path: "okta" });
  expect(await vault.list()).toEqual([]);
});

test("neither a value nor a key stands in the file, which is its owner's alone", async () => {
  const { vault, file, keys } = embedded();
  await vault.set("okta", "api_token", secret(canary));
  const bytes = readFileSync(file);
  const key = keys.ensure(
    (new DatabaseSync(file).prepare("SELECT id FROM vault").get() as { id: string }).id,
  );
  expect(bytes.includes("api_token")).toBe(true);
  for (const text of [canary, key.export().reveal()]) expect(bytes.includes(text)).toBe(false);
  expect(bytes.includes(Buffer.from(key.export().reveal(), "base64"))).toBe(false);
  // Windows has no such modes.
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("the same value twice is two ciphertexts", async () => {
  const { vault, file } = embedded();
  await vault.set("okta", "a", secret(canary));
  await vault.set("okta", "b", secret(canary));
  const rows = new DatabaseSync(file)
    .prepare("SELECT hex(nonce) || hex(ciphertext) AS bytes FROM entry")
    .all();
  expect(new Set(rows.map(({ bytes }) => bytes)).size).toBe(2);
});

const badInput: readonly (readonly [string, string, string, string])[] = [
  ["an empty path", "", "f", "v"],
  ["a path that climbs", "okta/../x", "f", "v"],
  ["an absolute path", "/okta", "f", "v"],
  ["a path with a blank", "ok ta", "f", "v"],
  ["a path without end", "a".repeat(257), "f", "v"],
  ["a field with a slash", "okta", "a/b", "v"],
  ["an empty field", "okta", "", "v"],
  ["an empty value", "okta", "f", ""],
  ["a value without end", "okta", "f", "v".repeat(65_537)],
  ["half a surrogate pair", "okta", "f", "\ud83d"],
];

test.each(badInput)("%s is refused, and nothing is kept", async (_name, path, field, value) => {
  const { vault } = embedded();
  await expect(vault.set(path, field, secret(value))).rejects.toMatchObject({ code: "vault_input" });
  expect(await vault.list()).toEqual([]);
});

test("there is no vault until one is made, and one is made once", () => {
  const { home, config, file } = folders();
  const options = { file, keys: keySourceFrom({ XDG_CONFIG_HOME: config }, home) };
  expect(() => EmbeddedVault.open(options)).toThrow(/there is no vault at .*: create it first/);
  writeFileSync(file, "");
  expect(() => EmbeddedVault.open(options)).toThrow(/there is no vault at/);
  void EmbeddedVault.create(options).close();
  expect(() => EmbeddedVault.create(options)).toThrow(/there is a vault at .* already/);
  void EmbeddedVault.open(options).close();
});

test("a wrong key is named, and opens nothing", async () => {
  const { vault, file, home } = embedded();
  await vault.set("okta", "api_token", secret(canary));
  const wrong = VaultKey.generate();
  const keys = keySourceFrom({ ARX_VAULT_KEY: wrong.export().reveal() }, home);
  const open = (): EmbeddedVault => EmbeddedVault.open({ file, keys });
  expect(open).toThrow(/is encrypted under the key [0-9a-f]{32}, and ARX_VAULT_KEY holds [0-9a-f]{32}/);
  expect(open).toThrow(
    expect.objectContaining({ code: "vault_key", message: expect.stringContaining(wrong.id) }),
  );
});

/** Statements that somebody who can write the file, and has no key, could run. */
const tampering: readonly (readonly [string, string])[] = [
  [
    "two values swapped",
    "UPDATE entry SET field = CASE field WHEN 'a' THEN 'zz' ELSE 'a' END; UPDATE entry SET field = 'b' WHERE field = 'zz'",
  ],
  ["a value moved to another path", "UPDATE entry SET path = 'other' WHERE field = 'a'"],
  ["an entry deleted", "DELETE FROM entry WHERE field = 'a'"],
  ["all entries deleted", "DELETE FROM entry"],
  ["an entry copied", "INSERT INTO entry SELECT 'other', field, version, nonce, ciphertext, tag FROM entry"],
  ["a version changed", "UPDATE entry SET version = version + 1"],
  ["a tag changed", "UPDATE entry SET tag = zeroblob(16)"],
  ["a tag cut", "UPDATE entry SET tag = substr(tag, 1, 4)"],
  ["the seal emptied", "UPDATE vault SET seal = x''"],
  ["the vault's id changed", "UPDATE vault SET id = 'ffffffffffffffff'"],
  ["the head deleted", "DELETE FROM vault"],
  ["a ciphertext changed", "UPDATE entry SET ciphertext = zeroblob(length(ciphertext))"],
  ["a nonce changed", "UPDATE entry SET nonce = zeroblob(12)"],
  ["another format", "PRAGMA user_version = 2"],
];

test.each(tampering)("a file with %s gives no value", async (_name, sql) => {
  const { vault, file, home, keys } = embedded();
  await vault.set("okta", "a", secret("1"));
  await vault.set("okta", "b", secret("2"));
  const { id } = new DatabaseSync(file).prepare("SELECT id FROM vault").get() as { id: string };
  const key = keys.load(id)[0] as VaultKey;
  await vault.close();
  new DatabaseSync(file).exec(sql);
  const read = async (): Promise<unknown> =>
    EmbeddedVault.open({ file, keys: keySourceFrom({ ARX_VAULT_KEY: key.export().reveal() }, home) }).read(
      "okta",
    );
  await expect(read()).rejects.toMatchObject({
    code: "vault_corrupt",
    message: expect.stringContaining(file),
  });
});

test("two values swapped are noticed even under a seal that was made anew", async () => {
  const { vault, file, keys } = embedded();
  await vault.set("okta", "a", secret("1"));
  await vault.set("okta", "b", secret("2"));
  const { id } = snapshot(file);
  const key = keys.load(id)[0] as VaultKey;
  const db = new DatabaseSync(file);
  db.exec("UPDATE entry SET field = 'c' WHERE field = 'a'; UPDATE entry SET field = 'a' WHERE field = 'b'");
  db.exec("UPDATE entry SET field = 'b' WHERE field = 'c'");
  const entries = db
    .prepare("SELECT path, field, version, lower(hex(tag)) AS tag FROM entry ORDER BY field")
    .all();
  const seal = key.seal(JSON.stringify([id, key.id, entries.map((entry) => Object.values(entry))]));
  db.prepare("UPDATE vault SET seal = ?").run(seal);
  await expect(vault.read("okta")).rejects.toMatchObject({
    code: "vault_corrupt",
    message: expect.stringContaining("the value of okta a is not what was written"),
  });
});

test("an entry put back as it was before is noticed", async () => {
  const { vault, file } = embedded();
  await vault.set("okta", "api_token", secret("old"));
  const db = new DatabaseSync(file);
  db.exec("CREATE TABLE saved AS SELECT * FROM entry");
  await vault.set("okta", "api_token", secret("new"));
  db.exec("DELETE FROM entry; INSERT INTO entry SELECT * FROM saved; DROP TABLE saved");
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_corrupt" });
});

const damage: readonly (readonly [string, (file: string) => void])[] = [
  ["overwritten by text", (file) => writeFileSync(file, "not a database\n".repeat(400))],
  ["cut in the middle", (file) => truncateSync(file, 5_000)],
  [
    "with pages of noise",
    (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 4_096);
      writeFileSync(file, bytes);
    },
  ],
  [
    "of another program",
    (file) => {
      unlinkSync(file);
      new DatabaseSync(file).exec("CREATE TABLE t (a)");
    },
  ],
];

test.each(damage)("a file that was %s is no vault, and is left as it is", async (_name, harm) => {
  const { vault, file, home, config } = embedded();
  await vault.set("okta", "api_token", secret(canary));
  await vault.close();
  harm(file);
  const before = readFileSync(file);
  const options = { file, keys: keySourceFrom({ XDG_CONFIG_HOME: config }, home) };
  expect(() => EmbeddedVault.open(options)).toThrow(expect.objectContaining({ code: "vault_corrupt" }));
  expect(() => EmbeddedVault.create(options)).toThrow(/can't be trusted|there is a vault/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("rotation keeps every value, changes the key and lets go of the old one", async () => {
  const { vault, file, open, keys, home } = embedded();
  await vault.set("okta", "api_token", secret("t"));
  await vault.set("okta", "domain", secret("d"));
  const other = open();
  expect(plain(await other.read("okta"))).toEqual({ domain: "d", api_token: "t" });
  const { id, tags } = snapshot(file);
  const old = keys.load(id)[0] as VaultKey;
  const keyId = await vault.rotateKey();
  expect(keyId).not.toBe(old.id);
  expect(keys.load(id).map((key) => key.id)).toEqual([keyId]);
  // `other` has the old key in memory, as a process that runs through the rotation has.
  const readings = await Promise.all(
    [vault, other, open()].map(async (each) => plain(await each.read("okta"))),
  );
  expect(readings).toEqual(["vault", "other", "new"].map(() => ({ domain: "d", api_token: "t" })));
  expect(tags.filter((bytes) => readFileSync(file).includes(Buffer.from(bytes)))).toEqual([]);
  const stale = keySourceFrom({ ARX_VAULT_KEY: old.export().reveal() }, home);
  expect(() => EmbeddedVault.open({ file, keys: stale })).toThrow(
    expect.objectContaining({ code: "vault_key" }),
  );
});

test("where people keep the keys, rotation waits for a new one, and changes nothing without", async () => {
  const [old, next] = [VaultKey.generate(), VaultKey.generate()];
  const { vault, file, open, home } = embedded({ ARX_VAULT_KEY: old.export().reveal() });
  await vault.set("okta", "api_token", secret("t"));
  await expect(vault.rotateKey()).rejects.toMatchObject({ code: "vault_key" });
  expect(plain(await open().read("okta"))).toEqual({ api_token: "t" });
  const both = { ARX_VAULT_KEY: `${old.export().reveal()}\n${next.export().reveal()}` };
  const prepared = EmbeddedVault.open({ file, keys: keySourceFrom(both, home) });
  expect(await prepared.rotateKey()).toBe(next.id);
  expect(plain(await prepared.read("okta"))).toEqual({ api_token: "t" });
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_key" });
  await prepared.close();
});

test("a rotation that meets a damaged value changes nothing", async () => {
  const { vault, file, keys } = embedded();
  await vault.set("okta", "a", secret("1"));
  await vault.set("okta", "b", secret("2"));
  new DatabaseSync(file).exec("UPDATE entry SET ciphertext = x'00' WHERE field = 'b'");
  const before = readFileSync(file);
  await expect(vault.rotateKey()).rejects.toMatchObject({ code: "vault_corrupt" });
  expect(readFileSync(file).equals(before)).toBe(true);
  const { id, keyId } = snapshot(file);
  expect(keys.load(id).map((key) => key.id)).toContain(keyId);
});

test("a value of another vault under the same key is not accepted", async () => {
  const env = { ARX_VAULT_KEY: VaultKey.generate().export().reveal() };
  const [one, two] = [embedded(env), embedded(env)];
  await one.vault.set("okta", "api_token", secret("one"));
  await two.vault.set("okta", "api_token", secret("two"));
  new DatabaseSync(one.file).exec(
    `ATTACH '${two.file}' AS two; DELETE FROM entry; INSERT INTO entry SELECT * FROM two.entry`,
  );
  await expect(one.vault.read("okta")).rejects.toMatchObject({ code: "vault_corrupt" });
});

test("a backup copied while the vault is idle opens elsewhere", async () => {
  const { vault, file, home, config } = embedded();
  await vault.set("okta", "api_token", secret("t"));
  const copy = join(home, "copy.db");
  copyFileSync(file, copy);
  const restored = EmbeddedVault.open({ file: copy, keys: keySourceFrom({ XDG_CONFIG_HOME: config }, home) });
  expect(plain(await restored.read("okta"))).toEqual({ api_token: "t" });
  await restored.close();
});

test.for([
  ["removed", (file: string) => unlinkSync(file)],
  ["replaced", (file: string) => (copyFileSync(file, `${file}.copy`), renameSync(`${file}.copy`, file))],
] as const)(
  "a vault whose file was %s beneath gives nothing of the past and keeps nothing",
  async ([, act]) => {
    const { vault, file } = embedded();
    await vault.set("okta", "api_token", secret("t"));
    act(file);
    await expect(vault.read("okta")).rejects.toMatchObject({
      ...{
        code: "vault_unavailable",
        retryable: false,
        message: expect.stringContaining("restart") as string,
      },
    });
    await expect(vault.set("okta", "api_token", secret("u"))).rejects.toMatchObject({ code: "vault_write" });
  },
);

test("a closed vault says so, and an aborted read does not start", async () => {
  const { vault } = embedded();
  const reason = new Error("enough");
  await expect(vault.read("okta", AbortSignal.abort(reason))).rejects.toBe(reason);
  await vault.close();
  await vault.close();
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_unavailable", retryable: false });
  await expect(vault.set("okta", "f", secret("v"))).rejects.toMatchObject({ code: "vault_write" });
});

test("no error of a vault shows a value", async () => {
  const { vault, file } = embedded();
  await vault.set("okta", "api_token", secret(canary));
  new DatabaseSync(file).exec("UPDATE entry SET nonce = zeroblob(12)");
  const errors = await Promise.all([
    vault.read("okta").catch((error: unknown) => error),
    vault.set("okta", "", secret(canary)).catch((error: unknown) => error),
    vault.set("okta", "f", secret(canary.repeat(9_999))).catch((error: unknown) => error),
  ]);
  expect(errors.every((error) => error instanceof Error)).toBe(true);
  expect(inspect(errors, { showHidden: true, depth: Infinity })).not.toContain(canary);
});

function snapshot(file: string): { id: string; keyId: string; tags: readonly Uint8Array[] } {
  const db = new DatabaseSync(file);
  const { id, key_id: keyId } = db.prepare("SELECT id, key_id FROM vault").get() as {
    id: string;
    key_id: string;
  };
  const tags = db.prepare("SELECT tag FROM entry").all() as { tag: Uint8Array }[];
  db.close();
  return { id, keyId, tags: tags.map(({ tag }) => tag) };
}

/** All that a vault holds: two paths and the listing. */
async function seen(each: EmbeddedVault): Promise<unknown> {
  return [plain(await each.read("okta")), plain(await each.read("okta/prod")), await each.list()];
}

test("a place where no file can be made is named, and nothing is tried again", () => {
  const { home, root, config } = folders();
  const blocked = join(root, "blocked");
  writeFileSync(blocked, "a file");
  const keys = keySourceFrom({ XDG_CONFIG_HOME: config }, home);
  expect(() => EmbeddedVault.create({ file: join(blocked, "vault.db"), keys })).toThrow(
    expect.objectContaining({
      code: "vault_write",
      retryable: false,
      message: expect.stringContaining("blocked/vault.db can't be made (") as string,
    }),
  );
});

test("a fault that has no remedy of ours is told in the database's own words", async () => {
  const { vault, file } = embedded();
  await vault.set("okta", "api_token", secret("t"));
  new DatabaseSync(file).exec("DROP TABLE entry");
  await expect(vault.read("okta")).rejects.toMatchObject({
    code: "vault_unavailable",
    message: expect.stringContaining("no such table: entry") as string,
  });
});
