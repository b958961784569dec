import {
  chmodSync,
  chownSync,
  lstatSync,
  renameSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { VaultKeyError } from "../../src/errors/vault-key-error.ts";
import { type KeySource, keySourceFrom } from "../../src/vault/key-source.ts";
import { KeyFile } from "../../src/vault/key-file.ts";
import { VaultKey } from "../../src/vault/key.ts";
import { folders } from "./bench.ts";

const vaultId = "0123456789abcdef";

function bench(env: NodeJS.ProcessEnv = {}): { home: string; root: string; path: string; keys: KeySource } {
  const { home, root, config } = folders();
  const keys = keySourceFrom({ XDG_CONFIG_HOME: config, ...env }, home);
  return { home, root, keys, path: join(config, "arx/keys", `${vaultId}.key`) };
}

// Windows has no such modes: there, what a user's folder holds is that user's by its access list.
const noModes = process.platform === "win32";

function ids(keys: KeySource): readonly string[] {
  return keys.load(vaultId).map(({ id }) => id);
}

test.skipIf(noModes)("a key file is made in the config folder, for its owner alone, and read again", () => {
  const { keys, path } = bench();
  const made = keys.ensure(vaultId);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(readFileSync(path, "utf8")).toBe(`${made.export().reveal()}\n`);
  expect(ids(keys)).toEqual([made.id]);
  expect(keys.ensure(vaultId).id).toBe(made.id);
});

test("without XDG_CONFIG_HOME, or with a relative one, keys lie in ~/.config", () => {
  const { home } = bench();
  for (const env of [{}, { XDG_CONFIG_HOME: "somewhere" }]) {
    expect(keySourceFrom(env, home).describe(vaultId)).toMatch(
      /[/\\]\.config[/\\]arx[/\\]keys[/\\]0123456789abcdef\.key$/,
    );
  }
});

test.skipIf(noModes).each([0o640, 0o604, 0o620, 0o601, 0o660])(
  "a key file of mode %o is refused and its key not used",
  (mode) => {
    const { keys, path } = bench();
    keys.ensure(vaultId);
    chmodSync(path, mode);
    expect(() => keys.load(vaultId)).toThrow(/is open to others \(mode 0\d{3}\): `chmod 600` it/);
    expect(() => keys.ensure(vaultId)).toThrow(VaultKeyError);
  },
);

// Only root can give a file away.
test.runIf(process.geteuid?.() === 0)("a key file of another user is refused", () => {
  const { keys, path } = bench();
  keys.ensure(vaultId);
  chownSync(path, 65_534, 65_534);
  expect(() => keys.load(vaultId)).toThrow(/belongs to another user \(id 65534\)/);
});

test("a key inside the Arx home is neither made nor read, through a link either", () => {
  const { home, root } = bench();
  const inside = join(home, "keys/a.key");
  const link = join(root, "link.key");
  expect(() => keySourceFrom({ ARX_VAULT_KEY_FILE: inside }, home).ensure(vaultId)).toThrow(
    /lies inside .* beside the data/,
  );
  expect(existsSync(inside)).toBe(false);
  mkdirSync(dirname(inside), { recursive: true });
  writeFileSync(inside, VaultKey.generate().export().reveal(), { mode: 0o600 });
  symlinkSync(inside, link);
  for (const path of [inside, link]) {
    expect(() => keySourceFrom({ ARX_VAULT_KEY_FILE: path }, home).load(vaultId)).toThrow(/lies inside/);
  }
});

test("a folder whose name only starts like the home's is outside of it", () => {
  const { home } = bench();
  const keys = keySourceFrom({ ARX_VAULT_KEY_FILE: `${home}-keys/a.key` }, home);
  expect(keys.ensure(vaultId).id).toBe(keys.load(vaultId)[0]?.id);
});

test("a missing key file says where it was looked for", () => {
  const { keys, path } = bench();
  expect(() => keys.load(vaultId)).toThrow(`the key file ${path} can't be read (ENOENT)`);
});

test("a key that exists is not written over", () => {
  const { home, root } = bench();
  const path = join(root, "dangling.key");
  symlinkSync(join(root, "nowhere"), path);
  expect(() => keySourceFrom({ ARX_VAULT_KEY_FILE: path }, home).ensure(vaultId)).toThrow(
    /can't be made \(EEXIST\)/,
  );
});

const malformed: readonly (readonly [string, string])[] = [
  ["empty", ""],
  ["blank", " \n"],
  ["too short", Buffer.alloc(31, 7).toString("base64")],
  ["too long", Buffer.alloc(33, 7).toString("base64")],
  ["hex", Buffer.alloc(32, 7).toString("hex")],
  ["base64url", Buffer.alloc(32, 0xff).toString("base64url")],
  ["not canonical", `${Buffer.alloc(32, 7).toString("base64").slice(0, 42)}d=`],
];

test.each(malformed)("a key that is %s is refused, and not shown", (_name, text) => {
  const { home, root } = bench();
  const path = join(root, "bad.key");
  writeFileSync(path, text, { mode: 0o600 });
  const attempts = [
    () => keySourceFrom({ ARX_VAULT_KEY_FILE: path }, home).load(vaultId),
    () => keySourceFrom({ ARX_VAULT_KEY: text }, home).load(vaultId),
  ];
  for (const attempt of attempts) {
    expect(attempt).toThrow(VaultKeyError);
    const shown = inspect(thrown(attempt), { showHidden: true, depth: Infinity });
    expect(text.trim() !== "" && shown.includes(text)).toBe(false);
  }
});

test("keys that people keep are rotated to the newest, and never written", () => {
  const { home, root } = bench();
  const [old, next] = [VaultKey.generate(), VaultKey.generate()];
  const text = `${old.export().reveal()} ${next.export().reveal()}`;
  const path = join(root, "given.key");
  writeFileSync(path, text, { mode: 0o600 });
  for (const env of [{ ARX_VAULT_KEY: text }, { ARX_VAULT_KEY_FILE: path }]) {
    const keys = keySourceFrom(env, home);
    expect(ids(keys)).toEqual([old.id, next.id]);
    expect(keys.ensure(vaultId).id).toBe(next.id);
    expect(keys.next(vaultId, old.id).id).toBe(next.id);
    expect(() => keys.next(vaultId, next.id)).toThrow(
      /holds no newer key than [0-9a-f]{32}: put one after it/,
    );
    keys.keepOnly(vaultId, next.id);
  }
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("the environment must name the key once, and a file by its absolute path", () => {
  const { home } = bench();
  expect(() => keySourceFrom({ ARX_VAULT_KEY: "a", ARX_VAULT_KEY_FILE: "/b" }, home)).toThrow(/both set/);
  expect(() => keySourceFrom({ ARX_VAULT_KEY_FILE: "b" }, home)).toThrow(/no absolute path/);
});

test("a vault's own key file takes the next key, and lets go of the old one", () => {
  const { keys, path } = bench();
  const old = keys.ensure(vaultId);
  const next = keys.next(vaultId, old.id);
  expect(ids(keys)).toEqual([old.id, next.id]);
  // As after a rotation that was killed before it used the key.
  expect(keys.next(vaultId, old.id).id).toBe(next.id);
  expect(() => keys.keepOnly(vaultId, "f".repeat(32))).toThrow(/does not hold the key/);
  writeFileSync(`${path}.draft`, "of a process that was killed", { mode: 0o600 });
  keys.keepOnly(vaultId, next.id);
  expect(readFileSync(path, "utf8")).toBe(`${next.export().reveal()}\n`);
  if (!noModes) expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(existsSync(`${path}.draft`)).toBe(false);
});

test("a link to a vault's own key file stays a link", () => {
  const { keys, path, root } = bench();
  const old = keys.ensure(vaultId);
  const target = join(root, "target.key");
  renameSync(path, target);
  symlinkSync(target, path);
  const next = keys.next(vaultId, old.id);
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, "utf8").split("\n")).toContain(next.export().reveal());
});

test("a value opens under its own key and context alone", () => {
  const [key, other] = [VaultKey.generate(), VaultKey.generate()];
  const sealed = key.encrypt(Buffer.from("value"), "context");
  expect(key.decrypt(sealed, "context").toString()).toBe("value");
  expect(() => key.decrypt(sealed, "context2")).toThrow(/authenticate/);
  expect(() => other.decrypt(sealed, "context")).toThrow(/authenticate/);
  expect(() => key.decrypt({ ...sealed, tag: sealed.tag.subarray(0, 4) }, "context")).toThrow(/tag length/);
});

test("a key shows its id and nothing else, and two keys have two ids", () => {
  const key = VaultKey.generate();
  const text = key.export().reveal();
  const shown = inspect(key, { showHidden: true, depth: Infinity }) + JSON.stringify(key);
  expect(shown).toContain(key.id);
  expect(shown).not.toContain(text);
  expect(VaultKey.parse(text, "here").id).toBe(key.id);
  expect(VaultKey.generate().id).not.toBe(key.id);
});

function thrown(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test("a key file is made for a home that is not there yet", () => {
  const { root } = bench();
  const file = new KeyFile(join(root, "keys/one.key"), join(root, "nowhere"));
  file.create("the key\n");
  expect(file.read()).toBe("the key\n");
});
