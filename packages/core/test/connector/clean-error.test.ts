import { inspect } from "node:util";
import { expect, test } from "vitest";
import { cleanError } from "../../src/connector/clean-error.ts";
import { house, log, rejection } from "../support/house.ts";

const clean = (text: string): string => text.replaceAll("s3cret", "***");

test("what libraries hang on errors is cleaned as deep as it goes, and bytes are taken away", () => {
  class Response {
    readonly body: Map<string, string>;
    constructor(text: string) {
      this.body = new Map([["token", text]]);
    }
  }
  const live = new Response("nothing to hide");
  const cause = Object.assign(new TypeError("sent s3cret"), { bytes: Buffer.from("s3cret") });
  const error = Object.assign(new Error("s3cret", { cause }), {
    options: { headers: ["Bearer s3cret", { nested: "s3cret" }] },
    errors: [new Error("one s3cret")],
    response: new Response("Bearer s3cret"),
    live,
    status: 500,
    nothing: null,
  });
  Object.assign(cause, { back: error });
  expect(cleanError(error, clean)).toBe(error);
  expect(error.message).toBe("***");
  expect(error.stack).not.toContain("s3cret");
  expect(cause.message).toBe("sent ***");
  expect(cause).not.toHaveProperty("bytes");
  expect(error.options).toEqual({ headers: ["Bearer ***", { nested: "***" }] });
  expect(error.errors[0]?.message).toBe("one ***");
  expect(error).not.toHaveProperty("response");
  expect([error.live, error.status, error.nothing]).toEqual([live, 500, null]);
});

test.for([
  ["s3cret", "***"],
  [undefined, undefined],
  [null, null],
  [7, 7],
])("what is thrown and is no error is cleaned as well: %s", ([thrown, cleaned]) => {
  expect(cleanError(thrown, clean)).toBe(cleaned);
});

const sealed: [string, () => Error][] = [
  ["frozen", () => Object.freeze(new TypeError("sent s3cret"))],
  ["one whose message can't be written", () => fixed(new TypeError("sent s3cret"))],
  ["of a class that computes its message", () => Object.preventExtensions(new Computed())],
];

test.for(sealed)("an error that is %s gives way to one that says the same without the secret", ([, make]) => {
  const cause = make();
  const error = new Error("outer", { cause });
  const alone = cleanError(make(), clean) as Error;
  expect(cleanError(error, clean)).toBe(error);
  for (const standIn of [alone, error.cause as Error]) {
    expect(standIn).not.toBe(cause);
    expect(standIn).toMatchObject({ name: cause.name, message: "sent ***" });
    expect(inspect(standIn, { showHidden: true })).not.toContain("s3cret");
  }
});

test("frozen data gives way to a copy, wherever it hangs and whatever leads back to it", () => {
  const back: { to?: unknown } = {};
  const frozen = Object.freeze({ note: "s3cret", list: Object.freeze(["s3cret", 1]), back });
  back.to = frozen;
  const error = Object.assign(new Error("outer"), { frozen, back });
  cleanError(error, clean);
  expect(error.frozen).toMatchObject({ note: "***", list: ["***", 1] });
  expect(error.back.to).toBe(error.frozen);
  expect(inspect(error, { depth: 9 })).not.toContain("s3cret");
});

test("a text that its class computes is covered where that can be done", () => {
  const aborted = new DOMException("sent s3cret", "AbortError");
  expect(cleanError(aborted, clean)).toBe(aborted);
  expect([aborted.message, aborted.name]).toEqual(["sent ***", "AbortError"]);
  expect(inspect(aborted)).not.toContain("s3cret");
});

test("an error that can't be looked at is withheld", () => {
  const trap = new Proxy(new Error("s3cret"), {
    get: () => {
      throw new Error("s3cret");
    },
  });
  expect(cleanError(new Error("outer", { cause: trap }), clean)).toMatchObject({
    message: expect.stringContaining("is withheld") as string,
  });
});

test("what a call throws is the cleaned error, for the caller and for the record", async () => {
  await using home = await house();
  const refusal = Object.freeze(new TypeError("can't go on with s3cret"));
  const vault = { name: "frozen", read: () => Promise.reject(refusal), close: async () => undefined };
  const runtime = await home.open({ vault });
  const error = await rejection(home.doors(runtime).execute("doors:create", { name: "d9", code: "s3cret" }));
  expect(error.name).toBe("TypeError");
  expect(inspect([error, await log(runtime)], { depth: 9, showHidden: true })).not.toContain("s3cret");
});

test.each([
  ["has no text", Object.create(null) as object],
  ["has a text of another type", { toString: () => ({}) }],
  ["is nothing", null],
  ["is an error of no text", Object.defineProperty(new Error("no"), "message", { value: 1n })],
])("an action that is called off for a reason that %s is on record as not sent", async (_, reason) => {
  await using home = await house();
  const runtime = await home.open();
  const signal = AbortSignal.abort(reason);
  expect(
    await rejection(home.doors(runtime).execute("doors:create", { name: "d9" }, { signal })),
  ).not.toMatchObject({ code: "outcome_unrecorded" });
  expect(await runtime.store.openActions()).toEqual([]);
  const records = await log(runtime);
  expect(records.map(({ kind }) => kind)).toEqual(["decision", "intent", "vault", "outcome"]);
  expect(records.at(-2)).toMatchObject({ details: { access: "failed" } });
  expect(records.at(-1)).toMatchObject({ outcome: "not_sent", details: { error: "internal" } });
});

class Computed extends Error {
  override get message(): string {
    return "sent s3cret";
  }
}

function fixed(error: Error): Error {
  return Object.defineProperty(error, "message", { writable: false, configurable: false });
}
