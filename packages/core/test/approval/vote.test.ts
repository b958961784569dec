import { expect, test } from "vitest";
import type { Principal } from "../../src/approval/principal.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { alice, bob, type House, house, log, rejection } from "../support/house.ts";
import { SetClock } from "../support/clock.ts";

/** A request of `agent-1`, whose owner is olga, on behalf of rob. */
async function ask(home: House, runtime: Runtime, options: object = {}): Promise<string> {
  const doors = home.doors(runtime, {
    agentOwner: "olga@example.com",
    requestedBy: "rob@example.com",
    ...options,
  });
  return (await rejection(doors.execute("doors:delete", { doorId: "d1" }))).approvalId;
}

const person = (id: string, ...groups: string[]): Principal => ({ id, groups, authenticatedBy: "test" });

const barred: [string, { who: Principal; options?: object }][] = [
  ["the agent", { who: person("agent-1") }],
  ["the agent in capitals", { who: person("AGENT-1") }],
  ["the agent with a space", { who: person(" agent-1 ") }],
  ["the agent with a no-break space inside", { who: person("agent\u00a0-1") }],
  ["the agent in full width", { who: person("ａｇｅｎｔ-１") }],
  ["the agent with an invisible character", { who: person("agent\u200d-1") }],
  ["the agent's owner", { who: person("olga@example.com") }],
  ["the agent's owner in capitals", { who: person("Olga@Example.COM") }],
  [
    "a member of the group that owns the agent",
    { who: person("gil", "Owners"), options: { agentOwner: "group:owners" } },
  ],
  ["who asked for it", { who: person("rob@example.com") }],
  ["who asked for it, spelled otherwise", { who: person("\tRob@example.com") }],
];

test.for(barred)("%s can't decide, and the attempt is on record", async ([, { who, options }]) => {
  await using home = await house();
  const runtime = await home.open();
  const id = await ask(home, runtime, options);
  for (const choice of ["approve", "deny"] as const) {
    const refused = await rejection(runtime.approvals.vote(id, who, choice, "me"));
    expect(refused).toMatchObject({
      code: "vote_refused",
      approvalId: id,
      actionId: expect.any(String) as string,
    });
  }
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending", votes: [] });
  const records = (await log(runtime)).filter(({ kind }) => kind === "vote");
  expect(records).toHaveLength(2);
  expect(records[0]?.details).toMatchObject({
    approvalId: id,
    person: who.id,
    refused: expect.any(String) as string,
  });
});

test("a vote is on record with who gave it, how that was proven, why, and what they were shown", async () => {
  await using home = await house();
  const runtime = await home.open();
  const id = await ask(home, runtime);
  const { cardDigest, digest } = await runtime.approvals.vote(id, alice, "approve", " the door is gone ");
  expect((await log(runtime)).slice(-2)).toMatchObject([
    {
      kind: "vote",
      details: {
        approvalId: id,
        person: alice.id,
        groups: alice.groups,
        authenticatedBy: "test",
        choice: "approve",
        reason: "the door is gone",
        cardDigest,
      },
    },
    { kind: "approval", details: { approvalId: id, state: "approved", digest } },
  ]);
});

test("nobody votes twice, however they spell themselves", async () => {
  await using home = await house(
    `- { name: two, connector: doors, operations: ["doors:*"], risk_max: critical, quorum: 2 }`,
  );
  const runtime = await home.open();
  const id = await ask(home, runtime);
  await runtime.approvals.vote(id, alice, "approve", "once");
  for (const again of [alice.id, "ALICE@example.com", `${alice.id}\u200b`]) {
    const vote = runtime.approvals.vote(id, { ...alice, id: again }, "approve", "twice");
    expect((await rejection(vote)).message).toContain("has voted before");
  }
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending" });
  expect(await runtime.approvals.vote(id, bob, "approve", "me too")).toMatchObject({ state: "approved" });
});

test("two votes that come at once are both counted, and a spelling does not slip through between them", async () => {
  await using home = await house(
    `- { name: two, connector: doors, operations: ["doors:*"], risk_max: critical, quorum: 2 }`,
  );
  const [one, other] = [await home.open(), await home.open()];
  const id = await ask(home, one);
  const same = await Promise.allSettled([
    one.approvals.vote(id, alice, "approve", "here"),
    other.approvals.vote(id, { ...alice, id: "Alice@Example.com" }, "approve", "there"),
  ]);
  expect(same.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await one.approvals.get(id)).toMatchObject({ state: "pending" });
  const votes = [bob, person("cid@example.com")].map((who, i) =>
    [one, other][i]!.approvals.vote(id, who, "approve", "yes"),
  );
  expect((await Promise.allSettled(votes)).map(({ status }) => status)).toContain("fulfilled");
  expect(await one.approvals.get(id)).toMatchObject({ state: "approved" });
});

test("one denial ends a request, and the caller learns who denied and why", async () => {
  await using home = await house();
  const runtime = await home.open();
  const id = await ask(home, runtime);
  await runtime.approvals.vote(id, bob, "deny", "that door holds the roof");
  expect((await rejection(runtime.approvals.vote(id, alice, "approve", "no matter"))).message).toContain(
    "is denied",
  );
  const refused = await rejection(home.doors(runtime).resume(id));
  expect(refused).toMatchObject({ code: "approval_denied", actionId: expect.any(String) as string });
  expect(refused.message).toContain("bob@example.com: that door holds the roof");
  expect(home.building.writes()).toEqual([]);
});

const limits = { decideMs: 1_000, executeMs: 500 };
const edges: [string, { move: number; attempt: "vote" | "resume"; want: string }][] = [
  ["a vote a millisecond before the end counts", { move: 999, attempt: "vote", want: "approved" }],
  ["a vote at the end does not", { move: 1_000, attempt: "vote", want: "vote_refused" }],
  ["an approval a millisecond before its end is used", { move: 499, attempt: "resume", want: "done" }],
  ["an approval at its end is not", { move: 500, attempt: "resume", want: "approval_expired" }],
];

test.for(edges)("%s", async ([, { move, attempt, want }]) => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock, approvals: limits });
  const id = await ask(home, runtime);
  const vote = async (): Promise<string> =>
    (await runtime.approvals.vote(id, alice, "approve", "in time?")).state;
  const resume = async (): Promise<string> => (await home.doors(runtime).resume(id), "done");
  if (attempt === "resume") await vote();
  clock.move(move);
  const got = await (attempt === "vote" ? vote() : resume()).catch((error: { code: string }) => error.code);
  expect(got).toBe(want);
  expect(home.building.writes()).toHaveLength(want === "done" ? 1 : 0);
});

test("a time limit that passed while the runtime ran stays passed, wherever the clock is moved afterwards", async () => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock, approvals: limits });
  const id = await ask(home, runtime);
  await runtime.approvals.vote(id, alice, "approve", "in time");
  clock.move(limits.executeMs);
  // Nobody looks at the request: the runtime writes it down by itself.
  await expect
    .poll(async () => (await runtime.store.approval(id))?.state, { timeout: 10_000 })
    .toBe("expired");
  clock.move(-limits.executeMs);
  expect(await rejection(home.doors(runtime).resume(id))).toMatchObject({ code: "approval_expired" });
  expect(home.building.writes()).toEqual([]);
});

test("limits that are no whole milliseconds above 0 are refused", async () => {
  await using home = await house();
  for (const decideMs of [0, -1, Number.NaN, 0.5, Number.POSITIVE_INFINITY]) {
    expect(await rejection(home.open({ approvals: { decideMs } }))).toBeInstanceOf(RangeError);
  }
});
