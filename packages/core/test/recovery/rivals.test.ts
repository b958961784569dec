import { hostname } from "node:os";
import { expect, test } from "vitest";
import { Recovery } from "../../src/recovery/recovery.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import type { OpenAction } from "../../src/store/store.ts";
import { SetClock } from "../support/clock.ts";
import { alice, bob, type House, house, log, rejection } from "../support/house.ts";

// Processes that share a store see the same thing at the same time; each truth is written down once.

/** An action whose process is gone, in a home that two runtimes share. */
async function abandoned(home: House, clock: SetClock): Promise<[Runtime, Runtime]> {
  const runtimes: [Runtime, Runtime] = [await home.open({ clock }), await home.open({ clock })];
  const action: OpenAction = {
    ...{ actionId: "a1", orgId: "acme", agentId: "agent-1", connector: "doors", operation: "doors:create" },
    ...{ sealedAction: "", host: hostname(), pid: process.pid, endsBy: clock.now() + 60_000 },
    startedAt: Math.floor(performance.timeOrigin) - 1,
  };
  await runtimes[0].store.commit([{ do: "begin", action }]);
  return runtimes;
}

test("of two that find an action abandoned, one writes it down and both list it", async () => {
  await using home = await house();
  const runtimes = await abandoned(home, new SetClock());
  const lists = await Promise.all(runtimes.map((runtime) => new Recovery(runtime, []).list("acme")));
  expect(lists.map((list) => list.map(({ actionId }) => actionId))).toEqual([["a1"], ["a1"]]);
  expect(await log(runtimes[0])).toMatchObject([{ kind: "outcome", outcome: "unknown", actionId: "a1" }]);
});

test("of two people who settle an outcome differently at once, one is heard and the other is told", async () => {
  await using home = await house();
  const runtimes = await abandoned(home, new SetClock());
  const [first, second] = runtimes.map((runtime) => new Recovery(runtime, []));
  await first!.list("acme");
  const ends = await Promise.allSettled([
    first!.settle("a1", alice, "happened", "I saw it"),
    second!.settle("a1", bob, "did_not_happen", "I saw nothing"),
  ]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(ends.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "not_in_doubt" },
  });
  expect((await log(runtimes[0])).filter(({ kind }) => kind === "settlement")).toHaveLength(1);
});

test("of two that see a request's time pass, one writes it down and both see it expired", async () => {
  await using home = await house();
  const clock = new SetClock();
  const [first, second] = [await home.open({ clock }), await home.open({ clock })];
  const { approvalId } = await rejection(home.doors(first).execute("doors:delete", { doorId: "d1" }));
  clock.move(first.approvals.limits.decideMs);
  const seen = await Promise.all([first.approvals.get(approvalId), second.approvals.get(approvalId)]);
  expect(seen.map(({ state }) => state)).toEqual(["expired", "expired"]);
  const ends = (await log(first)).filter(({ details }) => details["state"] === "expired");
  expect(ends).toHaveLength(1);
});
