import { Console } from "node:console";
import { Session } from "node:inspector";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { serialize } from "node:v8";
import { expect, test } from "vitest";
import { bundleOf } from "../../src/vault/names.ts";
import { Secret } from "../../src/vault/secret.ts";

const canary = "canary-5f1c9a7e";

function bench(): { secret: Secret; holder: object } {
  const secret = new Secret(canary);
  const bundle = bundleOf("okta", [["api_token", secret]]);
  return {
    secret,
    holder: { deep: { list: [bundle, { map: new Map([["k", secret]]) }], set: new Set([secret]) } },
  };
}

test("a secret gives its value to reveal alone", () => {
  const { secret } = bench();
  expect(secret.reveal()).toBe(canary);
});

const printers: readonly (readonly [string, (value: unknown) => string])[] = [
  ["String()", (value) => String(value)],
  ["a template", (value) => `${value as string}`],
  ["concatenation", (value) => (value as string) + ""],
  ["toLocaleString", (value) => (value as object).toLocaleString()],
  ["JSON.stringify", (value) => JSON.stringify(value)],
  ["JSON.stringify of an own copy", (value) => JSON.stringify({ ...(value as object) })],
  ["inspect", (value) => inspect(value)],
  ["inspect of everything", (value) => inspect(value, { showHidden: true, depth: Infinity, getters: true })],
  [
    "inspect without custom",
    (value) => inspect(value, { customInspect: false, showHidden: true, depth: Infinity }),
  ],
  [
    "inspect of a proxy",
    (value) => inspect(new Proxy(value as object, {}), { showProxy: true, depth: Infinity }),
  ],
  ["%o", (value) => format("%o", value)],
  ["%O", (value) => format("%O", value)],
  ["%j", (value) => format("%j", value)],
  ["%s", (value) => format("%s", value)],
  ["%d and %i", (value) => format("%d %i", value, value)],
  [
    "Object.entries",
    (value) => inspect(Object.entries(value as object), { customInspect: false, depth: Infinity }),
  ],
  [
    "own properties",
    (value) => inspect(Object.getOwnPropertyDescriptors(value), { customInspect: false, depth: 9 }),
  ],
  ["structuredClone", (value) => inspect(cloned(value), { showHidden: true, depth: Infinity })],
  ["v8.serialize", (value) => attempt(() => serialize(value).toString("latin1"))],
  ["an error's message", (value) => inspect(new Error(`it was ${value as string}`))],
  [
    "an error's cause",
    (value) => inspect(new Error("no", { cause: value }), { showHidden: true, depth: Infinity }),
  ],
  ["an error's property", (value) => inspect(Object.assign(new Error("no"), { value }), { depth: Infinity })],
  [
    "an aggregate error",
    (value) => inspect(new AggregateError([value]), { showHidden: true, depth: Infinity }),
  ],
  ["console", printed],
  ["a debugger's preview", previewed],
];

test.each(printers)("a secret is not printed by %s", (_name, print) => {
  const { secret, holder } = bench();
  expect(print(secret)).not.toContain(canary);
  expect(print(holder)).not.toContain(canary);
});

test("a secret says that it is redacted where text is asked for", () => {
  const { secret } = bench();
  const shown = [
    String(secret),
    `${secret}`,
    secret.toJSON(),
    inspect(secret),
    inspect({ secret }),
    format("%o", secret),
  ];
  expect(shown).toEqual([...Array(4).fill("[redacted]"), "{ secret: [redacted] }", "[redacted]"]);
  expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}');
});

test("a secret has no property to enumerate, and takes none", () => {
  const { secret } = bench();
  expect([Reflect.ownKeys(secret), Object.entries(secret)]).toEqual([[], []]);
  expect(() => Object.assign(secret, { value: canary })).toThrow(TypeError);
});

test("the fields of a bundle inherit nothing and can't be changed", () => {
  const { fields } = bundleOf("okta", [["__proto__", new Secret(canary)]]);
  expect(fields["__proto__"]?.reveal()).toBe(canary);
  expect([fields["toString"], fields["constructor"]]).toEqual([undefined, undefined]);
  expect(() => Object.assign(fields, { domain: new Secret("") })).toThrow(TypeError);
});

function attempt(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return inspect(error);
  }
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    return error;
  }
}

function printed(value: unknown): string {
  let text = "";
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const console = new Console({ stdout: sink, stderr: sink });
  console.log(value);
  console.dir(value, { showHidden: true, depth: null });
  console.table([value]);
  console.error("%o %O %j %s", value, value, value, value);
  return text;
}

function previewed(value: unknown): string {
  const session = new Session();
  session.connect();
  const shown: unknown[] = [];
  Object.assign(globalThis, { previewedValue: value });
  session.post(
    "Runtime.evaluate",
    { expression: "previewedValue", generatePreview: true },
    (_error, answer) => {
      shown.push(answer);
      const { objectId } = answer.result;
      if (objectId === undefined) return;
      session.post("Runtime.getProperties", { objectId, generatePreview: true }, (_failure, properties) => {
        shown.push(properties);
      });
    },
  );
  session.disconnect();
  Reflect.deleteProperty(globalThis, "previewedValue");
  expect(shown).not.toEqual([]);
  return JSON.stringify(shown);
}
