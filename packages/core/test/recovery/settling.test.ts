import { hostname } from "node:os";
import { expect, test, vi } from "vitest";
import type { AuditRecord } from "../../src/audit/record.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import type { OpenAction } from "../../src/store/store.ts";
import { definition } from "../support/doors.ts";
import { type House, house, log } from "../support/house.ts";
import { work } from "../support/process.ts";

// Each starts a process of its own, which takes longer on a busy machine.
vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000 };

const settlements = async (runtime: Runtime): Promise<AuditRecord[]> =>
  (await log(runtime)).filter(({ kind }) => kind === "settlement");

/** A creation whose process was killed once the building had carried it out. */
async function killed(home: House): Promise<void> {
  const { process: child, ended } = work({ key: home.key, execute: ["doors:create", { name: "Side door" }] });
  home.building.intercept((request) => {
    home.building.answer(request);
    child.kill("SIGKILL");
    return { status: 500 };
  });
  expect(await ended).toBeUndefined();
  home.building.intercept(undefined);
}

test("what a killed process left unknown is settled by the next one that uses the connector, once", async () => {
  await using home = await house();
  await killed(home);
  const runtime = await home.open();
  await Promise.all(
    ["d1", "d2"].map((doorId) => home.doors(runtime).execute("doors:read_detail", { doorId })),
  );
  await expect.poll(() => settlements(runtime), patient).toHaveLength(1);
  const [settled] = await settlements(runtime);
  expect(settled).toMatchObject({
    ...{ operation: "doors:create", outcome: "success" },
    details: { fact: "happened", by: "reconcile", read: "doors:read" },
  });
  // Its read is an action as governed and recorded as any, in the name of the agent that was cut off.
  const read = (await log(runtime)).filter(({ actionId }) => actionId === settled!.details["readAction"]);
  expect(read.map(({ kind, agentId }) => [kind, agentId])).toEqual([
    ...["decision", "attempt", "attempt", "outcome"].map((kind) => [kind, "agent-1"]),
  ]);
  expect(await runtime.store.openActions()).toEqual([]);
  expect(home.building.writes()).toHaveLength(1);
});

test("no call fails because what became of others can't be found out, and they stay unknown", async () => {
  await using home = await house();
  await killed(home);
  home.building.intercept(({ path }) => (path === "/doors" ? { status: 500 } : undefined));
  const runtime = await home.open();
  const doors = home.doors(runtime);
  expect(await doors.execute("doors:read_detail", { doorId: "d1" })).toMatchObject({ id: "d1" });
  await expect
    .poll(async () => (await log(runtime)).filter(({ operation }) => operation === "doors:read"), patient)
    .toMatchObject([{ kind: "decision" }, { kind: "outcome", outcome: "failure" }]);
  expect(await settlements(runtime)).toEqual([]);
  expect(await runtime.store.openActions()).toHaveLength(1);
});

test("a runtime that is closed calls off what it was finding out, and that is on record", async () => {
  await using home = await house();
  await killed(home);
  const never = Promise.withResolvers<void>();
  home.building.intercept(({ path }) =>
    path === "/doors" ? { status: 200, body: {}, bodyAfter: never.promise } : undefined,
  );
  const runtime = await home.open();
  await home.doors(runtime).execute("doors:read_detail", { doorId: "d1" });
  await expect.poll(() => home.building.server.requests.map(({ path }) => path), patient).toContain("/doors");
  await runtime.close();
  runtime.settle(definition, "other");
  const after = await home.open();
  const reads = (await log(after)).filter(({ operation }) => operation === "doors:read");
  expect(reads.map(({ kind }) => kind)).toEqual(["decision", "outcome"]);
  expect(await settlements(after)).toEqual([]);
  never.resolve();
});

/** An action whose process is gone, and which may still come for a moment. */
function openAction({ sealer }: Runtime, actionId: string, operation: OpenAction["operation"]): OpenAction {
  const input = operation === "doors:lock" ? { doorId: "d1" } : { name: "Side door", floor: 3 };
  const action = {
    ...{ id: actionId, orgId: "acme", agentId: "agent-1", connector: "doors", connectorVersion: "1.0.0" },
    ...{ operation, input, risk: "medium", vaultPath: "doors" },
  };
  const startedAt = Math.floor(performance.timeOrigin) - 1;
  return {
    ...{ actionId, orgId: "acme", agentId: "agent-1", connector: "doors", operation },
    sealedAction: sealer.seal(JSON.stringify(action), actionId),
    ...{ host: hostname(), pid: process.pid, startedAt, endsBy: Date.now() + 500 },
  };
}

test("what may still come is looked at again once it can't any more; other connectors' actions are left to them", async () => {
  await using home = await house();
  const runtime = await home.open();
  const others = { ...openAction(runtime, "a3", "doors:create"), connector: "gates" };
  await runtime.store.commit([
    { do: "begin", action: openAction(runtime, "a1", "doors:create") },
    { do: "begin", action: openAction(runtime, "a2", "doors:lock") },
    { do: "begin", action: others },
  ]);
  runtime.settle(definition, "acme");
  await expect.poll(() => settlements(runtime), patient).toHaveLength(2);
  expect((await settlements(runtime)).map(({ actionId, outcome }) => [actionId, outcome])).toEqual([
    ["a1", "failure"],
    ["a2", "failure"],
  ]);
  expect(await runtime.store.openActions()).toMatchObject([{ actionId: "a3" }]);
});

test("one that can't be opened does not keep the others unknown", async () => {
  await using home = await house();
  const runtime = await home.open();
  const sealed = { ...openAction(runtime, "a1", "doors:create"), sealedAction: "", endsBy: Date.now() };
  const other = { ...openAction(runtime, "a2", "doors:create"), endsBy: Date.now() };
  await runtime.store.commit([
    { do: "begin", action: sealed },
    { do: "begin", action: other },
  ]);
  runtime.settle(definition, "acme");
  await expect.poll(() => settlements(runtime), patient).toMatchObject([{ actionId: "a2" }]);
});
