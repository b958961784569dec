import { hostname } from "node:os";
import { expect, test } from "vitest";
import { ApprovalNotFoundError } from "../../src/errors/approval-not-found-error.ts";
import { StoreUnavailableError } from "../../src/errors/store-unavailable-error.ts";
import { Recovery } from "../../src/recovery/recovery.ts";
import { homeAt } from "../../src/runtime/home.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { OpenAction } from "../../src/store/store.ts";
import { SetClock } from "../support/clock.ts";
import { alice, house, log, rejection } from "../support/house.ts";
import { tapped } from "../support/tap.ts";

/** A home with a request that waits and an action that was abandoned, on a store that can be made to fail. */
async function bench() {
  const home = await house();
  const clock = new SetClock();
  const disk = { full: false };
  const before = (): void => {
    if (disk.full) throw new StoreUnavailableError("the disk is full");
  };
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), { before });
  const runtime = await home.open({ clock, store });
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  const action: OpenAction = {
    ...{ actionId: "a1", orgId: "acme", agentId: "agent-1", connector: "doors", sealedAction: "" },
    ...{ operation: "doors:create", host: hostname(), pid: process.pid, endsBy: clock.now() + 60_000 },
    startedAt: Math.floor(performance.timeOrigin) - 1,
  };
  await store.commit([{ do: "begin", action }]);
  return { home, clock, disk, runtime, approvalId, [Symbol.asyncDispose]: () => home[Symbol.asyncDispose]() };
}

type Bench = Awaited<ReturnType<typeof bench>>;
const recovery = (runtime: Runtime): Recovery => new Recovery(runtime, []);

const attempts: [string, (b: Bench) => Promise<unknown>][] = [
  ["a vote", ({ runtime, approvalId }) => runtime.approvals.vote(approvalId, alice, "approve", "go")],
  [
    "a time limit that has passed",
    ({ runtime, clock, approvalId }) => {
      clock.move(runtime.approvals.limits.decideMs);
      return runtime.approvals.get(approvalId);
    },
  ],
  ["that an action was abandoned", ({ runtime }) => recovery(runtime).list("acme")],
];

test.for(attempts)("%s that can't be recorded is an error, and counts for nothing", async ([, attempt]) => {
  await using b = await bench();
  const records = await log(b.runtime);
  b.disk.full = true;
  expect(await rejection(attempt(b))).toMatchObject({ code: "store_unavailable" });
  expect(await b.runtime.store.approval(b.approvalId)).toMatchObject({ state: "pending", votes: [] });
  expect(await log(b.runtime)).toEqual(records);
  b.disk.full = false;
  await attempt(b);
  expect((await log(b.runtime)).length).toBeGreaterThan(records.length);
});

test("a settlement that can't be recorded settles nothing", async () => {
  await using b = await bench();
  await recovery(b.runtime).list("acme");
  const settle = () => recovery(b.runtime).settle("a1", alice, "happened", "I saw it");
  b.disk.full = true;
  expect(await rejection(settle())).toMatchObject({ code: "store_unavailable" });
  expect(await recovery(b.runtime).list("acme")).toMatchObject([{ actionId: "a1" }]);
  b.disk.full = false;
  await settle();
  expect(await recovery(b.runtime).list("acme")).toEqual([]);
});

test("a request that nobody made is not found, whatever is asked of it", async () => {
  await using b = await bench();
  const doors = b.home.doors(b.runtime);
  for (const asked of [
    () => b.runtime.approvals.get("apr_none"),
    () => b.runtime.approvals.vote("apr_none", alice, "approve", "go"),
    () => doors.resume("apr_none"),
  ])
    expect(await rejection(asked())).toBeInstanceOf(ApprovalNotFoundError);
  expect(b.home.building.server.requests).toEqual([]);
});
