import { expect, test, vi } from "vitest";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { Recovery } from "../../src/recovery/recovery.ts";
import { SetClock } from "../support/clock.ts";
import { definition } from "../support/doors.ts";
import { alice, type House, house, log, rejection } from "../support/house.ts";
import { work } from "../support/process.ts";

// Each starts processes of its own, which takes longer on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** What must be so after the process died and another one opened the home. */
interface Promised {
  /** Requests that the API got, and whether it did what they say. */
  readonly sent: 0 | 1;
  readonly done?: boolean;
  /** Whether the outcome is found to be unknown. */
  readonly unknown?: boolean;
  /** The kinds of records, from the decision on. */
  readonly kinds: string;
}

/** Kills the process when the API got its request, before or after it did what it says; refuses one that is to be made again. */
function killAtRequest({ building }: House, dieAt: string, kill: () => void): void {
  if (dieAt.endsWith(" attempt")) {
    const refusal = { status: 429, headers: { "retry-after": "1" } };
    building.intercept(({ method }) => (method === "GET" ? undefined : refusal));
  }
  if (!dieAt.startsWith("request")) return;
  building.intercept((request) => {
    if (request.method === "GET") return undefined;
    if (dieAt === "request carried out") building.answer(request);
    kill();
    return { status: 500 };
  });
}

async function reopen(home: House): Promise<{ runtime: Runtime; recovery: Recovery; kinds: string }> {
  home.building.intercept(undefined);
  const runtime = await home.open();
  const kinds = (await log(runtime)).map(({ kind }) => kind).join(" ");
  return { runtime, recovery: new Recovery(runtime, [definition]), kinds };
}

const direct: [string, Promised][] = [
  ["before decision+intent", { sent: 0, kinds: "" }],
  ["after decision+intent", { sent: 0, unknown: true, kinds: "decision intent outcome" }],
  ["before vault-read", { sent: 0, unknown: true, kinds: "decision intent outcome" }],
  ["after vault-read", { sent: 0, unknown: true, kinds: "decision intent outcome" }],
  ["before vault", { sent: 0, unknown: true, kinds: "decision intent outcome" }],
  ["after vault", { sent: 0, unknown: true, kinds: "decision intent vault outcome" }],
  // The API refused it, and it is about to be sent again.
  ["before attempt", { sent: 1, unknown: true, kinds: "decision intent vault outcome" }],
  ["after attempt", { sent: 1, unknown: true, kinds: "decision intent vault attempt outcome" }],
  ["request arrived", { sent: 1, unknown: true, kinds: "decision intent vault outcome" }],
  ["request carried out", { sent: 1, done: true, unknown: true, kinds: "decision intent vault outcome" }],
  ["before outcome", { sent: 1, done: true, unknown: true, kinds: "decision intent vault outcome" }],
  ["after outcome", { sent: 1, done: true, kinds: "decision intent vault outcome" }],
];

test.for(direct)(
  "an action that policy lets through, killed %s, is not repeated and not lost",
  async ([dieAt, want]) => {
    await using home = await house();
    const { process: child, ended } = work({
      key: home.key,
      execute: ["doors:create", { name: "Side door", floor: 3 }],
      dieAt,
    });
    killAtRequest(home, dieAt, () => child.kill("SIGKILL"));
    expect(await ended).toBeUndefined();

    const { runtime, recovery, kinds } = await reopen(home);
    expect(kinds).toBe(want.kinds);
    expect(home.building.writes()).toHaveLength(want.sent);
    expect(home.building.doors.size).toBe(want.done ? 3 : 2);
    const [unknown, ...others] = await recovery.list("acme");
    expect([unknown !== undefined, others]).toEqual([want.unknown ?? false, []]);
    if (unknown) {
      const { settled } = await recovery.reconcile(unknown.actionId);
      // That it is not there yet proves nothing while the request may still be on its way.
      expect(settled).toBe(want.done ? "happened" : undefined);
      if (!settled)
        await recovery.settle(unknown.actionId, alice, "did_not_happen", "the building's own log");
    }
    expect(await runtime.store.openActions()).toEqual([]);
    expect(home.building.writes()).toHaveLength(want.sent);
  },
);

/** The order of an action that people approve, up to the transaction that spends the approval. */
const asking: [string, { pending: boolean; kinds: string }][] = [
  ["before decision", { pending: false, kinds: "" }],
  ["after decision", { pending: false, kinds: "decision" }],
  ["before approval", { pending: false, kinds: "decision" }],
  ["after approval", { pending: true, kinds: "decision approval" }],
];

test.for(asking)("asking people, killed %s, leaves a request that stands, or none", async ([dieAt, want]) => {
  await using home = await house();
  expect(
    await work({ key: home.key, execute: ["doors:delete", { doorId: "d1" }], dieAt }).ended,
  ).toBeUndefined();
  const { runtime, kinds } = await reopen(home);
  expect(kinds).toBe(want.kinds);
  const requests = await runtime.approvals.list({ state: "pending" });
  expect(requests).toHaveLength(want.pending ? 1 : 0);
  for (const { id } of requests) {
    expect(await runtime.store.announcements({ approvalId: id })).toMatchObject([
      { channel: "*", state: "waiting" },
    ]);
    await runtime.approvals.vote(id, alice, "approve", "go");
    await home.doors(runtime).resume(id);
  }
  expect(home.building.writes()).toHaveLength(requests.length);
});

const resuming: [string, Promised & { spent: boolean }][] = [
  ["before decision", { spent: false, sent: 0, kinds: "" }],
  ["after decision", { spent: false, sent: 0, kinds: "decision" }],
  ["before approval+intent", { spent: false, sent: 0, kinds: "decision" }],
  [
    "after approval+intent",
    { spent: true, sent: 0, unknown: true, kinds: "decision approval intent outcome" },
  ],
  ["before vault-read", { spent: true, sent: 0, unknown: true, kinds: "decision approval intent outcome" }],
  ["after vault-read", { spent: true, sent: 0, unknown: true, kinds: "decision approval intent outcome" }],
  ["before vault", { spent: true, sent: 0, unknown: true, kinds: "decision approval intent outcome" }],
  ["after vault", { spent: true, sent: 0, unknown: true, kinds: "decision approval intent vault outcome" }],
  [
    "before attempt",
    { spent: true, sent: 1, unknown: true, kinds: "decision approval intent vault outcome" },
  ],
  [
    "after attempt",
    { spent: true, sent: 1, unknown: true, kinds: "decision approval intent vault attempt outcome" },
  ],
  [
    "request arrived",
    { spent: true, sent: 1, unknown: true, kinds: "decision approval intent vault outcome" },
  ],
  [
    "request carried out",
    { spent: true, sent: 1, done: true, unknown: true, kinds: "decision approval intent vault outcome" },
  ],
  [
    "before outcome",
    { spent: true, sent: 1, done: true, unknown: true, kinds: "decision approval intent vault outcome" },
  ],
  ["after outcome", { spent: true, sent: 1, done: true, kinds: "decision approval intent vault outcome" }],
];

test.for(resuming)(
  "an approved action, killed %s, is carried out once at most and not lost",
  async ([dieAt, want]) => {
    await using home = await house();
    const before = await home.open();
    const { approvalId } = await rejection(home.doors(before).execute("doors:delete", { doorId: "d1" }));
    await before.approvals.vote(approvalId, alice, "approve", "go");
    const asked = (await log(before)).length;
    await before.close();

    const { process: child, ended } = work({ key: home.key, resume: approvalId, dieAt });
    killAtRequest(home, dieAt, () => child.kill("SIGKILL"));
    expect(await ended).toBeUndefined();

    const { runtime, recovery, kinds } = await reopen(home);
    expect(kinds.split(" ").slice(asked).join(" ")).toBe(want.kinds);
    expect(home.building.writes()).toHaveLength(want.sent);
    expect((await recovery.list("acme")).length > 0).toBe(want.unknown ?? false);
    // Whoever takes it up again makes the call where none was started, and none where one was.
    const again = await work({ key: home.key, resume: approvalId }).ended;
    expect(again).toBe(want.spent ? "approval_consumed" : "done");
    expect(home.building.writes()).toHaveLength(want.spent ? want.sent : 1);
    for (const { actionId } of await recovery.list("acme")) {
      const { settled } = await recovery.reconcile(actionId);
      expect(settled).toBe(want.done ? "happened" : undefined);
    }
    expect((await runtime.approvals.get(approvalId)).state).toBe("consumed");
  },
);

const voting: [string, { state: string; kinds: string }][] = [
  ["before vote+approval", { state: "pending", kinds: "decision approval" }],
  ["after vote+approval", { state: "approved", kinds: "decision approval vote approval" }],
];

test.for(voting)("a vote, killed %s, counts whole or not at all", async ([dieAt, { state, kinds }]) => {
  await using home = await house();
  const before = await home.open();
  const { approvalId } = await rejection(home.doors(before).execute("doors:delete", { doorId: "d1" }));
  await before.close();
  expect(await work({ key: home.key, vote: approvalId, dieAt }).ended).toBeUndefined();
  const { runtime, kinds: found } = await reopen(home);
  expect(found).toBe(kinds);
  const approval = await runtime.approvals.get(approvalId);
  expect([approval.state, approval.votes.length]).toEqual([state, state === "approved" ? 1 : 0]);
  // Who is not on record as having voted may vote; who is may not again.
  const again = runtime.approvals.vote(approvalId, alice, "approve", "again");
  if (state === "pending") expect(await again).toMatchObject({ state: "approved" });
  else expect(await rejection(again)).toMatchObject({ code: "vote_refused" });
  await home.doors(runtime).resume(approvalId);
  expect(home.building.writes()).toHaveLength(1);
});

test("asking people, killed while the target is read for their card, leaves no request and nothing in doubt", async () => {
  await using home = await house();
  const { process: child, ended } = work({ key: home.key, execute: ["doors:lock", { doorId: "d1" }] });
  home.building.intercept(() => {
    child.kill("SIGKILL");
    return { status: 500 };
  });
  expect(await ended).toBeUndefined();
  const { runtime, recovery, kinds } = await reopen(home);
  expect(kinds).toBe("decision decision vault");
  expect(await runtime.approvals.list({})).toEqual([]);
  expect(await recovery.list("acme")).toEqual([]);
  expect(home.building.writes()).toEqual([]);
});

test("an approved action, killed while its target is read again, keeps its approval and is carried out once", async () => {
  await using home = await house();
  const before = await home.open();
  const { approvalId } = await rejection(home.doors(before).execute("doors:lock", { doorId: "d1" }));
  await before.approvals.vote(approvalId, alice, "approve", "go");
  const asked = (await log(before)).length;
  await before.close();
  const { process: child, ended } = work({ key: home.key, resume: approvalId });
  home.building.intercept(() => {
    child.kill("SIGKILL");
    return { status: 500 };
  });
  expect(await ended).toBeUndefined();
  const { runtime, recovery, kinds } = await reopen(home);
  expect(kinds.split(" ").slice(asked).join(" ")).toBe("decision decision vault");
  expect(await recovery.list("acme")).toEqual([]);
  expect(await runtime.approvals.get(approvalId)).toMatchObject({ state: "approved" });
  expect(await work({ key: home.key, resume: approvalId }).ended).toBe("done");
  expect(await work({ key: home.key, resume: approvalId }).ended).toBe("approval_consumed");
  expect(home.building.writes()).toHaveLength(1);
});

const telling: [string, { again: boolean }][] = [
  ["before claim", { again: true }],
  ["after claim", { again: true }],
  ["announcement is told", { again: true }],
  ["before announcement", { again: true }],
  ["after announcement", { again: false }],
];

test.for(telling)(
  "telling people of a request, killed %s, is done again by the next process unless it is on record",
  async ([dieAt, { again }]) => {
    await using home = await house();
    const child = work({ key: home.key, execute: ["doors:delete", { doorId: "d1" }], tells: true, dieAt });
    expect(await child.ended).toBeUndefined();
    const told: string[] = [];
    const channel = {
      name: "*",
      announce: async (_: unknown, { idempotencyKey }: { idempotencyKey: string }) =>
        void told.push(idempotencyKey),
    };
    // Behind the time in which nobody else tries.
    const clock = new SetClock(Date.now() + 60_000);
    const runtime = await home.open({ clock, channels: [channel] });
    const [request] = await runtime.approvals.list({ state: "pending" });
    const announcements = () => runtime.store.announcements({ approvalId: request!.id });
    await expect
      .poll(async () => (await announcements()).map(({ state }) => state), { timeout: 30_000 })
      .toEqual(["sent"]);
    expect(told).toEqual(again ? [`${request!.id}:*`] : []);
    expect((await log(runtime)).map(({ kind }) => kind)).toEqual(["decision", "approval", "announcement"]);
  },
);

test("of eight processes that take up one approval at the same time, one makes the call", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  const workers = Array.from({ length: 8 }, () => work({ key: home.key, resume: approvalId, hold: true }));
  await Promise.all(
    workers.map(({ process: { stdout } }) => new Promise((resolve) => stdout!.once("data", resolve))),
  );
  for (const { process: child } of workers) child.stdin!.end("go\n");
  const said = await Promise.all(workers.map(({ ended }) => ended));
  expect(said.toSorted()).toEqual([...Array<string>(7).fill("approval_consumed"), "done"]);
  expect(home.building.writes()).toHaveLength(1);
});
