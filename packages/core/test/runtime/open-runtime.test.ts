import { chmod, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { homeAt } from "../../src/runtime/home.ts";
import { openRuntime, type RuntimeOptions } from "../../src/runtime/open-runtime.ts";
import { openStore } from "../../src/runtime/open-store.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { catalog } from "../support/doors.ts";
import { CountingVault, type House, house, log, rejection } from "../support/house.ts";

/** Counts how often it was closed, and may refuse to. */
class ClosingVault extends CountingVault {
  closed = 0;
  refuses = false;

  override async close(): Promise<void> {
    this.closed += 1;
    if (this.refuses) throw new Error("the vault can't be closed");
  }
}

const channel = { name: "pager", announce: async () => undefined };

const hindrances: [
  string,
  { prepare?: (home: House) => Promise<void>; options?: Partial<RuntimeOptions> },
][] = [
  ["a wrong policy", { prepare: (home) => home.policy("- nonsense") }],
  ["two channels of one name", { options: { channels: [channel, channel] } }],
  ["a time limit that is none", { options: { approvals: { decideMs: 0 } } }],
  ["a share of the limits that is none", { options: { quota: { reserve: 2 } } }],
  ["a number of requests that is none", { options: { quota: { concurrency: { doors: 0 } } } }],
];

test.for(hindrances)(
  "where %s keeps a runtime from opening, what was open is closed",
  async ([, hindrance]) => {
    await using home = await house();
    await hindrance.prepare?.(home);
    const vault = new ClosingVault(home.key.origin);
    const store = SqliteStore.open({ file: homeAt(home.key.folder).store });
    const before = process.getActiveResourcesInfo().filter((kind) => kind === "FSEvent");
    await rejection(home.open({ vault, store, ...hindrance.options }));
    expect(vault.closed).toBe(1);
    expect(await rejection(store.orgs())).toMatchObject({ code: "store_unavailable" });
    expect(process.getActiveResourcesInfo().filter((kind) => kind === "FSEvent")).toEqual(before);
  },
);

test("what can't be closed hides neither why a runtime did not open, nor keeps the rest open", async () => {
  await using home = await house();
  const vault = new ClosingVault(home.key.origin);
  vault.refuses = true;
  const store = SqliteStore.open({ file: homeAt(home.key.folder).store });
  expect(await rejection(home.open({ vault, store, quota: { reserve: 2 } }))).toBeInstanceOf(RangeError);
  expect(await rejection(store.orgs())).toMatchObject({ code: "store_unavailable" });
});

test("the log of a home is read without a runtime, through whatever store is the home's", async () => {
  await using home = await house();
  const runtime = await home.open();
  await runtime.enter("acme");
  await runtime.close();
  const store = await openStore(homeAt(home.key.folder));
  expect(await store.orgs()).toEqual(["acme"]);
  await store.close();
});

test("closing a runtime says what could not be closed, and closes the rest", async () => {
  await using home = await house();
  const vault = new ClosingVault(home.key.origin);
  const { folder, env } = home.key;
  const runtime = await openRuntime({ catalogs: [catalog], home: folder, env, vault });
  vault.refuses = true;
  const [once, again] = [runtime.close(), runtime.close()];
  expect(await rejection(once)).toMatchObject({ message: "the vault can't be closed" });
  expect(await rejection(again)).toBe(await rejection(once));
  expect(vault.closed).toBe(1);
  expect(await rejection(runtime.store.orgs())).toMatchObject({ code: "store_unavailable" });
  // SQLite takes its journal away with the last connection.
  expect(await readdir(home.key.folder)).not.toContain("arx.db-wal");
});

test("a runtime knows of a reload that failed while it watched, and of the one that mended it", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { policy } = runtime.health();
  expect(runtime.health()).toEqual({ ok: true, policy: { ...policy, policySet: runtime.policy.hash } });
  expect(policy).not.toHaveProperty("failure");

  await home.policy("- nonsense", "more.yaml");
  await vi.waitFor(() => expect(runtime.health().ok).toBe(false), { timeout: 20_000 });
  expect(runtime.health()).toMatchObject({
    policy: { ...policy, failure: { diagnostics: [{ file: join(home.policies, "more.yaml"), line: 1 }] } },
  });

  await rm(join(home.policies, "more.yaml"));
  await vi.waitFor(() => expect(runtime.health()).toEqual({ ok: true, policy }), { timeout: 20_000 });
});

// Windows has no such modes.
test.skipIf(process.platform === "win32")(
  "a home that is named in code is held to the rules of one that is found, and each of its policies to them",
  async () => {
    await using home = await house();
    const { folder } = home.key;
    const untrusted: [string, number, string][] = [
      [folder, 0o700, "runtime_not_ready"],
      [home.policies, 0o700, "runtime_not_ready"],
      [join(home.policies, "policy.yaml"), 0o600, "policy_load"],
    ];
    for (const [path, mode, code] of untrusted) {
      await chmod(path, mode | 0o022);
      expect(await rejection(home.open())).toMatchObject({
        code,
        message: expect.stringContaining(`-w ${path}`) as string,
      });
      await chmod(path, mode);
    }
    expect(await home.open()).toBeDefined();
  },
);

test("closing a runtime cuts off the reads that are under way, and puts on record how they ended", async () => {
  await using home = await house();
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  home.building.intercept(() => {
    resolve();
    return { status: 200, bodyAfter: new Promise(() => {}) };
  });
  const runtime = await home.open();
  const reading = rejection(home.doors(runtime).execute("doors:read_detail", { doorId: "d1" }));
  await asked;
  await runtime.close();
  expect(await reading).toMatchObject({ code: "api_unreachable" });
  expect((await log(await home.open())).at(-1)).toMatchObject({ kind: "outcome", outcome: "failure" });
  expect(home.building.server.requests.length).toBe(1);
});
