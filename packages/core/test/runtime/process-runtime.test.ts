import { expect, test, vi } from "vitest";
import { processRuntime } from "../../src/runtime/process-runtime.ts";
import { Doors } from "../support/doors.ts";
import { house, log, rejection, usual } from "../support/house.ts";

test("a connector that is given no runtime uses the process's own, and tries again where the home was not ready", async () => {
  await using home = await house(usual);
  const { env, folder, origin } = home.key;
  const secrets = { ARX_SECRET_DOORS_ADDRESS: origin, ARX_SECRET_DOORS_TOKEN: "the-token-of-the-building" };
  const own = { ...env, ...secrets, ARX_VAULT: "environment", ARX_HOME: `${folder}-to-be` };
  for (const [name, value] of Object.entries(own)) vi.stubEnv(name, value);
  const doors = new Doors({ agentId: "agent-1", orgId: "acme" });
  expect(await rejection(doors.execute("doors:read", {}))).toMatchObject({ code: "runtime_not_ready" });
  expect(home.building.server.requests).toEqual([]);

  vi.stubEnv("ARX_HOME", folder);
  expect(await doors.execute("doors:read", {})).toMatchObject([{ id: "d1" }]);
  const runtime = await processRuntime();
  expect((await log(runtime)).map(({ kind }) => kind)).toEqual(["decision", "vault", "outcome"]);
  // Another connector of the same process acts through the same rooms.
  await new Doors({ agentId: "agent-2", orgId: "acme" }).execute("doors:read_detail", { doorId: "d2" });
  expect((await log(runtime)).at(-1)).toMatchObject({ agentId: "agent-2", outcome: "success" });
  await runtime.close();
  vi.unstubAllEnvs();
});

const unfit: [string, Record<string, unknown>][] = [
  ["no agent", { orgId: "acme" }],
  ["an empty agent", { agentId: " ", orgId: "acme" }],
  ["no organisation", { agentId: "agent-1" }],
  ["an agent that is no text", { agentId: 7, orgId: "acme" }],
  ["an agent of half a character", { agentId: "agent-\ud800", orgId: "acme" }],
  ["an empty owner", { agentId: "agent-1", orgId: "acme", agentOwner: "" }],
  ["an empty vault path", { agentId: "agent-1", orgId: "acme", vaultPath: "" }],
];

test.for(unfit)("a connector for %s is not made", ([, options]) => {
  expect(() => new Doors(options as never)).toThrow(/must be a string that is not empty/);
});
