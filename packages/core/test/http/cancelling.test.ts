import { expect, test } from "vitest";
import { ApiUnreachableError } from "../../src/errors/api-unreachable-error.ts";
import { OutcomeUnknownError } from "../../src/errors/outcome-unknown-error.ts";
import { bench, failure, operation } from "./bench.ts";
import { httpServer, json, rawServer } from "./wire.ts";

const read = operation("GET /parcels");
const write = operation("POST /parcels");
const reason = new Error("the caller has gone");

/** A promise that never resolves, and tells when it is waited for. */
function stuck(): {
  readonly reached: Promise<void>;
  readonly wait: (signal?: AbortSignal) => Promise<never>;
} {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  return {
    reached,
    wait: (signal) => {
      resolve();
      return new Promise((_, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason as Error)),
      );
    },
  };
}

test("a call that is cancelled before it begins reads no secret", async () => {
  await using on = bench({ origin: "http://127.0.0.1:9" });
  expect(await failure(on.send(write, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  expect(on.reads()).toBe(0);
});

test("a call that is cancelled while the vault is read ends at once", async () => {
  const vault = stuck();
  await using on = bench({ origin: "http://127.0.0.1:9", readVault: vault.wait });
  const stop = new AbortController();
  const ending = failure(on.send(write, { signal: stop.signal }));
  await vault.reached;
  stop.abort(reason);
  expect(await ending).toBe(reason);
  expect(on.attempts).toEqual([]);
});

test("a call whose time runs out while the vault is read was not sent", async () => {
  const vault = stuck();
  await using on = bench({ origin: "http://127.0.0.1:9", readVault: vault.wait });
  const ending = failure(on.send(write, { timeoutMs: 5000 }));
  await vault.reached;
  on.timer.advance(5000);
  const error = await ending;
  expect(error).toBeInstanceOf(ApiUnreachableError);
  expect(error.message).toContain("5000 ms");
});

test("a call that is cancelled while it waits for its turn is not sent", async () => {
  await using server = await httpServer((_, response) => json(response, 429, {}, { "retry-after": "30" }));
  await using on = bench({ origin: server.origin });
  const stop = new AbortController();
  const ending = failure(on.send(write, { signal: stop.signal }));
  await expect.poll(() => on.timer.waits).toBe(1);
  stop.abort(reason);
  expect(await ending).toBe(reason);
  expect(server.arrived.length).toBe(1);
  expect(on.timer.waits).toBe(0);
});

test("a call that is cancelled while it waits to be sent again is not sent again", async () => {
  await using server = await httpServer((_, response) => json(response, 503, {}));
  await using on = bench({ origin: server.origin });
  const stop = new AbortController();
  const ending = failure(on.send(read, { signal: stop.signal }));
  await expect.poll(() => on.timer.waits).toBe(1);
  stop.abort(reason);
  expect(await ending).toBe(reason);
  expect(server.arrived.length).toBe(1);
  expect(on.timer.waits).toBe(0);
});

test("a call that waits is cut off when the runtime is closed", async () => {
  await using server = await httpServer((_, response) => json(response, 503, {}));
  await using on = bench({ origin: server.origin });
  const ending = failure(on.send(read));
  await expect.poll(() => on.timer.waits).toBe(1);
  on.sessions.close();
  const error = await ending;
  expect(error).toBeInstanceOf(ApiUnreachableError);
  expect(error.message).toContain("the runtime was closed");
  expect(on.timer.pending).toBe(0);
});

test("a call that gets as far as the network once the runtime is closed sends nothing", async () => {
  await using server = await httpServer((_, response) => json(response, 200, {}));
  await using on = bench({ origin: server.origin });
  on.sessions.close();
  expect((await failure(on.send(write))).message).toContain("the runtime was closed");
  expect(on.reads()).toBe(0);
  expect(server.arrived).toEqual([]);
});

test("a write that is on its way when the runtime is closed is of unknown outcome, and told why", async () => {
  await using server = await rawServer(() => on.sessions.close());
  await using on = bench({ origin: server.origin });
  const error = await failure(on.send(write));
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(error.message).toContain("the runtime was closed");
});

test("a read that is cancelled on its way ends with the caller's reason", async () => {
  await using server = await rawServer(() => stop.abort(reason));
  const stop = new AbortController();
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(read, { signal: stop.signal }))).toBe(reason);
  expect(on.attempts).toMatchObject([{ sent: true, again: false }]);
});

test("a write that is cancelled on its way is of unknown outcome", async () => {
  await using server = await rawServer(() => stop.abort(reason));
  const stop = new AbortController();
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(write, { signal: stop.signal }))).toBeInstanceOf(OutcomeUnknownError);
});

test("a write whose time runs out on its way is of unknown outcome, a read is not", async () => {
  await using server = await rawServer(() => on.timer.advance(5000));
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(write, { timeoutMs: 5000 }))).toBeInstanceOf(OutcomeUnknownError);
  const error = await failure(on.send(read, { timeoutMs: 5000 }));
  expect(error).toBeInstanceOf(ApiUnreachableError);
  expect(error.message).toContain("it took longer than 5000 ms");
});

test("a call that has ended holds neither a timer nor the caller's signal", async () => {
  await using server = await httpServer((_, response) => json(response, 200, {}));
  await using on = bench({ origin: server.origin });
  const stop = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = stop.signal;
  stop.signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    listeners += 1;
    addEventListener.apply(stop.signal, given);
  };
  stop.signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    listeners -= 1;
    removeEventListener.apply(stop.signal, given);
  };
  await on.send(read, { signal: stop.signal });
  expect(listeners).toBe(0);
  expect(on.timer.pending).toBe(0);
});
