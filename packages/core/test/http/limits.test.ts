import { expect, test } from "vitest";
import type { Limits } from "../../src/connector/operation.ts";
import { RateLimitedError } from "../../src/errors/rate-limited-error.ts";
import type { ExchangeBench } from "./bench.ts";
import { bench, definition, failure, operation } from "./bench.ts";
import { httpServer, json, type WireServer } from "./wire.ts";

const windowMs = 60_000;
const limits: Limits = {
  limit: "X-Limit",
  remaining: "X-Left",
  reset: "X-Reset",
  resetUnit: "epoch-seconds",
  windowMs,
  concurrency: 20,
  buckets: [{ name: "parcels", match: ["/parcels", "/parcels/*"], perWindow: 10 }],
};

interface CountingServer extends WireServer {
  /** How many were let through, by window. */
  readonly served: number[];
  readonly refused: () => number;
  /** Ties the server's clock to the bench's timer. */
  clockOf(on: ExchangeBench): void;
}

/** An API that counts in fixed windows from its first request on, with a clock that is 5 minutes ahead of ours. */
async function countingServer(perWindow: number): Promise<CountingServer> {
  let now = (): number => 0;
  let start: number | undefined;
  let refusals = 0;
  const served: number[] = [];
  const server = await httpServer((_, response) => {
    if (start === undefined || now() >= start + windowMs) {
      start = now();
      served.push(0);
    }
    const window = served.length - 1;
    const left = perWindow - (served[window] ?? 0) - 1;
    if (left >= 0) served[window] = (served[window] ?? 0) + 1;
    else refusals += 1;
    json(
      response,
      left >= 0 ? 200 : 429,
      {},
      {
        date: new Date(now()).toUTCString(),
        "x-limit": `${perWindow}`,
        "x-left": `${Math.max(0, left)}`,
        "x-reset": `${Math.ceil((start + windowMs) / 1000)}`,
      },
    );
  });
  return {
    ...server,
    served,
    refused: () => refusals,
    clockOf: (on) => {
      now = () => 1_800_000_300_000 + on.timer.now();
    },
  };
}

test("a hundred callers are served ten a window, none of them is refused, and all get their answer", async () => {
  await using server = await countingServer(10);
  await using on = bench({
    origin: server.origin,
    epoch: 1_800_000_000_000,
    definition: definition({ limits }),
  });
  server.clockOf(on);
  const read = operation("GET /parcels/{id}");
  let done = 0;
  const all = Promise.all(
    Array.from({ length: 100 }, async (_, number) => {
      await on.send(read, { input: { id: `p${number}` } });
      done += 1;
    }),
  );
  for (let window = 1; window < 10; window += 1) {
    await expect.poll(() => done).toBe(window * 10);
    await on.timer.elapse();
  }
  await all;
  expect(server.served).toEqual(Array.from({ length: 10 }, () => 10));
  expect(server.refused()).toBe(0);
});

test("a limit that is lower than the spec let expect costs one wait, and nobody is refused again afterwards", async () => {
  await using server = await countingServer(4);
  await using on = bench({
    origin: server.origin,
    epoch: 1_800_000_000_000,
    definition: definition({ limits }),
  });
  server.clockOf(on);
  const write = operation("POST /parcels");
  let done = 0;
  const all = Promise.all(
    Array.from({ length: 20 }, async () => {
      await on.send(write);
      done += 1;
    }),
  );
  for (let window = 1; window < 5; window += 1) {
    await expect.poll(() => done).toBe(window * 4);
    await on.timer.elapse();
  }
  await all;
  expect(server.refused()).toBe(6);
  expect(server.served).toEqual([4, 4, 4, 4, 4]);
  expect(on.attempts.filter(({ status }) => status === 429).every(({ again }) => again)).toBe(true);
});

test("connectors that share a runtime share the limit", async () => {
  await using server = await countingServer(10);
  const shared = definition({ limits });
  await using on = bench({ origin: server.origin, epoch: 1_800_000_000_000, definition: shared });
  server.clockOf(on);
  const session = on.sessions.at(shared, "depot", server.origin);
  expect(session).toBe(on.sessions.at(shared, "depot", server.origin));
  expect(session).not.toBe(on.sessions.at(shared, "depot/other", server.origin));
});

test("an API that refuses again and again ends the call with when to come back", async () => {
  await using server = await httpServer((_, response) =>
    json(response, 429, { text: "slow down" }, { "retry-after": "3" }),
  );
  await using on = bench({ origin: server.origin });
  const ending = failure(on.send(operation("POST /parcels")));
  for (let wait = 0; wait < 4; wait += 1) expect(await on.timer.elapse()).toBe(3000);
  const error = await ending;
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toMatchObject({
    retryable: true,
    retryAfterMs: 3000,
    cause: { code: "api_error", status: 429 },
  });
  expect(server.arrived.length).toBe(5);
});

test("a call that has no time for the wait is told at once, with nothing sent again", async () => {
  await using server = await httpServer((_, response) => json(response, 429, {}, { "retry-after": "50" }));
  await using on = bench({ origin: server.origin });
  const error = await failure(on.send(operation("POST /parcels"), { timeoutMs: 20_000 }));
  expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 50_000 });
  expect(on.timer.now()).toBe(0);
});

test("a request that the spec counts elsewhere uses the bucket that its operation names", async () => {
  await using server = await httpServer((_, response) =>
    json(response, 200, {}, { "x-limit": "1", "x-left": "0", "x-reset": "9999999999" }),
  );
  await using on = bench({ origin: server.origin, definition: definition({ limits }) });
  await on.send(operation("GET /parcels"));
  await on.send(operation("GET /parcels/{id}", { bucket: "elsewhere" }), { input: { id: "p1" } });
  expect(await failure(on.send(operation("GET /parcels"), { timeoutMs: 1000 }))).toBeInstanceOf(
    RateLimitedError,
  );
});
