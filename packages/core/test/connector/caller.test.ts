import { expect, test } from "vitest";
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
