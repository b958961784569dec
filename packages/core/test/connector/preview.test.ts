import { expect, test } from "vitest";
import { z } from "zod";
import { formatCard } from "../../src/approval/card.ts";
import type { ConnectorDefinition, Operation } from "../../src/connector/operation.ts";
import { definition, Doors } from "../support/doors.ts";
import { alice, house, log, rejection } from "../support/house.ts";

/** The doors, with another preview of locking one. */
function withPreview(preview: Operation["preview"]): ConnectorDefinition {
  const lock = { ...definition.operations["doors:lock"]!, ...(preview && { preview }) };
  return { ...definition, operations: { ...definition.operations, "doors:lock": lock } };
}

const ofDoor = { read: "doors:read_detail", with: { doorId: "{doorId}" } } as const;

const previews: [string, { preview: Operation["preview"]; card: object }][] = [
  [
    "whose title lacks a value goes by its id",
    {
      preview: { ...ofDoor, title: "{owner}", show: ["state"] },
      card: { target: { name: "d1", state: { state: "open" } } },
    },
  ],
  [
    "whose fields are not all there shows that they are not",
    {
      preview: { ...ofDoor, title: "{name}", show: ["owner"] },
      card: { target: { name: "Front door", state: { owner: null } } },
    },
  ],
  [
    "that the arguments do not name is said not to be named",
    {
      preview: { read: "doors:read_detail", with: { doorId: "{key}" }, title: "{name}", show: [] },
      card: { targetUnavailable: "the arguments do not name the target" },
    },
  ],
];

test.for(previews)("a target %s, and a person still decides", async ([, { preview, card }]) => {
  await using home = await house();
  const runtime = await home.open();
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime }, withPreview(preview));
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  expect((await runtime.approvals.get(approvalId)).card).toMatchObject(card);
  await runtime.approvals.vote(approvalId, alice, "approve", "lock it");
  await doors.resume(approvalId);
  expect(home.building.doors.get("d1")).toMatchObject({ state: "locked" });
});

test("a read takes an argument that is a number as a number, and shows its target", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { "doors:read_detail": detail, "doors:lock": lock } = definition.operations;
  const input = z.strictObject({ doorId: z.int() });
  const byNumber = (operation: Operation): Operation => ({
    ...operation,
    schemas: async () => ({ ...(await operation.schemas()), input }),
  });
  const operations = { "doors:read_detail": byNumber(detail!), "doors:lock": byNumber(lock!) };
  const doors = new Doors(
    { agentId: "agent-1", orgId: "acme", runtime },
    { ...definition, operations: { ...definition.operations, ...operations } },
  );
  home.building.doors.set("7", { id: "7", name: "Back door", state: "open" });
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: 7 as never }));
  const { card } = await runtime.approvals.get(approvalId);
  expect(card.target).toMatchObject({ name: "Back door", state: { state: "open" } });
});

test("what a replacement leaves out is shown as erased, and what it keeps or clears is not", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { "doors:lock": lock } = definition.operations;
  const preview = { ...ofDoor, title: "{name}", show: ["state"], replaces: "profile" } as const;
  const input = z.strictObject({ doorId: z.string(), profile: z.looseObject({}) });
  const replacing = {
    ...lock!,
    ...{ preview, body: { required: true }, schemas: async () => ({ ...(await lock!.schemas()), input }) },
  };
  const operations = { ...definition.operations, "doors:lock": replacing };
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime }, { ...definition, operations });
  const door = home.building.doors.get("d1")!;
  const profile = { colour: "red", handle: "brass", sign: "Exit", bell: null, width: 90 };
  home.building.doors.set("d1", { ...door, profile } as typeof door);
  const sent = { doorId: "d1", profile: { colour: "blue", sign: null } };
  const { approvalId } = await rejection(doors.execute("doors:lock", sent as { doorId: string }));
  const { card } = await runtime.approvals.get(approvalId);
  expect(card.target?.erases).toEqual(["profile.handle", "profile.width"]);
  expect(formatCard(card)).toContain("\nerases    profile.handle, profile.width\n");
});

test("a target of which the API says nothing goes by its id, with a state that is not known", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { "doors:read_detail": detail, "doors:lock": lock } = definition.operations;
  const { precondition: _, ...unpinned } = lock!;
  const untyped = { ...detail!, schemas: async () => ({ input: (await detail!.schemas()).input }) };
  const operations = { ...definition.operations, "doors:read_detail": untyped, "doors:lock": unpinned };
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime }, { ...definition, operations });
  home.building.intercept(({ method }) => (method === "GET" ? { status: 200 } : undefined));
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  const { card } = await runtime.approvals.get(approvalId);
  expect(card.target).toEqual({ name: "d1", state: { state: null, pin: null } });
});

test("an approval from before the spec pinned a field does not hold for a target that has it", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "as shown");
  const lock = { ...definition.operations["doors:lock"]!, precondition: ["id", "state"] };
  const operations = { ...definition.operations, "doors:lock": lock };
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime }, { ...definition, operations });
  expect(await rejection(doors.resume(approvalId))).toMatchObject({
    code: "approval_stale",
    message: expect.stringContaining("id of the target changed"),
  });
});

test("a call that is given up while its target is read is given up with what the caller said", async () => {
  await using home = await house();
  const runtime = await home.open();
  const stop = new AbortController();
  home.building.intercept(() => {
    stop.abort("closing time");
    return undefined;
  });
  const { signal } = stop;
  const failed = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d1" }, { signal }));
  expect(failed).toMatchObject({ code: "approval_pending" });
  const { card } = await runtime.approvals.get(failed.approvalId);
  expect(card.targetUnavailable).toBe("the target could not be read: closing time");
  const outcome = (await log(runtime)).find(({ kind }) => kind === "outcome");
  expect(outcome).toMatchObject({ details: { error: "internal", message: "closing time" } });
});

test("a read for the approver's card asks no people itself: where policy wants one, the card says so", async () => {
  await using home = await house(
    `- { name: guarded, connector: doors, operations: ["doors:*"], risk_max: high, approval: { low: hitl } }\n`,
  );
  const runtime = await home.open();
  const signal = AbortSignal.timeout(60_000);
  const { approvalId } = await rejection(
    home.doors(runtime).execute("doors:lock", { doorId: "d1" }, { signal }),
  );
  const { card } = await runtime.approvals.get(approvalId);
  expect(card).not.toHaveProperty("target");
  expect(card.targetUnavailable).toContain("policy denied doors:read_detail: needs_approval");
  expect(await runtime.approvals.list({})).toHaveLength(1);
  expect(home.building.server.requests).toEqual([]);
});

test("a target that can't be read when an approval is used spends no approval and sends nothing", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "lock it");
  home.building.intercept(() => ({ status: 403, body: { message: "not you" } }));
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_stale" });
  expect(home.building.writes()).toEqual([]);
});
