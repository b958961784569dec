import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { ApprovalChannel } from "../../src/approval/channel.ts";
import type { Vote } from "../../src/approval/approval.ts";
import type { Principal } from "../../src/approval/principal.ts";
import type { ConnectorDefinition } from "../../src/connector/operation.ts";
import { StoreUnavailableError } from "../../src/errors/store-unavailable-error.ts";
import type { PolicyDecisionPoint } from "../../src/policy/decision.ts";
import { homeAt } from "../../src/runtime/home.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { SetClock } from "../support/clock.ts";
import { definition, Doors } from "../support/doors.ts";
import { alice, bob, type House, house, log, rejection } from "../support/house.ts";
import { tapped } from "../support/tap.ts";

/** Nothing reached the API, and no credential was read. */
function expectNothingDone({ building, vault }: House): void {
  expect(building.server.requests).toEqual([]);
  expect(vault.reads).toBe(0);
}

const good = `- { name: good, connector: doors, operations: ["doors:*"] }\n`;

const folders: [string, (folder: string) => Promise<void>][] = [
  ["is missing", (folder) => rm(folder, { recursive: true })],
  ["is empty", (folder) => rm(join(folder, "policy.yaml"))],
  ["is a file", async (folder) => (await rm(folder, { recursive: true }), writeFile(folder, good))],
  [
    "holds a file that can't be read",
    (folder) => symlink(join(folder, "nowhere"), join(folder, "other.yaml")),
  ],
  ["holds a folder named as a file", (folder) => mkdir(join(folder, "other.yaml"))],
  [
    "holds one bad file among good ones",
    (folder) => writeFile(join(folder, "other.yaml"), "- { name: other, nonsense: 1 }"),
  ],
  [
    "holds a policy of no known operation",
    (folder) => writeFile(join(folder, "other.yaml"), good.replace("doors:*", "roofs:*")),
  ],
];

/** What each organisation's log says of policies. */
async function policyRecords(home: House, ...orgs: string[]): Promise<unknown[]> {
  const store = SqliteStore.open({ file: homeAt(home.key.folder).store });
  const found: unknown[] = [];
  for (const orgId of orgs)
    for await (const { record } of store.audit({ orgId })) found.push([orgId, record.kind, record.details]);
  await store.close();
  return found;
}

test.for(folders)(
  "a runtime refuses to open where the policy folder %s, on record once for each organisation that has a log",
  async ([, spoil]) => {
    await using home = await house(good);
    const before = await home.open();
    const { hash } = before.policy;
    for (const orgId of ["acme", "other"]) await before.enter(orgId);
    await before.close();
    await spoil(home.policies);
    expect(await rejection(home.open())).toMatchObject({ name: "PolicyLoadError", code: "policy_load" });
    const fault = expect.objectContaining({ message: expect.any(String) as string }) as object;
    const loaded = { event: "loaded", policySet: hash };
    const refused = { event: "refused", diagnostics: expect.arrayContaining([fault]) as object };
    expect(await policyRecords(home, "acme", "other")).toMatchObject([
      ["acme", "policy", loaded],
      ["acme", "policy", refused],
      ["other", "policy", loaded],
      ["other", "policy", refused],
    ]);
    expectNothingDone(home);
  },
);

test("what keeps a runtime from opening is told also where that can't be recorded", async () => {
  await using home = await house(good);
  const before = await home.open();
  await before.enter("acme");
  await before.close();
  await home.policy("- nonsense");
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: () => {
      throw new StoreUnavailableError("the disk is full");
    },
  });
  expect(await rejection(home.open({ store }))).toMatchObject({ code: "policy_load" });
});

const refusals: [string, { operation: string; input: unknown; reason: string; error: string }][] = [
  [
    "an unknown operation",
    { operation: "doors:paint", input: {}, reason: "unknown_operation", error: "UnknownOperationError" },
  ],
  [
    "a name of every object",
    { operation: "toString", input: {}, reason: "unknown_operation", error: "UnknownOperationError" },
  ],
  [
    "an operation with half a surrogate pair",
    { operation: "doors:\ud800", input: {}, reason: "unknown_operation", error: "UnknownOperationError" },
  ],
  [
    "a missing argument",
    { operation: "doors:lock", input: {}, reason: "invalid_input", error: "InvalidInputError" },
  ],
  [
    "an argument too many",
    {
      operation: "doors:lock",
      input: { doorId: "d1", x: 1 },
      reason: "invalid_input",
      error: "InvalidInputError",
    },
  ],
  [
    "an argument of another type",
    { operation: "doors:lock", input: { doorId: 1 }, reason: "invalid_input", error: "InvalidInputError" },
  ],
  [
    "a path that climbs",
    { operation: "doors:lock", input: { doorId: ".." }, reason: "invalid_input", error: "InvalidInputError" },
  ],
  [
    "a path with a separator",
    {
      operation: "doors:lock",
      input: { doorId: "d1/../d2" },
      reason: "invalid_input",
      error: "InvalidInputError",
    },
  ],
  [
    "half a surrogate pair",
    {
      operation: "doors:create",
      input: { name: "a\ud800" },
      reason: "invalid_input",
      error: "InvalidInputError",
    },
  ],
  [
    "half a surrogate pair in a key",
    {
      operation: "doors:create",
      input: { "a\udc00": 1 },
      reason: "invalid_input",
      error: "InvalidInputError",
    },
  ],
  [
    "no object",
    { operation: "doors:create", input: "name", reason: "invalid_input", error: "InvalidInputError" },
  ],
  [
    "what JSON can't say",
    { operation: "doors:create", input: { name: 1n }, reason: "invalid_input", error: "InvalidInputError" },
  ],
];

test.for(refusals)(
  "%s is denied, on record, and does nothing",
  async ([, { operation, input, reason, error }]) => {
    await using home = await house();
    const runtime = await home.open();
    const refused = await rejection(
      home.doors(runtime).execute(operation as "doors:lock", input as { doorId: string }),
    );
    expect(refused.name).toBe(error);
    expect(await log(runtime)).toMatchObject([
      { kind: "decision", verdict: "deny", actionId: refused.actionId, details: { reason } },
    ]);
    expectNothingDone(home);
  },
);

const evaluators: [string, () => unknown][] = [
  [
    "throws",
    () => {
      throw new Error("out of order");
    },
  ],
  ["answers nothing", () => undefined],
  [
    "answers later",
    async () => ({ verdict: "allow", approval: "none", policies: [], channels: [], demands: [] }),
  ],
  [
    "answers another word",
    () => ({ verdict: "yes", policies: [], channels: [], demands: [], policySet: "" }),
  ],
];

test.for(evaluators)("an evaluator that %s denies, on record", async ([, decide]) => {
  await using home = await house();
  const runtime = await home.open();
  const policy = { hash: "0", decide, explain: decide } as unknown as PolicyDecisionPoint;
  const refused = await rejection(
    home.doors({ ...runtime, policy }).execute("doors:read_detail", { doorId: "d1" }),
  );
  expect(refused).toMatchObject({ code: "policy_denied", reason: "evaluator_failed" });
  expect(await log(runtime)).toMatchObject([
    { kind: "decision", verdict: "deny", actionId: refused.actionId },
  ]);
  expectNothingDone(home);
});

test("schemas that can't be loaded deny, on record", async () => {
  await using home = await house();
  const runtime = await home.open();
  const schemas = async (): Promise<never> => {
    throw new Error("no such module");
  };
  const lock = { ...definition.operations["doors:lock"]!, schemas };
  const broken: ConnectorDefinition = {
    ...definition,
    operations: { ...definition.operations, "doors:lock": lock },
  };
  await rejection(
    new Doors({ agentId: "agent-1", orgId: "acme", runtime }, broken).execute("doors:lock", { doorId: "d1" }),
  );
  expect(await log(runtime)).toMatchObject([{ verdict: "deny", details: { reason: "evaluator_failed" } }]);
  expectNothingDone(home);
});

const unwritable: [string, { operation: "doors:lock" | "doors:create"; label: string }][] = [
  ["the decision and intent", { operation: "doors:create", label: "decision+intent" }],
  ["the decision", { operation: "doors:lock", label: "decision" }],
  ["the request for approval", { operation: "doors:lock", label: "approval" }],
];

test.for(unwritable)("an action is not done where %s can't be recorded", async ([, { operation, label }]) => {
  await using home = await house(
    `- { name: all, connector: doors, operations: ["doors:lock", "doors:create"], risk_max: high, approval: { medium: auto, high: hitl } }`,
  );
  const failing = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: (it) => {
      if (it === label) throw new StoreUnavailableError("the disk is full");
    },
  });
  const runtime = await home.open({ store: failing });
  const input = { doorId: "d1", name: "Side door" };
  const { doorId, name } = input;
  const refused = await rejection(
    operation === "doors:lock"
      ? home.doors(runtime).execute(operation, { doorId })
      : home.doors(runtime).execute(operation, { name }),
  );
  expect(refused).toMatchObject({ code: "store_unavailable", actionId: expect.any(String) as string });
  expect(await runtime.approvals.list({})).toEqual([]);
  expect(await runtime.store.openActions()).toEqual([]);
  expectNothingDone(home);
});

test("an approval is neither used nor lost where its consumption can't be recorded", async () => {
  await using home = await house();
  let full = true;
  const failing = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: (it) => {
      if (full && it === "approval+intent") throw new StoreUnavailableError("the disk is full");
    },
  });
  const runtime = await home.open({ store: failing });
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "it is going to be a window");
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "store_unavailable" });
  expectNothingDone(home);
  full = false;
  await doors.resume(approvalId);
  expect(home.building.writes()).toHaveLength(1);
});

test("an action is not done while another process keeps the store locked", async () => {
  await using home = await house();
  const { store: file } = homeAt(home.key.folder);
  const runtime = await home.open({ store: SqliteStore.open({ file, busyTimeoutMs: 50 }) });
  await runtime.enter("acme");
  const other = new DatabaseSync(file);
  other.exec("BEGIN EXCLUSIVE");
  const refused = await rejection(home.doors(runtime).execute("doors:create", { name: "Side door" }));
  other.exec("ROLLBACK");
  other.close();
  expect(refused).toMatchObject({ code: "store_unavailable", retryable: true });
  // Nothing could be written; once it can be, what is tried again is on record.
  expect(await log(runtime)).toEqual([]);
  expectNothingDone(home);
  await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  expect(await log(runtime)).toMatchObject([{ kind: "decision", verdict: "escalate" }, { kind: "approval" }]);
});

test("a request whose channel is down stays pending, and what failed is on record", async () => {
  await using home = await house(
    `- { name: all, connector: doors, operations: ["doors:*"], risk_max: critical, hitl_channel: "#guards" }`,
  );
  const down: ApprovalChannel = {
    name: "#guards",
    announce: () => Promise.reject(new Error("https://hooks.example.com/T0K3N is down")),
  };
  const runtime = await home.open({ channels: [down] });
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  await expect
    .poll(() => log(runtime))
    .toMatchObject([
      { kind: "decision" },
      { kind: "approval" },
      {
        kind: "announcement",
        details: { approvalId, channel: "#guards", state: "waiting", attempt: 1, error: "Error" },
      },
    ]);
  expect(await runtime.approvals.get(approvalId)).toMatchObject({ state: "pending" });
  expectNothingDone(home);
});

const replies: [string, { person?: unknown; choice?: unknown; reason?: unknown }][] = [
  ["comes from nobody", { person: undefined }],
  ["comes from somebody without a name", { person: { ...alice, id: " " } }],
  ["comes from somebody who was not authenticated", { person: { ...alice, authenticatedBy: "" } }],
  ["comes from somebody whose groups are no list", { person: { ...alice, groups: "guards" } }],
  ["comes from somebody who is named as a group", { person: { ...alice, id: "group:guards" } }],
  ["is another word", { choice: "Approve" }],
  ["is no word at all", { choice: undefined }],
  ["has an empty reason", { reason: " \n" }],
  ["has no reason", { reason: undefined }],
  ["has a reason that is no text", { reason: "\ud83d" }],
  ["has an endless reason", { reason: "x".repeat(2_001) }],
];

test.for(replies)("a reply that %s approves nothing, and is on record", async ([, reply]) => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  const { person, choice, reason } = { person: alice, choice: "approve", reason: "fine", ...reply };
  const vote = runtime.approvals.vote(
    approvalId,
    person as Principal,
    choice as Vote["choice"],
    reason as string,
  );
  expect(await rejection(vote)).toMatchObject({ code: "vote_refused" });
  expect(await runtime.approvals.get(approvalId)).toMatchObject({ state: "pending", votes: [] });
  expect((await log(runtime)).at(-1)).toMatchObject({
    kind: "vote",
    details: { refused: expect.any(String) as string },
  });
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_pending" });
  expectNothingDone(home);
});

test("a request that nobody decided in time can be neither approved nor used", async () => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  clock.move(runtime.approvals.limits.decideMs);
  expect(await rejection(runtime.approvals.vote(approvalId, alice, "approve", "late"))).toMatchObject({
    code: "vote_refused",
  });
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_expired" });
  // That its time is over is written down once, and so is the vote that came too late.
  expect((await log(runtime)).slice(2)).toMatchObject([
    { kind: "approval", details: { approvalId, state: "expired" } },
    { kind: "vote", details: { approvalId, person: alice.id, refused: "the request is expired" } },
  ]);
  expectNothingDone(home);
});

test("a clock that was moved back approves nothing and uses no approval", async () => {
  await using home = await house(
    `- { name: two, connector: doors, operations: ["doors:*"], risk_max: critical, quorum: 2 }`,
  );
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "it is time");
  clock.move(-1);
  expect(await rejection(runtime.approvals.vote(approvalId, bob, "approve", "me too"))).toMatchObject({
    code: "vote_refused",
    message: expect.stringContaining("clock was moved back") as string,
  });
  expect((await log(runtime)).at(-1)).toMatchObject({
    ...{ kind: "vote", details: { approvalId, person: bob.id, refused: "the clock was moved back" } },
  });
  clock.move(2);
  await runtime.approvals.vote(approvalId, bob, "approve", "me too");
  clock.move(-1);
  expect(await rejection(doors.resume(approvalId))).toMatchObject({
    code: "clock_moved_back",
    retryable: true,
  });
  expect((await log(runtime)).slice(-2)).toMatchObject([
    { kind: "approval", details: { state: "approved" } },
    { kind: "decision", verdict: "escalate" },
  ]);
  expectNothingDone(home);
  clock.move(1);
  await doors.resume(approvalId);
  expect(home.building.writes()).toHaveLength(1);
});

test("a bad reload keeps the last good policies, raises health and is on record", async () => {
  await using home = await house(`- { name: reads, connector: doors, operations: ["doors:read*"] }`);
  const runtime = await home.open();
  await home.doors(runtime).execute("doors:read_detail", { doorId: "d1" });
  const { hash } = runtime.policy;
  await home.policy(
    `- { name: everything, connector: doors, operations: ["doors:*"], risk_max: critical, nonsense: yes }`,
  );
  expect(await runtime.reloadPolicies()).toMatchObject({ ok: false });
  expect(runtime.policy.hash).toBe(hash);
  const refused = await rejection(home.doors(runtime).execute("doors:create", { name: "Side door" }));
  expect(refused).toMatchObject({ code: "policy_denied", reason: "no_grant" });
  expect(home.building.writes()).toEqual([]);
  const events: unknown[] = [];
  for await (const { record } of runtime.store.audit({ orgId: "acme", kind: "policy" }))
    events.push(record.details["event"]);
  expect(events).toEqual(["loaded", "rejected"]);
});
