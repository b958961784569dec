import fc from "fast-check";
import { expect, test } from "vitest";
import { bench } from "./quota-bench.ts";

/** An exact model of an API that counts in fixed windows, each begun by its first request. */
function counter(
  perWindow: number,
  windowMs: number,
): { ask(now: number): { left: number; endsInMs: number } } {
  let start = Number.NEGATIVE_INFINITY;
  let used = 0;
  return {
    ask: (now) => {
      if (now >= start + windowMs) [start, used] = [now, 0];
      used += 1;
      return { left: perWindow - used, endsInMs: start + windowMs - now };
    },
  };
}

test("whoever is alone with a limit is never refused, and everybody is served, however calls and answers fall", async () => {
  const step = fc.record({
    calls: fc.nat(6),
    answers: fc.nat(6),
    passMs: fc.nat(20_000),
    newestFirst: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 10, max: 30 }),
      async (steps, perWindow) => {
        const on = bench();
        const api = counter(perWindow, 60_000);
        const inFlight: ReturnType<typeof on.answer>[] = [];
        const count = { asked: 0, served: 0 };
        const call = async (): Promise<void> => {
          count.asked += 1;
          await on.enter();
          const { left, endsInMs } = api.ask(on.timer.now());
          expect(left).toBeGreaterThanOrEqual(0);
          inFlight.push(on.answer(200, { limit: perWindow, left, resetInMs: endsInMs }));
          count.served += 1;
        };
        const answer = (newestFirst: boolean): void => {
          const next = newestFirst ? inFlight.pop() : inFlight.shift();
          if (next) on.quota.left(on.bucket, next, true);
        };
        for (const { calls, answers, passMs, newestFirst } of steps) {
          for (let each = 0; each < calls; each += 1) void call();
          await on.settle();
          on.timer.advance(passMs);
          await on.settle();
          for (let each = 0; each < answers; each += 1) answer(newestFirst);
          await on.settle();
        }
        for (let rest = 0; rest < 200 && count.served < count.asked; rest += 1) {
          while (inFlight.length > 0) answer(false);
          on.timer.advance(5000);
          await on.settle();
        }
        expect(count.served).toBe(count.asked);
      },
    ),
    { numRuns: 60 },
  );
});
