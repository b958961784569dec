import { spawn } from "node:child_process";
import { chmodSync, chownSync, closeSync, openSync, readdirSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { verifyAudit } from "../../src/audit/verify.ts";
import { homeAt } from "../../src/runtime/home.ts";
import { type House, house } from "../support/house.ts";
import { Kv2Server } from "../vault/kv2-server.ts";

// Whatever is wrong with the store, a call says so, reads no credential and sends nothing.

vi.setConfig({ testTimeout: 60_000 });

const program = fileURLToPath(new URL("../support/strained-child.ts", import.meta.url));

interface Said {
  readonly tried: number;
  readonly refusals: readonly { readonly tried: number; readonly code: string; readonly message: string }[];
}

/** A home with a log, and a vault that is asked over a socket. */
async function bench() {
  const home = await house();
  const before = await home.open();
  for (let i = 0; i < 20; i += 1) await home.doors(before).execute("doors:create", { name: "Side door" });
  await before.close();
  home.building.server.requests.length = 0;
  const vault = await Kv2Server.start({
    intercept: ({ url }) => {
      const data = { address: home.building.origin, token: "the-token-of-the-building" };
      return url.includes("/data/") ? [200, { data: { data, metadata: {} } }] : undefined;
    },
  });
  vault.tokens.set("t", true);
  return {
    home,
    vault,
    file: homeAt(home.key.folder).store,
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}

type Bench = Awaited<ReturnType<typeof bench>>;

/** Executes in a process of its own, whose files may be so large, or as another user. */
async function execute(
  { home, vault }: Bench,
  { most = 1, limitKiB, uid }: { most?: number; limitKiB?: number; uid?: number } = {},
): Promise<Said> {
  const limit = limitKiB === undefined ? "" : `ulimit -f ${limitKiB};`;
  const args = ["-c", `${limit} exec "$0" "$@"`, process.execPath, "--conditions=@arx/source", program];
  const child = spawn("bash", [...args, String(most)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...{ ...process.env, ...home.key.env, ARX_HOME: home.key.folder },
      ...{ ARX_VAULT: "kv2", VAULT_ADDR: vault.address, VAULT_TOKEN: "t" },
    },
    ...(uid !== undefined && { uid }),
  });
  return JSON.parse(await text(child.stdout)) as Said;
}

/** The credentials that were read, by their number. */
const read = ({ vault }: Bench): number[] =>
  vault.paths.flatMap((path) => /doors-(\d+)$/.exec(path)?.[1] ?? []).map(Number);
/** The calls that were sent, by their number. */
const sent = ({ building }: House): number[] =>
  building.writes().map(({ body }) => Number.parseInt((body as { name: string }).name, 10));

test("a disk that is full refuses calls before a credential is read or anything is sent, and loses nothing", async () => {
  await using b = await bench();
  const { tried, refusals } = await execute(b, { most: 200, limitKiB: 600 });
  expect(refusals).toHaveLength(5);
  for (const refusal of refusals.slice(1)) {
    expect(refusal).toMatchObject({
      ...{ code: "store_unavailable", message: expect.stringMatching(/disk .*full/) as string },
    });
    expect(read(b)).not.toContain(refusal.tried);
    expect(sent(b.home)).not.toContain(refusal.tried);
  }
  // Of what was done before, every call is on record.
  expect(sent(b.home)).toEqual(Array.from({ length: sent(b.home).length }, (_, at) => at + 1));
  expect(sent(b.home).length).toBeGreaterThanOrEqual(Math.max(1, tried - 5));
  const { store } = await b.home.open();
  expect(await verifyAudit(store, "acme")).toMatchObject({ intact: true });
  let intents = 0;
  for await (const { record } of store.audit({ orgId: "acme", kind: "intent" }))
    intents += Number(record.seq > 0);
  expect(intents - 20).toBeGreaterThanOrEqual(sent(b.home).length);
});

/** Gives all that a home consists of to another user, as far as this one may. */
function giveAway(folder: string, uid: number): void {
  chownSync(folder, uid, uid);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    chownSync(join(folder, name), uid, uid);
}

/** Writes garbage over a part of a file, to its end if nothing else is said. */
function overwrite(file: string, from: number, length = statSync(file).size - from): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, new Uint8Array(length).fill(0xa5), 0, length, from);
  closeSync(descriptor);
}

const damages: [string, { damage: (file: string) => void; says: string }][] = [
  ["may only be read", { damage: (file) => chmodSync(file, 0o444), says: "read-only" }],
  ["is no database any more", { damage: (file) => overwrite(file, 0, 64), says: "it is not a database" }],
  ["is damaged behind its first page", { damage: (file) => overwrite(file, 4_096), says: "it is damaged" }],
];

test.for(damages)(
  "a store that %s refuses a call, reads no credential and sends nothing",
  async ([, { damage, says }]) => {
    await using b = await bench();
    damage(b.file);
    // Nothing is forbidden to root: let somebody else try.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    if (uid !== undefined) giveAway(dirname(b.home.key.folder), uid);
    const { refusals } = await execute(b, uid === undefined ? {} : { uid });
    expect(refusals).toMatchObject([
      { code: "store_unavailable", message: expect.stringContaining(says) as string },
    ]);
    expect(read(b)).toEqual([]);
    expect(b.home.building.server.requests).toEqual([]);
  },
);
