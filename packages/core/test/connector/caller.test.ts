import { expect, test } from "vitest";
import { Doors } from "../support/doors.ts";
import { house, log, rejection } from "../support/house.ts";

test("what a caller does to its input after the call reaches no action, neither of a single result nor of a list", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const input = { doorId: "d1" };
  const calls = ["d1", "d2"].map((doorId) => {
    input.doorId = doorId;
    return doors.execute("doors:read_detail", input);
  });
  const filter = { name: "Front door" };
  const list = doors.execute("doors:read", filter);
  filter.name = "Back door";
  input.doorId = "d3";
  expect(await Promise.all(calls)).toMatchObject([{ id: "d1" }, { id: "d2" }]);
  await list;
  expect(home.building.server.requests.at(-1)?.query).toEqual({ name: "Front door" });
});

test("an input that is nested too deep to be looked at is denied, on record", async () => {
  await using home = await house();
  const runtime = await home.open();
  const nested: unknown = JSON.parse(`${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`);
  const refused = await rejection(home.doors(runtime).execute("doors:create", nested as { name: string }));
  expect(refused).toMatchObject({ code: "invalid_input" });
  expect(await log(runtime)).toMatchObject([{ verdict: "deny", details: { reason: "invalid_input" } }]);
});

test("what a caller does to its options after the connector is made changes neither who acts nor for whom", async () => {
  await using home = await house();
  const runtime = await home.open();
  const options = { agentId: "agent-1", orgId: "acme", runtime };
  const doors = new Doors(options);
  Object.assign(options, { agentId: "agent-2", orgId: "other" });
  await doors.execute("doors:read_detail", { doorId: "d1" });
  expect(await runtime.store.orgs()).toEqual(["acme"]);
  expect(await log(runtime)).toMatchObject([{ agentId: "agent-1" }, { agentId: "agent-1" }, {}]);
});

test.each([
  ["an array that reads as an id", ["doors:read_detail"]],
  ["an object that reads as another id each time", { toString: () => `doors:${Math.random()}` }],
  ["an object that reads as nothing", Object.create(null) as object],
  ["a symbol", Symbol("doors:read_detail")],
  ["nothing", undefined],
])("%s names no operation, which is denied, on record", async (_, id) => {
  await using home = await house();
  const runtime = await home.open();
  const refused = await rejection(
    home.doors(runtime).execute(id as unknown as "doors:read_detail", { doorId: "d1" }),
  );
  expect(refused).toMatchObject({ code: "unknown_operation" });
  expect(await log(runtime)).toMatchObject([
    { verdict: "deny", actionId: refused.actionId, details: { reason: "unknown_operation" } },
  ]);
  expect(home.building.server.requests).toEqual([]);
});
