import { hostname } from "node:os";
import { expect, test } from "vitest";
import { type Fact, factOfSingle, type Question } from "../../src/recovery/evidence.ts";
import { Recovery } from "../../src/recovery/recovery.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import type { OpenAction } from "../../src/store/store.ts";
import { SetClock } from "../support/clock.ts";
import { definition } from "../support/doors.ts";
import { alice, type House, house, log, rejection, usual } from "../support/house.ts";

const free = usual.replaceAll("hitl", "auto").replace("critical: auto", "critical: hitl");

/** A write of which the API did something or not, and of which no answer came. */
async function cutOff(home: House, runtime: Runtime, carriedOut: boolean): Promise<string> {
  home.building.intercept((request) => {
    if (request.method === "GET") return undefined;
    if (carriedOut) home.building.answer(request);
    return { status: 500, body: { message: "out of order" } };
  });
  const unknown = await rejection(
    home.doors(runtime).execute("doors:create", { name: "Side door", floor: 3 }),
  );
  expect(unknown.code).toBe("outcome_unknown");
  home.building.intercept(undefined);
  return unknown.actionId;
}

test("an outcome that is known to be unknown is listed at once, and settled by looking through all pages", async () => {
  await using home = await house(free);
  const runtime = await home.open();
  const actionId = await cutOff(home, runtime, true);
  const recovery = new Recovery(runtime, [definition]);
  const listed = await recovery.list("acme");
  expect(listed).toMatchObject([
    { actionId, operation: "doors:create", unknownSince: expect.any(Number) as number },
  ]);
  expect(listed[0]).not.toHaveProperty("sealedAction");
  expect(await recovery.reconcile(actionId)).toMatchObject({ settled: "happened" });
  expect(await recovery.list("acme")).toEqual([]);
  const records = await log(runtime);
  const settlement = records.at(-1)!;
  expect(settlement).toMatchObject({
    kind: "settlement",
    outcome: "success",
    actionId,
    details: { fact: "happened", by: "reconcile", read: "doors:read" },
  });
  // The read is an action of its own, as governed and recorded as any.
  const read = records.filter((record) => record.actionId === settlement.details["readAction"]);
  expect(read.map(({ kind }) => kind)).toEqual(["decision", "attempt", "attempt", "outcome"]);
  expect(read[0]).toMatchObject({ operation: "doors:read", details: { servesAction: actionId } });
  expect(home.building.server.requests.filter(({ method }) => method === "GET")).toHaveLength(3);
  expect(await rejection(recovery.reconcile(actionId))).toMatchObject({ code: "not_in_doubt", actionId });
});

test("that it is not there settles nothing while the request may still be on its way", async () => {
  await using home = await house(free);
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const actionId = await cutOff(home, runtime, false);
  const recovery = new Recovery(runtime, [definition]);
  const early = await recovery.reconcile(actionId);
  expect(early).toEqual({ actionId, why: expect.stringContaining("may still come") as string });
  const [unknown] = await recovery.list("acme");
  clock.move(unknown!.endsBy - clock.now());
  expect(await recovery.reconcile(actionId)).toMatchObject({ settled: "did_not_happen" });
  expect((await log(runtime)).at(-1)).toMatchObject({
    kind: "settlement",
    outcome: "failure",
    details: { fact: "did_not_happen" },
  });
});

test("a read that policy does not grant the agent, or that fails, leaves the outcome unknown", async () => {
  await using home = await house(free);
  const runtime = await home.open();
  const actionId = await cutOff(home, runtime, true);
  const recovery = new Recovery(runtime, [definition]);
  home.building.intercept(() => ({ status: 403, body: { message: "not you" } }));
  expect((await recovery.reconcile(actionId)).why).toContain("not you");
  home.building.intercept(undefined);
  await home.policy(`- { name: create, connector: doors, operations: ["doors:create"] }`);
  await runtime.reloadPolicies();
  expect((await recovery.reconcile(actionId)).why).toContain("policy denied doors:read");
  expect((await new Recovery(runtime, []).reconcile(actionId)).why).toContain("a person must settle it");
  expect(await recovery.list("acme")).toHaveLength(1);
});

test("a person settles what no read tells, with a reason, and once", async () => {
  await using home = await house(free);
  const runtime = await home.open();
  const actionId = await cutOff(home, runtime, true);
  const recovery = new Recovery(runtime, []);
  const refused: [typeof alice, Fact, string][] = [
    [{ ...alice, authenticatedBy: "" }, "happened", "saw it"],
    [{ ...alice, id: "Agent-1" }, "happened", "saw it"],
    [alice, "happened", "  "],
    [alice, "perhaps" as Fact, "saw it"],
  ];
  for (const [who, fact, reason] of refused) {
    expect(await rejection(recovery.settle(actionId, who, fact, reason))).toMatchObject({
      code: "settlement_refused",
      actionId,
    });
  }
  await recovery.settle(actionId, alice, "happened", " the door is there ");
  expect((await log(runtime)).at(-1)).toMatchObject({
    ...{ kind: "settlement", actionId, outcome: "success" },
    details: {
      fact: "happened",
      by: "person",
      person: alice.id,
      authenticatedBy: "test",
      reason: "the door is there",
    },
  });
  expect(await rejection(recovery.settle(actionId, alice, "happened", "again"))).toMatchObject({
    code: "not_in_doubt",
  });
});

test("what is under way in a process that lives is nobody's to settle, until its time is over", async () => {
  await using home = await house(free);
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const slow = await home.open({
    clock,
    // The credential comes late, so that the action stands open without an answer.
    vault: {
      name: "slow",
      read: async (path) => {
        arrived.resolve();
        await held.promise;
        return home.vault.read(path);
      },
      close: async () => undefined,
    },
  });
  const acting = home.doors(slow).execute("doors:create", { name: "Side door" });
  await arrived.promise;
  const recovery = new Recovery(runtime, [definition]);
  expect(await recovery.list("acme")).toEqual([]);
  const [open] = await runtime.store.openActions("acme");
  expect(await rejection(recovery.settle(open!.actionId, alice, "happened", "guess"))).toMatchObject({
    code: "not_in_doubt",
  });
  clock.move(open!.endsBy - clock.now());
  expect(await recovery.list("acme")).toMatchObject([{ actionId: open!.actionId }]);
  await recovery.settle(open!.actionId, alice, "did_not_happen", "it took too long");
  // It was late and not dead: what others have settled, and may have done again, is not sent any more.
  held.resolve();
  expect(await rejection(acting)).toMatchObject({ code: "action_overdue", actionId: open!.actionId });
  expect((await log(runtime)).slice(-4)).toMatchObject([
    { kind: "outcome", outcome: "unknown", details: { because: "it did not end in its time" } },
    { kind: "settlement", outcome: "failure" },
    { kind: "vault" },
    { kind: "outcome", outcome: "not_sent", details: { error: "action_overdue" } },
  ]);
  expect(home.building.server.requests).toEqual([]);
});

test("a process of the same number that ran before this one is taken for gone", async () => {
  await using home = await house(free);
  const first = await home.open();
  await home.doors(first).execute("doors:create", { name: "Side door" });
  const startedAt = Math.floor(performance.timeOrigin) - 1;
  const action: OpenAction = {
    ...{ actionId: "a1", orgId: "acme", agentId: "agent-1", connector: "doors", operation: "doors:create" },
    ...{ sealedAction: "", host: hostname(), pid: process.pid, startedAt, endsBy: Number.MAX_SAFE_INTEGER },
  };
  await first.store.commit([{ do: "begin", action }]);
  expect(await new Recovery(first, []).list("acme")).toMatchObject([{ actionId: "a1" }]);
});

const input = { userId: "u1", count: 3 };
const startedAt = Date.parse("2026-03-01T12:00:00Z");
const since = (madeAt: string): [Question["reconcile"], unknown] => [
  { settled: { state: "locked" }, madeAt: "made.at" },
  { state: "locked", made: { at: madeAt } },
];
type Settled = Question["reconcile"]["settled"];
const facts: [string, { given: [Settled, unknown]; want: Fact | undefined }][] = [
  ["what is to be there and is", { given: ["present", {}], want: "happened" }],
  ["what is to be there and is not", { given: ["present", undefined], want: "did_not_happen" }],
  ["what is to be gone and is", { given: ["absent", undefined], want: "happened" }],
  ["what is to be gone and is not", { given: ["absent", {}], want: "did_not_happen" }],
  ["a field of the value", { given: [{ state: "locked" }, { state: "locked" }], want: "happened" }],
  ["a field of another value", { given: [{ state: "locked" }, { state: "open" }], want: "did_not_happen" }],
  ["a field below another", { given: [{ "a.b": true }, { a: { b: true } }], want: "happened" }],
  ["a field that is null", { given: [{ state: null }, {}], want: "happened" }],
  [
    "one field of two",
    {
      given: [
        { a: 1, b: 2 },
        { a: 1, b: 3 },
      ],
      want: "did_not_happen",
    },
  ],
  ["an argument in a field", { given: [{ id: "{userId}" }, { id: "u1" }], want: "happened" }],
  ["an argument that keeps its type", { given: [{ n: "{count}" }, { n: 3 }], want: "happened" }],
  ["an argument within a text", { given: [{ n: "{userId}/{count}" }, { n: "u1/3" }], want: "happened" }],
  ["an argument that was not given", { given: [{ id: "{groupId}" }, { id: "u1" }], want: undefined }],
  ["a field of what is gone", { given: [{ state: "locked" }, undefined], want: undefined }],
];

test.for(facts)(
  "%s tells what it can",
  ([
    ,
    {
      given: [settled, found],
      want,
    },
  ]) => {
    expect(factOfSingle({ reconcile: { settled }, input, startedAt }, found)).toBe(want);
  },
);

const ages: [string, { given: [Question["reconcile"], unknown]; want: Fact | undefined }][] = [
  ["made after the action started", { given: since("2026-03-01T12:00:01.000Z"), want: "happened" }],
  ["made by a clock that is a little behind", { given: since("2026-03-01T11:59:55Z"), want: "happened" }],
  ["that was there before", { given: since("2026-03-01T11:59:54Z"), want: undefined }],
  ["whose date is none", { given: since("yesterday"), want: undefined }],
  [
    "without a date",
    { given: [{ settled: { state: "locked" }, madeAt: "made.at" }, { state: "locked" }], want: undefined },
  ],
  [
    "that was there before, and is not as the action makes it",
    {
      given: [since("")[0], { state: "open", made: { at: "2020-01-01T00:00:00Z" } }],
      want: "did_not_happen",
    },
  ],
  ["that is not there", { given: [{ settled: "present", madeAt: "at" }, undefined], want: "did_not_happen" }],
];

test.for(ages)("a thing %s tells what it can", ([, { given, want }]) => {
  const [reconcile, found] = given;
  expect(factOfSingle({ reconcile, input, startedAt }, found)).toBe(want);
});
