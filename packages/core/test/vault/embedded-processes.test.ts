import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { EmbeddedVault } from "../../src/vault/embedded.ts";
import { keySourceFrom } from "../../src/vault/key-source.ts";
import { embedded, type Folders, folders, plain, secret } from "./bench.ts";

// Processes start as fast as the machine lets them.
vi.setConfig({ testTimeout: 60_000 });

const program = join(import.meta.dirname, "embedded-child.ts");

/** Starts another process on the same vault; `limitKiB` bounds the size of any file that it writes. */
function child(mode: string, { file, config }: Folders, argument = "", limitKiB?: number): ChildProcess {
  const limit = limitKiB === undefined ? "" : `ulimit -f ${limitKiB};`;
  const command = ["-c", `${limit} exec "$0" "$@"`, process.execPath, program, mode, file, argument];
  const started = spawn("bash", command, {
    env: { ...process.env, XDG_CONFIG_HOME: config },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void started.kill("SIGKILL"));
  return started;
}

async function ended(process: ChildProcess): Promise<readonly [number | null, string | null]> {
  const [code, signal] = await once(process, "close");
  return [code, signal];
}

/** How many keys all key files hold. */
function keyCount({ config }: Folders): number {
  const folder = join(config, "arx/keys");
  return readdirSync(folder).reduce(
    (sum, name) => sum + readFileSync(join(folder, name), "utf8").split("\n").length - 1,
    0,
  );
}

test("two processes that write at once lose nothing of each other", async () => {
  const { open, ...place } = embedded();
  const codes = await Promise.all(["left", "right"].map(async (name) => ended(child("set", place, name))));
  expect(codes).toEqual([
    [0, null],
    [0, null],
  ]);
  const expected = ["left", "right"].flatMap((name) =>
    Array.from({ length: 20 }, (_, i) => [`${name}_${i}`, `${name} ${i}`]),
  );
  expect(plain(await open().read("shared"))).toEqual(Object.fromEntries(expected));
});

test("two processes that rotate the key at once, and one that writes, leave one key that opens all", async () => {
  const { vault, open, ...place } = embedded();
  await vault.set("okta", "api_token", secret("t"));
  const codes = await Promise.all([
    ended(child("rotate", place)),
    ended(child("rotate", place)),
    ended(child("set", place, "third")),
  ]);
  expect(codes).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
  const opened = open();
  expect(plain(await opened.read("okta"))).toEqual({ api_token: "t" });
  expect(Object.keys((await opened.read("shared")).fields)).toHaveLength(20);
  expect(keyCount(place)).toBe(1);
});

test.each(["before next", "after next", "before keepOnly", "after keepOnly"])(
  "a process killed in a rotation, %s, leaves a vault that opens and rotates",
  async (step) => {
    const { vault, open, ...place } = embedded();
    await vault.set("okta", "api_token", secret("t"));
    expect(await ended(child("die", place, step))).toEqual([null, "SIGKILL"]);
    const opened = open();
    expect(plain(await opened.read("okta"))).toEqual({ api_token: "t" });
    const next = await opened.rotateKey();
    expect(plain(await open().read("okta"))).toEqual({ api_token: "t" });
    expect(keyCount(place)).toBe(1);
    expect(next).toMatch(/^[0-9a-f]{32}$/);
  },
);

test.each([1, 2, 3, 4, 7, 12, 21])(
  "a process killed while it sets and rotates, after %i lines, leaves the old or the new state",
  async (lineCount) => {
    const { vault, open, ...place } = embedded();
    await vault.set("okta", "api_token", secret("t"));
    await vault.set("okta", "counter", secret("0"));
    const process = child("churn", place);
    const lines: string[] = [];
    createInterface({ input: process.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      if (lines.push(line) === lineCount) process.kill("SIGKILL");
    });
    expect(await ended(process)).toEqual([null, "SIGKILL"]);
    const last = (step: string): number =>
      Number(lines.findLast((line) => line.startsWith(step))?.slice(step.length) ?? 0);
    const opened = open();
    const { api_token: token, counter } = plain(await opened.read("okta"));
    // Whoever said "rotate n" had set n; whoever said "set n" may have.
    expect([last("rotate "), last("set ")]).toContain(Number(counter));
    expect(token).toBe("t");
    await opened.rotateKey();
    expect(plain(await open().read("okta"))).toEqual({ api_token: token, counter });
    expect(keyCount(place)).toBe(1);
  },
);

test("a disk that is full takes no key, whole or in part", async () => {
  const { home, root } = folders();
  const path = join(root, "keys/one.key");
  const module = join(import.meta.dirname, "../../src/vault/key-file.ts");
  const script = `import { KeyFile } from ${JSON.stringify(module)};
    new KeyFile(${JSON.stringify(path)}, ${JSON.stringify(home)}).create("k".repeat(4096));`;
  const command = [
    "-c",
    `ulimit -f 1; exec "$0" "$@"`,
    process.execPath,
    "--input-type=module",
    "-e",
    script,
  ];
  const making = spawn("bash", command, { stdio: ["ignore", "ignore", "pipe"] });
  const [said, [code]] = await Promise.all([text(making.stderr), ended(making)]);
  expect(code).toBe(1);
  expect(said).toContain(`the key file ${path} can't be made (EFBIG)`);
  expect(readdirSync(join(root, "keys"))).toEqual([]);
});

test("a disk that is full fails the write, and keeps what there was", async () => {
  const { open, ...place } = embedded();
  const filling = child("fill", place, "", 64);
  const [said] = await Promise.all([text(filling.stdout as NodeJS.ReadableStream), ended(filling)]);
  const { code, message, kept, written } = JSON.parse(said);
  expect([code, message]).toEqual([
    "vault_write",
    expect.stringMatching(/can't be written: the disk .* full/),
  ]);
  expect(written).toBeGreaterThan(0);
  expect(kept).toBe(written);
  const opened = open();
  expect(Object.keys((await opened.read("okta")).fields)).toHaveLength(written);
  await opened.set("okta", "api_token", secret("t"));
  expect(plain(await open().read("okta"))).toMatchObject({ api_token: "t" });
});

test("of many processes that make a vault at once, one does", async () => {
  const place = folders();
  const said = await Promise.all(
    Array.from({ length: 4 }, async () => text(child("create", place).stdout as NodeJS.ReadableStream)),
  );
  expect(said.toSorted()).toEqual(["made\n", "vault_input\n", "vault_input\n", "vault_input\n"].toSorted());
  const keys = keySourceFrom({ XDG_CONFIG_HOME: place.config }, place.home);
  await EmbeddedVault.open({ file: place.file, keys }).close();
  expect(keyCount(place)).toBe(1);
});
