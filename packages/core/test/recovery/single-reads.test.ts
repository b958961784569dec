import { expect, test } from "vitest";
import type { ConnectorDefinition, Operation } from "../../src/connector/operation.ts";
import { type Fact, factOfList, type Question } from "../../src/recovery/evidence.ts";
import { Recovery } from "../../src/recovery/recovery.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import type { WireAnswer } from "../../src/testing/api-server.ts";
import { SetClock } from "../support/clock.ts";
import { definition } from "../support/doors.ts";
import { type House, house, rejection } from "../support/house.ts";

const trusted = `- { name: trusted, connector: doors, operations: ["doors:*"], risk_max: high, approval: { high: auto } }\n`;

/** A lock of the front door of which no answer came, seen by a clock that stands. */
async function cutOff(home: House, carriedOut: boolean) {
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  home.building.intercept((request) => {
    if (request.method === "GET") return undefined;
    if (carriedOut) home.building.answer(request);
    return { status: 500, body: { message: "out of order" } };
  });
  const { actionId } = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d1" }));
  home.building.intercept(undefined);
  const [unknown] = await new Recovery(runtime, []).list("acme");
  clock.move(unknown!.endsBy - clock.now());
  return { runtime, actionId };
}

const reconcile = (runtime: Runtime, actionId: string) =>
  new Recovery(runtime, [definition]).reconcile(actionId);

test.for([
  ["locked", true, "happened"],
  ["open", false, "did_not_happen"],
] as const)("a door that is %s tells what became of locking it", async ([, carriedOut, settled]) => {
  await using home = await house(trusted);
  const { runtime, actionId } = await cutOff(home, carriedOut);
  expect(await reconcile(runtime, actionId)).toEqual({
    actionId,
    settled,
    why: "doors:read_detail shows it",
  });
});

const unclear: [string, { answer: WireAnswer; why: string }][] = [
  [
    "that is gone",
    { answer: { status: 404, body: { message: "no such door" } }, why: "what was read does not tell" },
  ],
  [
    "that can't be read",
    { answer: { status: 403, body: { message: "not you" } }, why: "the target could not be read" },
  ],
  ["of another shape", { answer: { status: 200, body: { id: 7 } }, why: "the target could not be read" }],
];

test.for(unclear)("a door %s settles nothing", async ([, { answer, why }]) => {
  await using home = await house(trusted);
  const { runtime, actionId } = await cutOff(home, true);
  home.building.intercept(() => answer);
  expect(await reconcile(runtime, actionId)).toEqual({
    actionId,
    why: expect.stringContaining(why) as string,
  });
  expect(await new Recovery(runtime, []).list("acme")).toMatchObject([{ actionId }]);
});

/** The doors, where another read tells of locking one. */
function toldBy(by: NonNullable<Operation["reconcile"]>): ConnectorDefinition {
  const { "doors:read": read, "doors:lock": lock, ...others } = definition.operations;
  const { paging: _, ...onePage } = read!;
  const operations = { ...others, "doors:read": onePage, "doors:lock": { ...lock!, reconcile: by } };
  return { ...definition, operations };
}

const otherwise: [string, { by: NonNullable<Operation["reconcile"]>; want: object }][] = [
  [
    "for which the action lacks an argument settles nothing",
    {
      by: { read: "doors:read_detail", with: { doorId: "{key}" }, settled: "present" },
      want: { why: "what was read does not tell; a person must settle it" },
    },
  ],
  [
    "of a list of one page settles what it shows",
    { by: { read: "doors:read", with: {}, settled: { state: "locked" } }, want: { settled: "happened" } },
  ],
];

test.for(otherwise)("a read %s", async ([, { by, want }]) => {
  await using home = await house(trusted);
  const { runtime, actionId } = await cutOff(home, true);
  expect(await new Recovery(runtime, [toldBy(by)]).reconcile(actionId)).toMatchObject({ actionId, ...want });
});

type Settled = Question["reconcile"]["settled"];
const lists: [string, { given: [Settled, unknown[]]; want: Fact | undefined }][] = [
  [
    "what is to be there, among others",
    { given: [{ name: "{name}" }, [{ name: "a" }, { name: "b" }]], want: "happened" },
  ],
  [
    "what is to be there, and is not",
    { given: [{ name: "{name}" }, [{ name: "a" }]], want: "did_not_happen" },
  ],
  ["an argument that was not given", { given: [{ name: "{title}" }, [{ name: "b" }]], want: undefined }],
  ["anything at all", { given: ["present", [{}]], want: "happened" }],
  ["nothing, where there is something", { given: ["absent", [{}]], want: "did_not_happen" }],
  ["nothing, where there is nothing", { given: ["absent", []], want: "happened" }],
];

const factOf = async (by: Question["reconcile"], items: readonly unknown[]) =>
  factOfList(
    { reconcile: by, input: { name: "b" }, startedAt: Date.parse("2026-03-01T12:00:00Z") },
    (async function* () {
      yield* items;
    })(),
  );

test.for(lists)("a list with %s tells what it can", async ([, { given, want }]) => {
  const [settled, items] = given;
  expect(await factOf({ settled }, items)).toBe(want);
});

const [old, fresh] = ["2026-01-01T00:00:00.000Z", "2026-03-01T12:00:02.000Z"].map((made) => ({
  name: "b",
  made,
}));
const aged: [string, { given: unknown[]; want: Fact | undefined }][] = [
  ["what the action made, behind what was there before", { given: [old, fresh], want: "happened" }],
  ["nothing but what was there before", { given: [{ name: "a", made: fresh!.made }, old], want: undefined }],
  ["nothing of the kind", { given: [{ name: "a", made: fresh!.made }], want: "did_not_happen" }],
];

test.for(aged)("a list of dated things with %s tells what it can", async ([, { given, want }]) => {
  expect(await factOf({ settled: { name: "{name}" }, madeAt: "made" }, given)).toBe(want);
});

test("a door of which the API says nothing, and not that it is gone, is taken for there", async () => {
  await using home = await house(trusted);
  const { runtime, actionId } = await cutOff(home, true);
  const { "doors:read_detail": detail, "doors:lock": lock, ...others } = definition.operations;
  const untyped = { ...detail!, schemas: async () => ({ input: (await detail!.schemas()).input }) };
  const gone = { ...lock!, reconcile: { ...lock!.reconcile!, settled: "absent" } } as const;
  const operations = { ...others, "doors:read_detail": untyped, "doors:lock": gone };
  home.building.intercept(() => ({ status: 200 }));
  expect(await new Recovery(runtime, [{ ...definition, operations }]).reconcile(actionId)).toMatchObject({
    settled: "did_not_happen",
  });
});
