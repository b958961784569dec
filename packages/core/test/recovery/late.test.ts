import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { Recovery } from "../../src/recovery/recovery.ts";
import { homeAt } from "../../src/runtime/home.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { SecretBundle } from "../../src/vault/vault.ts";
import { SetClock } from "../support/clock.ts";
import { definition } from "../support/doors.ts";
import { alice, CountingVault, house, log, rejection } from "../support/house.ts";
import { work } from "../support/process.ts";
import { tapped } from "../support/tap.ts";

vi.setConfig({ testTimeout: 60_000 });

// What others may take for lost, settle and do again is not sent by a process that comes to it late.

test.skipIf(process.platform === "win32").for(["after decision+intent", "after vault-read"])(
  "a process that was stopped %s, and goes on once others settled its action and did it again, sends nothing",
  async (stopAt) => {
    await using home = await house();
    const { process: child, ended } = work({
      ...{ key: home.key, stopAt, execute: ["doors:create", { name: "Side door", floor: 3 }] },
    });
    await once(child.stdout!, "readable");
    const clock = new SetClock();
    const runtime = await home.open({ clock });
    const [open] = await runtime.store.openActions("acme");
    clock.move(open!.endsBy - clock.now());
    const recovery = new Recovery(runtime, [definition]);
    expect(await recovery.list("acme")).toMatchObject([{ actionId: open!.actionId }]);
    await recovery.settle(open!.actionId, alice, "did_not_happen", "the process hangs");
    await home.doors(runtime).execute("doors:create", { name: "Side door", floor: 3 });
    child.kill("SIGCONT");
    expect(await ended).toBe("action_overdue");
    expect(home.building.writes()).toHaveLength(1);
    expect((await log(runtime)).at(-1)).toMatchObject({
      ...{ kind: "outcome", outcome: "not_sent", actionId: open!.actionId },
    });
  },
);

test("a write whose time is over when its intent is on record opens no vault and sends nothing", async () => {
  await using home = await house();
  const clock = new SetClock();
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    after: (label) => {
      if (label === "decision+intent") clock.move(5_000);
    },
  });
  const runtime = await home.open({ clock, store, callTimeoutMs: 5_000 });
  expect(await rejection(home.doors(runtime).execute("doors:create", { name: "A" }))).toMatchObject({
    ...{ code: "action_overdue", message: expect.stringContaining("its time was over") as string },
  });
  expect(home.vault.reads).toBe(0);
  expect(home.building.server.requests).toEqual([]);
  expect(await runtime.store.openActions()).toEqual([]);
});

test.for([
  ["clock has passed its time", "its time was over"],
  ["outcome was found to be unknown", "others had taken it for lost"],
] as const)("a write whose %s while its credential was fetched is not sent", async ([how, why]) => {
  await using home = await house();
  const clock = new SetClock();
  class SlowVault extends CountingVault {
    override async read(path: string): Promise<SecretBundle> {
      const [open] = await runtime.store.openActions();
      if (how.startsWith("clock")) clock.move(runtime.callTimeoutMs);
      else await runtime.store.commit([{ do: "doubt", actionId: open!.actionId, at: clock.now() }]);
      return super.read(path);
    }
  }
  const runtime = await home.open({ clock, vault: new SlowVault(home.building.origin) });
  expect(await rejection(home.doors(runtime).execute("doors:create", { name: "A" }))).toMatchObject({
    ...{ code: "action_overdue", retryable: false, message: expect.stringContaining(why) as string },
  });
  expect(home.building.server.requests).toEqual([]);
  // That nothing was sent is certain, so nobody has to find it out.
  expect(await runtime.store.openActions()).toEqual([]);
  expect((await log(runtime)).at(-1)).toMatchObject({ kind: "outcome", outcome: "not_sent" });
});

test("a read is sent however late it is", async () => {
  await using home = await house();
  const clock = new SetClock();
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    after: (label) => {
      if (label === "decision") clock.move(3_600_000);
    },
  });
  const runtime = await home.open({ clock, store });
  await home.doors(runtime).execute("doors:read_detail", { doorId: "d1" });
  expect(home.building.server.requests).toHaveLength(1);
});
