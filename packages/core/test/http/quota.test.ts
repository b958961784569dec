import { expect, test } from "vitest";
import { Deadline } from "../../src/http/deadline.ts";
import { RateLimitedError } from "../../src/errors/rate-limited-error.ts";
import { lanes } from "../../src/http/quota/bucket.ts";
import { bench, type QuotaBench } from "./quota-bench.ts";

/** Lets `count` callers in line; tells, by number, who has been let in so far. */
function line(
  on: QuotaBench,
  count: number,
  ask: Parameters<QuotaBench["enter"]>[0] = {},
): { readonly admitted: number[] } {
  const admitted: number[] = [];
  for (let number = 0; number < count; number += 1) void on.enter(ask).then(() => admitted.push(number));
  return { admitted };
}

test("a hundred callers of a bucket of ten send exactly ten in each window, in the order in which they came", async () => {
  const on = bench();
  const { admitted } = line(on, 100);
  for (let window = 1; window <= 10; window += 1) {
    await on.settle();
    expect(admitted.length).toBe(window * 10);
    for (let left = 9; left >= 0; left -= 1) {
      on.quota.left(on.bucket, on.answer(200, { limit: 10, left, resetInMs: 60_000 }), true);
    }
    await on.settle();
    expect(admitted.length).toBe(window * 10);
    if (window < 10) await on.timer.elapse();
  }
  expect(admitted).toEqual(Array.from({ length: 100 }, (_, number) => number));
});

test("answers that overtake one another do not let more through than is left", async () => {
  const on = bench();
  const { admitted } = line(on, 30);
  await on.settle();
  for (const left of [3, 9, 1, 7, 0, 5, 2, 8, 6, 4]) {
    on.quota.left(on.bucket, on.answer(200, { limit: 10, left, resetInMs: 30_000 }), true);
    await on.settle();
    expect(admitted.length).toBe(10);
  }
});

test("what others take of the same limit is taken into account", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(200, { limit: 10, left: 2, resetInMs: 60_000 }), true);
  const { admitted } = line(on, 10);
  await on.settle();
  expect(admitted).toEqual([0, 1]);
});

test("the first answer's limit replaces what the spec let expect, upwards too", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(200, { limit: 600, left: 599, resetInMs: 60_000 }), true);
  const { admitted } = line(on, 100);
  await on.settle();
  expect(admitted.length).toBe(100);
});

test("so it does where the answer does not tell when the window ends", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(200, { limit: 600, left: 20 }), true);
  const { admitted } = line(on, 100);
  await on.settle();
  expect(admitted.length).toBe(20);
});

test("an API that is expected to count and does not say so is not held back", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(200), true);
  const { admitted } = line(on, 100);
  await on.settle();
  expect(admitted.length).toBe(100);
});

test("an error without a rate limit proves nothing about the limit", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(502), true);
  const { admitted } = line(on, 100);
  await on.settle();
  expect(admitted.length).toBe(9);
});

test("a spec that names no headers is taken at its word in each window", async () => {
  const on = bench({ limits: { limit: undefined, remaining: undefined, reset: undefined } });
  const { admitted } = line(on, 25);
  await on.settle();
  for (let sent = 0; sent < 10; sent += 1) on.quota.left(on.bucket, on.answer(200), true);
  await on.settle();
  expect(admitted.length).toBe(10);
  expect(await on.timer.elapse()).toBe(60_000);
  await on.settle();
  expect(admitted.length).toBe(20);
});

test("one refusal makes all callers of the bucket wait for the window's end, told by the server's own clock", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(429, { limit: 10, left: 0, resetInMs: 42_000 }), true);
  const { admitted } = line(on, 5);
  await on.settle();
  expect(admitted).toEqual([]);
  expect(on.timer.waits).toBe(1);
  const waitedMs = await on.timer.elapse();
  expect(waitedMs).toBeGreaterThanOrEqual(42_000);
  expect(waitedMs).toBeLessThanOrEqual(43_000);
  await on.settle();
  expect(admitted.length).toBe(5);
});

test("a burst of refusals costs one wait, and is no storm afterwards", async () => {
  const on = bench();
  line(on, 10);
  await on.settle();
  for (let refused = 0; refused < 10; refused += 1) {
    on.quota.left(on.bucket, on.answer(429, { limit: 3, left: 0, resetInMs: 20_000 }), true);
  }
  const { admitted } = line(on, 10, { again: true });
  await on.timer.elapse();
  await on.settle();
  expect(admitted).toEqual([0, 1, 2]);
});

test("who was refused goes before those who came later", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(429, { limit: 1, left: 0, resetInMs: 20_000 }), true);
  const order: string[] = [];
  void on.enter().then(() => order.push("late"));
  void on.enter({ again: true }).then(() => order.push("refused"));
  await on.timer.elapse();
  await on.settle();
  expect(order).toEqual(["refused"]);
});

test("a window that seems to have ended already is waited for a second", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(429, { limit: 10, left: 0, resetInMs: -3000 }), true);
  line(on, 1);
  expect(await on.timer.elapse()).toBe(1000);
});

test.for([
  ["a success", 200, 1],
  ["a refusal", 429, 0],
] as const)(
  "%s whose reset can't be right closes nothing for long, and the next honest answer counts",
  async ([, status, left]) => {
    const on = bench();
    line(on, 2);
    await on.settle();
    on.quota.left(on.bucket, on.answer(status, { limit: 10, left, resetInMs: 1e15 }), true);
    const { admitted } = line(on, 2);
    await on.settle();
    expect(admitted).toEqual([]);
    expect(on.quota.waitFor(on.bucket)).toBeLessThanOrEqual(120_000);
    on.quota.left(on.bucket, on.answer(200, { limit: 10, left: 8, resetInMs: 30_000 }), true);
    await on.settle();
    expect(admitted).toEqual([0, 1]);
  },
);

test("an API that tells what is left and never until when is asked again after a window", async () => {
  const on = bench();
  await on.enter();
  on.timer.advance(61_000);
  on.quota.waitFor(on.bucket);
  on.quota.left(on.bucket, on.answer(200, { limit: 10, left: 0 }), true);
  const { admitted } = line(on, 1);
  expect(await on.timer.elapse()).toBe(60_000);
  await on.settle();
  expect(admitted).toEqual([0]);
});

test("an answer that comes after its window is over takes nothing from the next one", async () => {
  const on = bench();
  line(on, 2);
  await on.settle();
  on.quota.left(on.bucket, on.answer(200, { limit: 10, left: 0, resetInMs: 5000 }), true);
  const late = on.answer(200, { limit: 10, left: 0, resetInMs: 5000 });
  on.timer.advance(7000);
  on.quota.left(on.bucket, late, true);
  const { admitted } = line(on, 9);
  await on.settle();
  expect(admitted.length).toBe(9);
});

test("a call that comes between a window's end and the next look at the queue holds nobody up", async () => {
  const on = bench({ random: () => 0.9 });
  const { admitted } = line(on, 11);
  await on.settle();
  for (let left = 9; left >= 0; left -= 1)
    on.quota.left(on.bucket, on.answer(200, { limit: 10, left, resetInMs: 60_000 }), true);
  on.timer.advance(61_100);
  const late = line(on, 1);
  await on.settle();
  expect(admitted.length).toBe(10);
  on.timer.advance(1000);
  await on.settle();
  expect(admitted.length).toBe(11);
  expect(late.admitted).toEqual([0]);
});

test("agents leave a share of each window to people", async () => {
  const on = bench({ reserve: 0.2 });
  const agents = line(on, 20);
  await on.settle();
  expect(agents.admitted.length).toBe(8);
  const people = line(on, 3, { forPerson: true });
  await on.settle();
  expect(people.admitted).toEqual([0, 1]);
  expect(agents.admitted.length).toBe(8);
});

test("a bucket that is too small to share is not withheld from agents", async () => {
  const on = bench({
    reserve: 0.1,
    limits: { buckets: [{ name: "parcels", match: ["/parcels"], perWindow: 1 }] },
  });
  const { admitted } = line(on, 1);
  await on.settle();
  expect(admitted).toEqual([0]);
});

test("a share that is none is refused when the quota is made", () => {
  expect(() => bench({ reserve: 1 })).toThrow(RangeError);
  expect(() => bench({ reserve: Number.NaN })).toThrow(RangeError);
  expect(() => bench({ maxWaitMs: -1 })).toThrow(RangeError);
});

test("a call that would wait longer than it has time fails at once, and says when there is room", async () => {
  const on = bench();
  await on.enter();
  on.quota.left(on.bucket, on.answer(429, { limit: 2, left: 0, resetInMs: 29_000 }), true);
  line(on, 5);
  const error = await on.enter({ timeoutMs: 60_000 }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: 30_000 + 2 * 60_000 });
  expect((error as Error).message).toContain("parcels");
});

test("a queue that is too long turns away even those with all the time in the world", async () => {
  const on = bench({ maxWaitMs: 90_000 });
  line(on, 20);
  await on.settle();
  await expect(on.enter()).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 120_000 });
});

test("those who wait are sent away as soon as it is clear that they wait in vain", async () => {
  const on = bench();
  await on.enter();
  const waiting = Array.from({ length: 15 }, () =>
    on.enter({ timeoutMs: 70_000 }).then(
      () => "in",
      () => "away",
    ),
  );
  await on.settle();
  on.quota.left(on.bucket, on.answer(429, { limit: 2, left: 0, resetInMs: 59_000 }), true);
  await on.settle();
  expect(on.bucket.waiting()).toBe(2);
  await on.timer.elapse();
  await on.settle();
  on.quota.left(on.bucket, on.answer(200, { limit: 2, left: 1, resetInMs: 60_000 }), true);
  const ends = await Promise.race([Promise.all(waiting), on.settle().then(() => "pending")]);
  expect(ends).toBe("pending");
  // Nine that were let in at first came to nothing here; none of those who stayed is lost.
  expect(on.bucket.waiting()).toBe(2);
});

test("a success that tells of a smaller limit sends away those who now wait in vain, too", async () => {
  const on = bench();
  line(on, 10, { timeoutMs: 100_000 });
  const late = Array.from({ length: 5 }, () =>
    on.enter({ timeoutMs: 100_000 }).catch((error: unknown) => error),
  );
  await on.settle();
  on.quota.left(on.bucket, on.answer(200, { limit: 2, left: 1, resetInMs: 50_000 }), true);
  expect(on.bucket.waiting()).toBe(2);
  expect(await Promise.all(late.slice(2))).toMatchObject([
    { code: "rate_limited" },
    { code: "rate_limited" },
    { code: "rate_limited" },
  ]);
});

test("a call whose time runs out in the queue ends with the same error", async () => {
  const on = bench({ limits: { concurrency: 1 } });
  await on.enter();
  const waiting = on.enter({ timeoutMs: 5000 }).catch((reason: unknown) => reason);
  await on.settle();
  on.timer.advance(5000);
  expect(await waiting).toBeInstanceOf(RateLimitedError);
  expect(on.bucket.waiting()).toBe(0);
});

test("a caller that gives up in the queue gets its own reason, and holds nobody up", async () => {
  const on = bench({ limits: { concurrency: 1 } });
  await on.enter();
  const stop = new AbortController();
  const first = on.enter({ signal: stop.signal }).catch((reason: unknown) => reason);
  const { admitted } = line(on, 1);
  stop.abort("enough");
  expect(await first).toBe("enough");
  on.quota.left(on.bucket, on.answer(200, { limit: 10, left: 8, resetInMs: 60_000 }), true);
  await on.settle();
  expect(admitted).toEqual([0]);
});

test("no more requests than the API bears at once are in flight, whatever their bucket", async () => {
  const on = bench({ limits: { concurrency: 3 } });
  const other = on.quota.bucket("GET", "/couriers");
  const { admitted } = line(on, 5);
  await on.settle();
  expect(admitted.length).toBe(3);
  on.quota.left(on.bucket, on.answer(200, { limit: 10, left: 9, resetInMs: 60_000 }), true);
  await on.settle();
  expect(admitted.length).toBe(4);
  expect(other.waiting()).toBe(0);
});

test("of two buckets that wait for the same place, the call that came first goes first", async () => {
  const on = bench({ limits: { concurrency: 1 } });
  const other = on.quota.bucket("GET", "/couriers");
  const deadline = new Deadline(on.timer, 60_000);
  const order: string[] = [];
  await on.enter();
  void on.enter().then(() => order.push("parcels"));
  const ask = { operation: "couriers:list", deadline, forPerson: false, again: false };
  void Promise.resolve(on.quota.enter(other, ask)).then(() => order.push("couriers"));
  void on.enter().then(() => order.push("parcels"));
  for (const bucket of [on.bucket, on.bucket, other]) {
    on.quota.left(bucket, on.answer(200), true);
    await on.settle();
  }
  expect(order).toEqual(["parcels", "couriers", "parcels"]);
});

test("a refusal with a limit of 0 pauses everybody, and halves what goes at once afterwards", async () => {
  const on = bench({ limits: { concurrency: 8 } });
  line(on, 8);
  await on.settle();
  for (let refused = 0; refused < 8; refused += 1) {
    on.quota.left(on.bucket, on.answer(429, { limit: 0, left: 0, resetInMs: 60_000 }), true);
  }
  const { admitted } = line(on, 10, { again: true });
  await on.settle();
  expect(admitted).toEqual([]);
  const pausedMs = await on.timer.elapse();
  expect(pausedMs).toBeGreaterThan(0);
  expect(pausedMs).toBeLessThan(60_000);
  await on.settle();
  expect(admitted.length).toBe(4);
});

test("what was halved grows again while the API bears it, up to what the spec says", async () => {
  const on = bench({ limits: { concurrency: 4 } });
  line(on, 4);
  await on.settle();
  for (let refused = 0; refused < 4; refused += 1)
    on.quota.left(on.bucket, on.answer(429, { limit: 0 }), true);
  on.timer.advance(60_000);
  let inFlight = 0;
  let most = 0;
  for (let round = 0; round < 40; round += 1) {
    void on.enter().then(() => (most = Math.max(most, (inFlight += 1))));
    await on.settle();
    if (round % 3 === 2) {
      on.quota.left(on.bucket, on.answer(200, { limit: 600, left: 599 - round, resetInMs: 60_000 }), true);
      inFlight -= 1;
    }
  }
  expect(most).toBe(4);
});

test("a request that may have arrived counts, one that has not left does not", async () => {
  const on = bench();
  line(on, 10);
  await on.settle();
  for (let lost = 0; lost < 5; lost += 1) on.quota.left(on.bucket, undefined, true);
  for (let kept = 0; kept < 5; kept += 1) on.quota.left(on.bucket, undefined, false);
  const { admitted } = line(on, 10);
  await on.settle();
  expect(admitted.length).toBe(5);
});

test("an API that tells when to come back, and not for how many, is come back to by fewer", async () => {
  const on = bench({
    limits: { buckets: [], limit: undefined, remaining: undefined, reset: undefined },
  });
  line(on, 8);
  await on.settle();
  const answer = on.answer(429);
  for (let refused = 0; refused < 8; refused += 1) {
    on.quota.left(on.bucket, { ...answer, headers: { ...answer.headers, "retry-after": "7" } }, true);
  }
  const { admitted } = line(on, 8, { again: true });
  expect(await on.timer.elapse()).toBe(7000);
  await on.settle();
  expect(admitted.length).toBe(4);
});

test("an API without limits in its spec is held to what it says when it refuses", async () => {
  const on = bench({
    limits: { buckets: [], limit: undefined, remaining: undefined, reset: undefined },
  });
  await on.enter();
  const answer = on.answer(429);
  on.quota.left(on.bucket, { ...answer, headers: { ...answer.headers, "retry-after": "7" } }, true);
  line(on, 1);
  expect(await on.timer.elapse()).toBe(7000);
});

test("an answer that names no limit leaves the one that is known", async () => {
  const on = bench();
  line(on, 1);
  await on.settle();
  on.quota.left(on.bucket, on.answer(200, { left: 4, resetInMs: 60_000 }), true);
  expect(on.bucket.limit).toBe(10);
  const { admitted } = line(on, 6);
  await on.settle();
  expect(admitted).toEqual([0, 1, 2, 3]);
});

test("calls that are under way when their window ends hold up the next one, for how long nobody knows", async () => {
  const on = bench();
  line(on, 10);
  await on.settle();
  on.timer.advance(60_000);
  expect(on.bucket.waitOf(lanes.usual, 0, on.timer.now())).toBe(0);
  const { admitted } = line(on, 1);
  await on.settle();
  expect(admitted).toEqual([]);
  for (let answers = 0; answers < 2; answers += 1)
    on.quota.left(on.bucket, on.answer(200, { limit: 10, left: 9, resetInMs: 60_000 }), true);
  await on.settle();
  expect(admitted).toEqual([0]);
});
