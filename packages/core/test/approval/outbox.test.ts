import { DatabaseSync } from "node:sqlite";
import { expect, test, vi } from "vitest";
import type { AnnouncedApproval, ApprovalChannel, Delivery } from "../../src/approval/channel.ts";
import { Outbox } from "../../src/approval/outbox.ts";
import { AnnouncementError } from "../../src/errors/announcement-error.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SetClock } from "../support/clock.ts";
import { alice, type House, house, log, rejection } from "../support/house.ts";
import { work } from "../support/process.ts";
import { tapped } from "../support/tap.ts";
import { homeAt } from "../../src/runtime/home.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";

vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000 };

const named = `- { name: named, connector: doors, operations: ["doors:*"], risk_max: critical, hitl_channel: "#guards" }\n`;

/** A channel that notes what it is told, and fails as often as it is asked to. */
class NotingChannel implements ApprovalChannel {
  readonly name: string;
  readonly told: (Delivery & { readonly approval: AnnouncedApproval })[] = [];
  readonly ends: string[] = [];
  failures: number;

  constructor(name: string, failures = 0) {
    this.name = name;
    this.failures = failures;
  }

  async announce(approval: AnnouncedApproval, delivery: Delivery): Promise<void> {
    this.told.push({ approval, ...delivery });
    if (this.failures > 0) {
      this.failures -= 1;
      throw new AnnouncementError(this.name, "it was out");
    }
  }

  async settled({ state }: AnnouncedApproval): Promise<void> {
    this.ends.push(state);
  }
}

async function ask(home: House, runtime: Runtime): Promise<string> {
  return (await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }))).approvalId;
}

const states = async ({ store }: Runtime, approvalId: string): Promise<string[]> =>
  (await store.announcements({ approvalId })).map(({ channel, state }) => `${channel} ${state}`).toSorted();

test("of many processes that have a channel, one tells it, and the others leave it", async () => {
  await using home = await house(named);
  const channels = Array.from({ length: 3 }, () => new NotingChannel("#guards"));
  const runtimes = await Promise.all(channels.map((channel) => home.open({ channels: [channel] })));
  const id = await ask(home, runtimes[0]!);
  await expect.poll(() => states(runtimes[0]!, id), patient).toEqual(["#guards sent"]);
  const told = channels.flatMap((channel) => channel.told);
  expect(told).toMatchObject([{ idempotencyKey: `${id}:#guards`, approval: { id, state: "pending" } }]);
  expect(told[0]?.approval).not.toHaveProperty("sealedAction");
});

test("what a process that died had to tell is told by the next one", async () => {
  await using home = await house(named);
  const dieAt = "after approval";
  await work({ key: home.key, execute: ["doors:delete", { doorId: "d1" }], dieAt }).ended;
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ channels: [guards] });
  const [request] = await runtime.approvals.list({});
  await expect.poll(() => states(runtime, request!.id), patient).toEqual(["#guards sent"]);
  expect(guards.told).toHaveLength(1);
});

test("a claim whose process died is taken over when its lease is over, under the same key", async () => {
  await using home = await house(named);
  const clock = new SetClock();
  const asking = await home.open({ clock });
  const id = await ask(home, asking);
  const at = clock.now();
  await asking.store.commit([
    { do: "claim", approvalId: id, channel: "#guards", attempt: 1, at, until: at + 45_000 },
  ]);
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ channels: [guards], clock });
  await runtime.approvals.list({});
  expect(guards.told).toEqual([]);
  clock.move(45_000);
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards sent"]);
  expect(guards.told).toMatchObject([{ idempotencyKey: `${id}:#guards` }]);
  // What the first process would still report no longer counts.
  const late = {
    do: "announced",
    approvalId: id,
    channel: "#guards",
    attempt: 1,
    state: "failed",
    nextAt: at,
  } as const;
  expect(await rejection(runtime.store.commit([late]))).toMatchObject({ code: "store_conflict" });
});

test("while one process tells a channel, no other does, however often it looks", async () => {
  await using home = await house(named);
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow: ApprovalChannel = { name: "#guards", announce: () => (reached.resolve(), gate.promise) };
  const telling = await home.open({ channels: [slow] });
  const id = await ask(home, telling);
  await reached.promise;
  const guards = new NotingChannel("#guards");
  const others = await home.open({ channels: [guards] });
  // Nor would it be due at the end of the longest attempt.
  const dueAt = others.clock.now() + 30_000;
  expect(await others.store.announcements({ dueAt })).toEqual([]);
  // The second request is told in the same look that leaves the first alone.
  const next = await ask(home, others);
  await expect.poll(() => states(others, next), patient).toEqual(["#guards sent"]);
  gate.resolve();
  await expect.poll(() => states(telling, id), patient).toEqual(["#guards sent"]);
  expect(guards.told.map(({ approval }) => approval.id)).toEqual([next]);
});

test("a channel that fails is tried again, later each time, until it works; each failure is on record", async () => {
  await using home = await house(named);
  const clock = new SetClock();
  const guards = new NotingChannel("#guards", 3);
  const runtime = await home.open({ channels: [guards], clock });
  const id = await ask(home, runtime);
  for (const tries of [1, 2, 3]) {
    await expect
      .poll(async () => (await log(runtime)).filter(({ kind }) => kind === "announcement"), patient)
      .toHaveLength(tries);
    const [waiting] = await runtime.store.announcements({ approvalId: id });
    // Twice as long each time, of which up to half is left to chance.
    const longest = 1_000 * 2 ** (tries - 1);
    const wait = waiting!.nextAt - clock.now();
    expect(wait).toBeGreaterThanOrEqual(longest / 2);
    expect(wait).toBeLessThanOrEqual(longest);
    clock.move(wait);
  }
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards sent"]);
  expect(new Set(guards.told.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  const records = (await log(runtime)).filter(({ kind }) => kind === "announcement");
  expect(records.map(({ details }) => details)).toMatchObject([
    { state: "waiting", attempt: 1, error: "#guards was not told: it was out" },
    { state: "waiting", attempt: 2 },
    { state: "waiting", attempt: 3 },
    { state: "sent", attempt: 4 },
  ]);
});

const givenUp: [string, { channels: ApprovalChannel[]; why: string }][] = [
  ["that no process has", { channels: [], why: "no process had this channel" }],
  ["that always fails", { channels: [new NotingChannel("#guards", 1_000)], why: "every attempt failed" }],
];

test.for(givenUp)(
  "a channel %s is given up when the request expires, on record",
  async ([, { channels, why }]) => {
    await using home = await house(named);
    const clock = new SetClock();
    const runtime = await home.open({ channels, clock });
    const id = await ask(home, runtime);
    if (channels.length > 0) await expect.poll(() => log(runtime), patient).toHaveLength(3);
    clock.move(runtime.approvals.limits.decideMs);
    await expect.poll(() => states(runtime, id), patient).toEqual(["#guards failed"]);
    expect((await log(runtime)).at(-1)).toMatchObject({
      kind: "announcement",
      details: { approvalId: id, state: "failed", gaveUp: why },
    });
  },
);

test("a request that was decided before anybody was told is not announced any more", async () => {
  await using home = await house(named);
  const asking = await home.open();
  const id = await ask(home, asking);
  await asking.approvals.vote(id, alice, "deny", "no");
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ channels: [guards] });
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards moot"]);
  expect(guards.told).toEqual([]);
});

test("a channel hears that what it announced is settled, whoever settled it", async () => {
  await using home = await house(named);
  const guards = new NotingChannel("#guards");
  const [runtime, other] = [await home.open({ channels: [guards] }), await home.open()];
  const id = await ask(home, runtime);
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards sent"]);
  await other.approvals.vote(id, alice, "approve", "go");
  await expect.poll(() => guards.ends, patient).toEqual(["approved"]);
  // Once: not again in the looks behind that one.
  const next = await ask(home, runtime);
  await expect.poll(() => states(runtime, next), patient).toEqual(["#guards sent"]);
  await other.approvals.vote(next, alice, "deny", "no");
  await expect.poll(() => guards.ends, patient).toEqual(["approved", "denied"]);
});

test("what names no channel waits for the channel of every request, where its own process has none", async () => {
  await using home = await house(named.replace(`, hitl_channel: "#guards"`, ""));
  const asking = await home.open();
  const id = await ask(home, asking);
  expect(await states(asking, id)).toEqual(["* waiting"]);
});

test("the channel of every request hears of what its own process asks for, and of what names no channel", async () => {
  await using home = await house(named);
  const [guards, everywhere] = [new NotingChannel("#guards"), new NotingChannel("*")];
  const runtime = await home.open({ channels: [guards, everywhere] });
  const id = await ask(home, runtime);
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards sent", "* sent"]);
  await home.policy(named.replace(`, hitl_channel: "#guards"`, ""));
  await runtime.reloadPolicies();
  const other = await ask(home, runtime);
  await expect.poll(() => states(runtime, other), patient).toEqual(["* sent"]);
});

test("a channel that never answers is left behind when the runtime closes, and told again by the next", async () => {
  await using home = await house(named);
  const reached = Promise.withResolvers<void>();
  const announce = (): Promise<void> => (reached.resolve(), new Promise<void>(() => undefined));
  const stuck: ApprovalChannel = { name: "#guards", announce };
  const runtime = await home.open({ channels: [stuck] });
  const id = await ask(home, runtime);
  await reached.promise;
  await runtime.close();
  const guards = new NotingChannel("#guards");
  const next = await home.open({ channels: [guards] });
  await expect.poll(() => states(next, id), patient).toEqual(["#guards sent"]);
});

test("a process that asks and closes at once has told first", async () => {
  await using home = await house(named);
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ channels: [guards] });
  const id = await ask(home, runtime);
  await runtime.close();
  expect(guards.told).toMatchObject([{ approval: { id } }]);
  expect(await states(await home.open(), id)).toEqual(["#guards sent"]);
});

test("a channel that does not care how a request ends is told of it once, and no more", async () => {
  await using home = await house(named);
  const told: string[] = [];
  const channel: ApprovalChannel = { name: "#guards", announce: async ({ id }) => void told.push(id) };
  const runtime = await home.open({ channels: [channel] });
  const id = await ask(home, runtime);
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards sent"]);
  await runtime.approvals.vote(id, alice, "deny", "no");
  const next = await ask(home, runtime);
  await expect.poll(() => states(runtime, next), patient).toEqual(["#guards sent"]);
  expect(told).toEqual([id, next]);
});

test("an outbox that is closed looks for nothing any more", async () => {
  await using home = await house(named);
  const { store, audit, clock, sealer } = await home.open();
  const guards = new NotingChannel("#guards");
  const person = async () => alice;
  const outbox = new Outbox({ store, audit, clock, person, sealer, channels: [guards] });
  await outbox.close();
  await ask(home, await home.open());
  outbox.nudge();
  await outbox.close();
  expect(guards.told).toEqual([]);
});

test("a request that was altered in the store before anybody was told is announced to nobody, on record", async () => {
  await using home = await house(named);
  const asking = await home.open();
  const id = await ask(home, asking);
  const db = new DatabaseSync(homeAt(home.key.folder).store);
  db.prepare(
    "UPDATE approval SET request = json_set(request, '$.card.title', 'doors:read') WHERE id = ?",
  ).run(id);
  db.close();
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ channels: [guards] });
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards failed"]);
  expect(guards.told).toEqual([]);
  const gaveUp = expect.stringContaining("was altered") as string;
  expect((await log(runtime)).at(-1)).toMatchObject({ kind: "announcement", details: { gaveUp } });
});

test("a request that another key sealed is left to the processes that have it", async () => {
  await using home = await house(named);
  const asking = await home.open();
  const id = await ask(home, asking);
  const guards = new NotingChannel("#guards");
  const ARX_AUDIT_KEY = Buffer.alloc(32, 7).toString("base64");
  await home.open({ channels: [guards], env: { ...home.key.env, ARX_AUDIT_KEY } });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(guards.told).toEqual([]);
  expect(await states(asking, id)).toEqual(["#guards waiting"]);
});

test("two channels of one name are refused", async () => {
  await using home = await house(named);
  const channels = [new NotingChannel("#guards"), new NotingChannel("#guards")];
  expect(await rejection(home.open({ channels }))).toBeInstanceOf(RangeError);
});

const blunders: [string, { thrown: unknown; recorded: string }][] = [
  [
    "an error of a library",
    { thrown: new TypeError("POST https://hooks.example.com/token-4a1b"), recorded: "TypeError" },
  ],
  ["what is no error", { thrown: "token-4a1b", recorded: "unknown" }],
];

test.for(blunders)(
  "of a channel that fails with %s, nothing that may hold a token is recorded",
  async ([, blunder]) => {
    await using home = await house(named);
    const announce = async (): Promise<void> => {
      throw blunder.thrown;
    };
    const runtime = await home.open({ channels: [{ name: "#guards", announce }] });
    await ask(home, runtime);
    const failures = async () => (await log(runtime)).filter(({ kind }) => kind === "announcement");
    await expect
      .poll(failures, patient)
      .toMatchObject([{ details: { state: "waiting", error: blunder.recorded } }]);
    expect(JSON.stringify(await log(runtime))).not.toContain("token-4a1b");
  },
);

test("a store that can't be written for a moment loses no announcement", async () => {
  await using home = await house(named);
  let refusals = 1;
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: (label) => {
      if (label === "claim" && refusals > 0) {
        refusals -= 1;
        throw new Error("the disk is full");
      }
    },
  });
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ store, channels: [guards] });
  const id = await ask(home, runtime);
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards sent"]);
  expect([refusals, guards.told.length]).toEqual([0, 1]);
});

test("a store that can't be read for a moment loses no announcement", async () => {
  await using home = await house(named);
  const real = SqliteStore.open({ file: homeAt(home.key.folder).store });
  let refusals = 1;
  const announcements: typeof real.announcements = async (query) => {
    if (refusals > 0) {
      refusals -= 1;
      throw new Error("the disk is gone");
    }
    return real.announcements(query);
  };
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ store: { ...tapped(real, {}), announcements }, channels: [guards] });
  const id = await ask(home, runtime);
  await expect.poll(() => guards.told, patient).toMatchObject([{ approval: { id } }]);
  expect(refusals).toBe(0);
});

test("a channel that fails to hear of the end stops neither the outcome nor the next announcement", async () => {
  await using home = await house(named);
  const told: string[] = [];
  const channel: ApprovalChannel = {
    name: "#guards",
    announce: async ({ id }) => void told.push(id),
    settled: async () => {
      throw new Error("it went away");
    },
  };
  const runtime = await home.open({ channels: [channel] });
  const first = await ask(home, runtime);
  await expect.poll(() => told, patient).toEqual([first]);
  await runtime.approvals.vote(first, alice, "deny", "no");
  const second = await ask(home, runtime);
  await expect.poll(() => told, patient).toEqual([first, second]);
});

test("a channel that never takes in how a request ended is left behind when the runtime closes", async () => {
  await using home = await house(named);
  const [told, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const stuck: ApprovalChannel = {
    name: "#guards",
    announce: async () => told.resolve(),
    settled: () => (reached.resolve(), new Promise<void>(() => undefined)),
  };
  const runtime = await home.open({ channels: [stuck] });
  const id = await ask(home, runtime);
  await told.promise;
  await runtime.approvals.vote(id, alice, "deny", "no");
  await reached.promise;
  await expect(runtime.close()).resolves.toBeUndefined();
});

test("a request that is made while the outbox looks is seen by the look behind it", async () => {
  await using home = await house(named);
  const real = SqliteStore.open({ file: homeAt(home.key.folder).store });
  const gate = Promise.withResolvers<void>();
  const looks: number[] = [];
  const announcements: typeof real.announcements = async (query) => {
    const found = await real.announcements(query);
    if ("dueAt" in query && looks.push(found.length) === 1) await gate.promise;
    return found;
  };
  const guards = new NotingChannel("#guards");
  const runtime = await home.open({ store: { ...tapped(real, {}), announcements }, channels: [guards] });
  await expect.poll(() => looks, patient).toEqual([0]);
  const id = await ask(home, runtime);
  expect(guards.told).toEqual([]);
  gate.resolve();
  await expect.poll(() => states(runtime, id), patient).toEqual(["#guards sent"]);
  expect(guards.told).toHaveLength(1);
});

test("a process that claims an announcement too late leaves it to the one that did", async () => {
  await using home = await house(named);
  const { store: shared } = homeAt(home.key.folder);
  const [first, second] = [new NotingChannel("#guards"), new NotingChannel("#guards")];
  const real = SqliteStore.open({ file: shared });
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const commit: typeof real.commit = async (unit) => {
    if (unit[0]?.do === "claim") {
      reached.resolve();
      await gate.promise;
    }
    return real.commit(unit);
  };
  const slow = await home.open({ store: { ...tapped(real, {}), commit }, channels: [first] });
  const id = await ask(home, slow);
  await reached.promise;
  const quick = await home.open({ channels: [second] });
  await expect.poll(() => states(quick, id), patient).toEqual(["#guards sent"]);
  gate.resolve();
  await slow.close();
  expect([first.told.length, second.told.length]).toEqual([0, 1]);
  expect((await log(quick)).filter(({ kind }) => kind === "announcement")).toHaveLength(1);
});
