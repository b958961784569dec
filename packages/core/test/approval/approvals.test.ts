import { expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../src/audit/canonical.ts";
import { homeAt } from "../../src/runtime/home.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Change, Store } from "../../src/store/store.ts";
import { SetClock } from "../support/clock.ts";
import { alice, bob, type House, house, log, rejection, usual } from "../support/house.ts";
import { tapped } from "../support/tap.ts";

async function ask(home: House, runtime: Runtime, options: object = {}): Promise<string> {
  return (await rejection(home.doors(runtime, options).execute("doors:delete", { doorId: "d1" }))).approvalId;
}

const details = async (runtime: Runtime, wanted: string): Promise<unknown[]> =>
  (await log(runtime)).filter(({ kind }) => kind === wanted).map((record) => record.details);

test("a request says who may not decide on it and until when, and so does its record", async () => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const id = await ask(home, runtime, { agentOwner: "olga@example.com", requestedBy: "rob@example.com" });
  const barring = { agentOwner: "olga@example.com", requestedBy: "rob@example.com" };
  const request = await runtime.approvals.get(id);
  expect(id).toMatch(/^apr_[0-9a-f-]{36}$/);
  expect(request).toMatchObject({
    ...{ id, ...barring, orgId: "acme", agentId: "agent-1", connector: "doors", operation: "doors:delete" },
    ...{ policySet: runtime.policy.hash, demands: [{ policy: "usual", quorum: 1 }], channels: [] },
    ...{ state: "pending", requestedAt: clock.now(), decideBy: clock.now() + 3_600_000, votes: [] },
  });
  expect(request.cardDigest).toBe(sha256(canonicalJson(request.card)));
  const { digest, cardDigest } = request;
  expect(await details(runtime, "approval")).toEqual([
    { approvalId: id, state: "pending", digest, cardDigest, ...barring },
  ]);
});

test("a request that nobody answers for bars and names the agent alone", async () => {
  await using home = await house();
  await home.config("selfApproval: true");
  const runtime = await home.open();
  const request = await runtime.approvals.get(await ask(home, runtime));
  for (const role of ["agentOwner", "requestedBy", "executeBy"]) expect(request).not.toHaveProperty(role);
  const { id: approvalId, digest, cardDigest } = request;
  expect(await details(runtime, "approval")).toEqual([{ approvalId, state: "pending", digest, cardDigest }]);
});

test("an approval may start the action for ten minutes; a denial sets no such time", async () => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const [yes, no] = [await ask(home, runtime), await ask(home, runtime)];
  clock.move(1_000);
  const approved = await runtime.approvals.vote(yes, alice, "approve", "go");
  expect(approved).toMatchObject({ state: "approved", executeBy: clock.now() + 600_000 });
  const denied = await runtime.approvals.vote(no, alice, "deny", "no");
  expect(denied.state).toBe("denied");
  expect(denied).not.toHaveProperty("executeBy");
});

test("the record of an approved action's intent names all who approved it", async () => {
  await using home = await house(
    `- { name: two, connector: doors, operations: ["doors:*"], risk_max: critical, quorum: 2 }`,
  );
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const id = await ask(home, runtime);
  for (const person of [bob, alice]) {
    await runtime.approvals.vote(id, person, "approve", "go");
    clock.move(1);
  }
  await home.doors(runtime).resume(id);
  expect(await details(runtime, "intent")).toEqual([
    { approval: "hitl", approvalId: id, approvedBy: [bob.id, alice.id] },
  ]);
  const { digest } = await runtime.approvals.get(id);
  expect((await details(runtime, "approval")).at(-1)).toEqual({ approvalId: id, state: "consumed", digest });
});

test("the record of an intent that nobody was asked for says whether a policy approved it", async () => {
  await using home = await house(usual.replace("medium: auto", "medium: none"));
  const runtime = await home.open();
  await home.doors(runtime).execute("doors:create", { name: "Attic" });
  await home.policy(usual);
  await runtime.reloadPolicies();
  await home.doors(runtime).execute("doors:create", { name: "Cellar" });
  expect(await details(runtime, "intent")).toEqual([
    { approval: "none" },
    { approval: "auto", policies: ["usual"] },
  ]);
});

test("the record of a request that takes another's place names both", async () => {
  await using home = await house();
  const runtime = await home.open();
  const first = await ask(home, runtime);
  await runtime.approvals.vote(first, alice, "approve", "go");
  await home.policy(`${usual}  approvers: ["group:guards"]\n`);
  await runtime.reloadPolicies();
  const { approvalId: next } = await rejection(home.doors(runtime).resume(first));
  expect((await details(runtime, "approval")).slice(-2)).toMatchObject([
    { approvalId: first, state: "expired", supersededBy: next },
    { approvalId: next, state: "pending" },
  ]);
});

test("a request that nobody made is not found, by whatever door", async () => {
  await using home = await house();
  const runtime = await home.open();
  const missing = { code: "approval_not_found", message: expect.stringContaining("apr_none") as string };
  expect(await rejection(runtime.approvals.get("apr_none"))).toMatchObject(missing);
  expect(await rejection(runtime.approvals.wait("apr_none", 1_000))).toMatchObject(missing);
  expect(await rejection(runtime.approvals.vote("apr_none", alice, "approve", "go"))).toMatchObject(missing);
});

test("a list of one state leaves out what left that state by its time limit", async () => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const late = await ask(home, runtime);
  clock.move(runtime.approvals.limits.decideMs - 1);
  const open = await ask(home, runtime);
  const ids = async (state?: "pending" | "expired"): Promise<string[]> =>
    (await runtime.approvals.list(state ? { state } : {})).map(({ id }) => id);
  expect(await ids("pending")).toEqual([late, open]);
  clock.move(1);
  expect(await ids("pending")).toEqual([open]);
  expect(await ids("expired")).toEqual([late]);
  expect((await details(runtime, "approval")).at(-1)).toMatchObject({ approvalId: late, state: "expired" });
  expect(await ids()).toEqual([late, open]);
});

const refusals: [string, { reply: { choice?: unknown; reason?: unknown }; refused: string }][] = [
  ["another word", { reply: { choice: "Approve" }, refused: "the choice is neither approve nor deny" }],
  ["no word", { reply: { choice: undefined }, refused: "the choice is neither approve nor deny" }],
  ["a blank reason", { reply: { reason: " \n" }, refused: "it has no reason" }],
  ["a reason that is no text", { reply: { reason: 7 }, refused: "it has no reason" }],
  ["half a character", { reply: { reason: "\ud83d" }, refused: "its reason is no well-formed text" }],
  [
    "2,001 characters",
    { reply: { reason: "x".repeat(2_001) }, refused: "its reason is longer than 2000 characters" },
  ],
];

test.for(refusals)("a reply with %s is refused for that, on record", async ([, { reply, refused }]) => {
  await using home = await house();
  const runtime = await home.open();
  const id = await ask(home, runtime);
  const { choice, reason } = { choice: "approve", reason: "fine", ...reply };
  const { cardDigest, actionId } = await runtime.approvals.get(id);
  const refusal = await rejection(runtime.approvals.vote(id, alice, choice as "approve", reason as string));
  expect(refusal).toMatchObject({ code: "vote_refused", approvalId: id, actionId });
  expect(refusal.message).toBe(`the vote of ${alice.id} on ${id} was not counted: ${refused}`);
  expect(await details(runtime, "vote")).toEqual([
    {
      approvalId: id,
      cardDigest,
      person: alice.id,
      authenticatedBy: "test",
      choice: String(choice),
      refused,
    },
  ]);
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending", votes: [] });
});

test("a reason of 2,000 characters is taken", async () => {
  await using home = await house();
  const runtime = await home.open();
  const reason = "x".repeat(2_000);
  const { votes } = await runtime.approvals.vote(await ask(home, runtime), alice, "approve", reason);
  expect(votes).toMatchObject([{ reason }]);
});

test("what a malformed reply held is cut to what a record may hold", async () => {
  await using home = await house();
  const runtime = await home.open();
  const nobody = { id: `${"\ud800".repeat(300)}`, groups: [], authenticatedBy: "test" };
  await rejection(runtime.approvals.vote(await ask(home, runtime), nobody, "approve", "go"));
  expect(await details(runtime, "vote")).toMatchObject([{ person: "\ufffd".repeat(200) }]);
});

test.each([
  ["is cut within a character", `${"x".repeat(199)}\u{1f512}`, `${"x".repeat(199)}\ufffd`],
  ["has no text", Object.create(null) as object, "(it has no text)"],
])("a reply whose word %s is refused, on record", async (_, choice, recorded) => {
  await using home = await house();
  const runtime = await home.open();
  const id = await ask(home, runtime);
  expect(
    await rejection(runtime.approvals.vote(id, alice, choice as unknown as "approve", "go")),
  ).toMatchObject({ code: "vote_refused" });
  expect(await details(runtime, "vote")).toMatchObject([{ choice: recorded }]);
});

test("a vote that can't be stored fails as the store did, and is not counted", async () => {
  await using home = await house();
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: (label) => {
      if (label.startsWith("vote")) throw new Error("the disk is full");
    },
  });
  const runtime = await home.open({ store });
  const id = await ask(home, runtime);
  expect((await rejection(runtime.approvals.vote(id, alice, "approve", "go"))).message).toBe(
    "the disk is full",
  );
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending", votes: [] });
});

test("an approval that can't be consumed stays, and a time limit that can't be written down is no permit", async () => {
  await using home = await house();
  const clock = new SetClock();
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: (label) => {
      if (label === "approval+intent" || label === "approval") throw new Error("the disk is full");
    },
  });
  const asking = await home.open({ clock });
  const id = await ask(home, asking);
  await asking.approvals.vote(id, alice, "approve", "go");
  await asking.close();
  const runtime = await home.open({ clock, store });
  const doors = home.doors(runtime);
  expect((await rejection(doors.resume(id))).message).toBe("the disk is full");
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "approved" });
  clock.move(runtime.approvals.limits.executeMs);
  for (const attempt of [runtime.approvals.get(id), doors.resume(id)])
    expect((await rejection(attempt)).message).toBe("the disk is full");
  expect(home.building.writes()).toEqual([]);
});

test("a request that is being waited for is looked at again, and a wait that is over gives it as it is", async () => {
  await using home = await house();
  const runtime = await home.open();
  const id = await ask(home, runtime);
  expect(await runtime.approvals.wait(id, 1)).toMatchObject({ state: "pending" });
  const waiting = runtime.approvals.wait(id, 60_000);
  await runtime.approvals.vote(id, bob, "deny", "no");
  expect(await waiting).toMatchObject({ state: "denied" });
});

/** A store of this home in which something happens before each commit, and which tells what was committed. */
function watched(home: House, before: (unit: readonly Change[]) => Promise<void> = async () => undefined) {
  const real = SqliteStore.open({ file: homeAt(home.key.folder).store });
  const changes: Change[] = [];
  const commit: Store["commit"] = async (unit) => {
    await before(unit);
    changes.push(...unit);
    return real.commit(unit);
  };
  return { store: { ...tapped(real, {}), commit }, changes };
}

const twoPeople = `- { name: two, connector: doors, operations: ["doors:*"], risk_max: critical, quorum: 2 }`;

test("a vote that another one overtakes is counted after it, in the same millisecond too", async () => {
  await using home = await house(twoPeople);
  const clock = new SetClock();
  const other = await home.open({ clock });
  const id = await ask(home, other);
  let isFirst = true;
  const { store } = watched(home, async ([first]) => {
    if (first?.do !== "vote" || !isFirst) return;
    isFirst = false;
    await other.approvals.vote(id, alice, "approve", "before you");
  });
  const runtime = await home.open({ clock, store });
  const { state, votes } = await runtime.approvals.vote(id, bob, "approve", "after you");
  expect(state).toBe("approved");
  expect(new Set(votes.map(({ person }) => person))).toEqual(new Set([alice.id, bob.id]));
});

test("a vote at a clock that was moved back is refused for that, on record", async () => {
  await using home = await house(twoPeople);
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const id = await ask(home, runtime);
  await runtime.approvals.vote(id, alice, "approve", "on time");
  clock.move(-1);
  const refused = "the clock was moved back";
  expect((await rejection(runtime.approvals.vote(id, bob, "approve", "too early"))).message).toContain(
    refused,
  );
  expect((await details(runtime, "vote")).at(-1)).toMatchObject({ person: bob.id, refused });
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending", votes: [{ person: alice.id }] });
});

test("who is not among the approvers can neither approve nor deny", async () => {
  await using home = await house(`${usual}  approvers: ["group:guards"]\n`);
  const runtime = await home.open();
  const id = await ask(home, runtime);
  for (const choice of ["approve", "deny"] as const) {
    const { message } = await rejection(runtime.approvals.vote(id, bob, choice, "let me"));
    expect(message).toContain("this person is not among the approvers");
  }
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending", votes: [] });
  expect(await runtime.approvals.vote(id, alice, "approve", "go")).toMatchObject({ state: "approved" });
});

test("a vote of nobody is on record as nobody's", async () => {
  await using home = await house();
  const runtime = await home.open();
  const id = await ask(home, runtime);
  const nobody = undefined as unknown as typeof alice;
  expect(await rejection(runtime.approvals.vote(id, nobody, "approve", "go"))).toMatchObject({
    code: "vote_refused",
  });
  expect(await details(runtime, "vote")).toMatchObject([
    { person: "undefined", authenticatedBy: "undefined" },
  ]);
});

test("a denial names who denied, not who had approved before", async () => {
  await using home = await house(twoPeople);
  const runtime = await home.open();
  const id = await ask(home, runtime);
  await runtime.approvals.vote(id, alice, "approve", "go");
  await runtime.approvals.vote(id, bob, "deny", "it holds the roof");
  expect((await rejection(home.doors(runtime).resume(id))).message).toContain(`${bob.id}: it holds the roof`);
});

test("a time limit that two processes see at once is written down once, and both see it", async () => {
  await using home = await house();
  const clock = new SetClock();
  const other = await home.open({ clock });
  const id = await ask(home, other);
  const { store } = watched(home, async ([first]) => {
    if (first?.do === "transition") await other.approvals.get(id);
  });
  const runtime = await home.open({ clock, store });
  clock.move(runtime.approvals.limits.decideMs);
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "expired" });
  const ends = (await details(other, "approval")).filter(
    (one) => (one as { state: string }).state === "expired",
  );
  expect(ends).toHaveLength(1);
});

test("an approved write is open until its outcome is known, for as long as its call may take; a read never is", async () => {
  await using home = await house(
    `- { name: all, connector: doors, operations: ["doors:*"], risk_max: critical, approval: hitl }`,
  );
  const clock = new SetClock();
  const { store, changes } = watched(home);
  const runtime = await home.open({ clock, store });
  const doors = home.doors(runtime);
  const asked = [
    () => doors.execute("doors:read_detail", { doorId: "d1" }),
    () => doors.execute("doors:delete", { doorId: "d1" }),
  ];
  for (const request of asked) {
    const { approvalId } = await rejection(request());
    await runtime.approvals.vote(approvalId, alice, "approve", "go");
    await doors.resume(approvalId);
  }
  const begun = changes.flatMap((change) => (change.do === "begin" ? [change.action] : []));
  const startedAt = clock.now();
  expect(begun).toMatchObject([
    { operation: "doors:delete", startedAt, endsBy: startedAt + runtime.callTimeoutMs + 10_000 },
  ]);
  expect(await details(runtime, "intent")).toHaveLength(2);
  expect(await runtime.store.openActions()).toEqual([]);
});

test("of two demands each needs its own people, and whoever meets one of them may vote", async () => {
  await using home = await house(
    `${usual}  approvers: ["group:guards"]\n- { name: roof, connector: doors, operations: ["doors:*"], risk_max: critical, approvers: [${bob.id}] }\n`,
  );
  const runtime = await home.open();
  const id = await ask(home, runtime);
  expect(await runtime.approvals.vote(id, alice, "approve", "go")).toMatchObject({ state: "pending" });
  expect(await runtime.approvals.vote(id, bob, "approve", "it holds")).toMatchObject({ state: "approved" });
});

test("of two processes that ask anew in one approval's place, the later one learns that it is over", async () => {
  await using home = await house();
  const other = await home.open();
  const id = await ask(home, other);
  await other.approvals.vote(id, alice, "approve", "go");
  await home.policy(`${usual}  approvers: ["group:guards"]\n`);
  await other.reloadPolicies();
  const { store } = watched(home, async ([first]) => {
    if (first?.do === "supersede") await rejection(home.doors(other).resume(id));
  });
  const late = home.doors(await home.open({ store }));
  expect(await rejection(late.resume(id))).toMatchObject({ code: "approval_expired" });
  expect(await other.approvals.list({ state: "pending" })).toHaveLength(1);
});

test("a caller whose approval another used a moment ago learns that it was used", async () => {
  await using home = await house();
  const other = await home.open();
  const id = await ask(home, other);
  await other.approvals.vote(id, alice, "approve", "go");
  let used = false;
  const { store } = watched(home, async ([first]) => {
    if (used || first?.do !== "append" || first.draft.kind !== "decision") return;
    used = true;
    await home.doors(other).resume(id);
  });
  const late = home.doors(await home.open({ store }));
  expect(await rejection(late.resume(id))).toMatchObject({ code: "approval_consumed" });
  expect(home.building.writes()).toHaveLength(1);
});

test("a request that can't be stored fails as the store did, whether or not it takes another's place", async () => {
  await using home = await house();
  const other = await home.open();
  const id = await ask(home, other);
  await other.approvals.vote(id, alice, "approve", "go");
  await home.policy(`${usual}  approvers: ["group:guards"]\n`);
  const { store } = watched(home, async (unit) => {
    if (unit.some((change) => change.do === "request")) throw new Error("the disk is full");
  });
  const doors = home.doors(await home.open({ store }));
  for (const attempt of [() => doors.execute("doors:delete", { doorId: "d2" }), () => doors.resume(id)])
    expect((await rejection(attempt())).message).toBe("the disk is full");
  expect(await other.approvals.list({})).toMatchObject([{ id, state: "approved" }]);
});
