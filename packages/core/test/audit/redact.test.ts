import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/audit/record.ts";
import { Redactor } from "../../src/audit/redact.ts";

const redactor = new Redactor(new Uint8Array(32).fill(7));
const token = /\[redacted:[\w-]{22}\]/;

/** Everything that a value says, as one text. */
const text = (value: Json): string => JSON.stringify(value);

test("what stands at a path is replaced, whatever its type, and the rest is as it was", () => {
  const value = { a: { pin: 1234, on: true, list: ["x"], deep: { b: "c" } }, keep: 1 };
  const clean = redactor.at(value, ["a.pin", "a.on", "a.list", "a.deep"]) as typeof value;
  for (const member of Object.values(clean.a)) expect(member).toEqual(expect.stringMatching(/^\[redacted:/));
  expect(clean.keep).toBe(1);
});

test.each(["factors[].secret", "factors.secret"])("the path %s goes into each item of an array", (path) => {
  const clean = redactor.at({ factors: [{ secret: "one" }, { secret: "two", kept: 1 }, {}] }, [path]);
  expect(clean).toEqual({
    factors: [{ secret: redactor.token("one") }, { secret: redactor.token("two"), kept: 1 }, {}],
  });
});

test("a value that ends before its path is taken for the secret, and null stays", () => {
  expect(
    redactor.at({ credentials: "hunter2", other: null }, ["credentials.password.value", "other.x"]),
  ).toEqual({
    ...{ credentials: redactor.token("hunter2"), other: null },
  });
});

test("members that are named as those of every object are redacted and kept as members", () => {
  const value = JSON.parse('{"__proto__":{"secret":"hunter2"},"constructor":{"secret":"hunter2"}}') as Json;
  const clean = redactor.at(value, ["__proto__.secret", "constructor.secret", "toString.secret"]);
  expect(text(clean)).not.toContain("hunter2");
  expect(Object.keys(clean as object)).toEqual(["__proto__", "constructor"]);
  const scrubbed = redactor.wherever(value, ["hunter2"]);
  expect(text(scrubbed)).toBe(text(clean));
});

test("equal secrets have equal tokens under one key, and others under another", () => {
  const other = new Redactor(new Uint8Array(32).fill(8));
  expect(redactor.token("a")).toBe(redactor.token("a"));
  expect(redactor.token("a")).not.toBe(redactor.token("b"));
  expect(redactor.token("a")).not.toBe(other.token("a"));
  expect(() => new Redactor(new Uint8Array(31))).toThrow(RangeError);
});

/** A text whose characters are escaped as JSON may do with any. */
const escapedBut = (said: string, which: RegExp): string =>
  said.replaceAll(which, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`);
const entitiesOf = (said: string, entity: (point: number) => string): string =>
  said.replaceAll(/[^A-Za-z0-9]/gu, (c) => entity(c.codePointAt(0)!));

const nasty = 'p$1.*+?^(){}|[]\\/ "ü&=é\n-\u{1f512}%41';
test.each([
  ["as it is", (s: string) => `before ${s} behind`],
  ["as a percent-encoded component", (s: string) => `/users/${encodeURIComponent(s)}?x`],
  [
    "percent-encoded in lower case",
    (s: string) => encodeURIComponent(s).replaceAll(/%../g, (x) => x.toLowerCase()),
  ],
  ["as a field of a form", (s: string) => new URLSearchParams({ password: s, more: "1" }).toString()],
  ["in JSON", (s: string) => JSON.stringify({ password: s })],
  ["in JSON inside JSON", (s: string) => JSON.stringify({ body: JSON.stringify({ password: s }) })],
  ["in JSON that escapes slashes", (s: string) => JSON.stringify(s).replaceAll("/", "\\/")],
  ["in JSON that is ASCII alone", (s: string) => escapedBut(JSON.stringify(s), /[^ -~]/g)],
  ["in JSON that escapes whatever HTML reads", (s: string) => escapedBut(JSON.stringify(s), /[<>&'/+=]/g)],
  ["percent-encoded twice", (s: string) => `/go?to=${encodeURIComponent(`/a?b=${encodeURIComponent(s)}`)}`],
  [
    "percent-encoded twice in lower case",
    (s: string) =>
      encodeURIComponent(encodeURIComponent(s)).replaceAll(/%(?:25)?../g, (x) => x.toLowerCase()),
  ],
  ["in HTML", (s: string) => s.replaceAll(/[&<>"'/]/g, (c) => `&#${c.charCodeAt(0)};`)],
  ["in HTML by hexadecimal numbers", (s: string) => entitiesOf(s, (n) => `&#x${n.toString(16)};`)],
  ["in HTML by names", (s: string) => s.replaceAll("&", "&amp;").replaceAll('"', "&quot;")],
  ["in hexadecimal digits", (s: string) => `0x${Buffer.from(s).toString("hex")}`],
  ["in upper-case hexadecimal digits", (s: string) => Buffer.from(s).toString("hex").toUpperCase()],
  ["in base64", (s: string) => `x ${Buffer.from(s).toString("base64")} y`],
  ["in base64url", (s: string) => Buffer.from(s).toString("base64url")],
  ["as the password of Basic auth", (s: string) => `Basic ${Buffer.from(`u:${s}`).toString("base64")}`],
  [
    "as the password of Basic auth of a longer name",
    (s: string) => `Basic ${Buffer.from(`us:${s}`).toString("base64")}`,
  ],
  ["as the name of Basic auth", (s: string) => `Basic ${Buffer.from(`${s}:x`).toString("base64")}`],
])("a secret is found %s", (_form, written) => {
  for (const secret of [nasty, "00aBcDeF_gHiJkLmNoP-q"]) {
    const said = written(secret);
    const clean = redactor.wherever({ said, list: [said], [said]: 1 }, [secret]) as { said: string };
    expect(clean.said).toContain(redactor.token(secret));
    expect(text(clean)).not.toContain(said);
    for (const core of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").slice(4, -4),
    ]) {
      expect(text(clean)).not.toContain(core);
    }
  }
});

test("a number that is a secret is replaced where it stands alone and in texts, and no other number", () => {
  expect(redactor.wherever({ pin: 4711, text: "pin 4711", other: 47_110, flag: true }, [4711])).toEqual({
    ...{ pin: redactor.token("4711"), text: `pin ${redactor.token("4711")}`, other: 47_110, flag: true },
  });
});

test("each string and number inside a secret object is a secret", () => {
  const clean = redactor.wherever("hunter2 and 4711, true", [
    { password: "hunter2", pins: [4711], on: true },
  ]);
  expect(clean).toBe(`${redactor.token("hunter2")} and ${redactor.token("4711")}, true`);
});

test("a very short secret is replaced where it stands alone, and leaves words as they are", () => {
  expect(redactor.wherever("pin=12&x=1234, twelve is 12", ["12"])).toBe(
    `pin=${redactor.token("12")}&x=1234, twelve is ${redactor.token("12")}`,
  );
  expect(redactor.wherever("redacted", ["e"])).toBe("redacted");
});

test("a secret that occurs in another, in a token, or overlaps another, leaves nothing of either", () => {
  expect(redactor.wherever("abcdef", ["abcdef", "bcde"])).toBe(redactor.token("abcdef"));
  expect(redactor.wherever("secret", ["secret", "redacted"])).toBe(redactor.token("secret"));
  expect(redactor.wherever("abcd-1-wxyz!", ["abcd-1", "1-wxyz"])).toMatch(new RegExp(`^${token.source}!$`));
});

test("a value that holds no secret is given back itself, and an empty secret is none", () => {
  const value = { a: [1, "b", { c: null }], d: "e" };
  expect(redactor.wherever(value, ["hunter2", "", " "])).toBe(value);
  expect(redactor.wherever(value, [])).toBe(value);
});

test("no secret is left in any value that it was woven into", () => {
  const secrets = fc.array(fc.string({ minLength: 4, unit: "grapheme" }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(secrets, fc.array(fc.string(), { maxLength: 4 }), fc.nat(), (known, words, pick) => {
      const real = known.filter((secret) => secret.trim().length >= 4);
      fc.pre(real.length > 0);
      const woven = words.join(real[pick % real.length]) + real[0];
      const clean = text(redactor.wherever({ woven, [woven]: [woven] }, real));
      const rest = clean.replaceAll(new RegExp(token.source, "g"), "\u0000");
      for (const secret of real) expect(rest).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
    { numRuns: 500 },
  );
});

test("of secrets that begin at one place the longest is taken out, and none of it stays", () => {
  for (const secrets of [
    ["hunter2", "hunter2-and-more"],
    ["hunter2-and-more", "hunter2"],
  ]) {
    const clean = redactor.wherever("pw=hunter2-and-more!", secrets);
    expect(clean).toBe(`pw=${redactor.token("hunter2-and-more")}!`);
  }
});

test("a secret is found in a long text that is made of nothing but beginnings of it", () => {
  const secret = `${"\\".repeat(40)}"/%&${" ".repeat(40)}end`;
  const long = `${"\\".repeat(20_000)}${"%25".repeat(20_000)}${" ".repeat(20_000)}`;
  expect(redactor.wherever(long, [secret])).toBe(long);
  expect(redactor.wherever(long + secret, [secret])).toContain(redactor.token(secret));
});

test.each([
  ["letters", "Ab3".repeat(20_000)],
  ["signs", '%"-\\'.repeat(20_000)],
  ["letters of other scripts", "é\u{1f512}".repeat(20_000)],
  ["halves of its bound", `a${"\u{1f512}".repeat(50)}${"b".repeat(3_994)}${"\u{1f512}".repeat(9)}`],
  ["blanks before a word", `${" ".repeat(600)}hunter2`],
])("a very long secret of %s is found in each form, and no error quotes it", (_, secret) => {
  const scrub = redactor.scrubber([secret]);
  const forms = [secret, secret.trim(), encodeURIComponent(secret), JSON.stringify(secret)];
  for (const form of [...forms, Buffer.from(secret).toString("base64"), Buffer.from(secret).toString("hex")])
    expect(scrub(`before ${form}`)).toMatch(/^before ?"?\[redacted:[\w-]{22}\]$/);
  expect(scrub("something else")).toBe("something else");
});

test("so many secrets that no one expression holds them are all found", () => {
  const secrets = Array.from({ length: 300 }, (_, i) => `s-${i}-${"é%".repeat(5)}`);
  const scrub = redactor.scrubber(secrets);
  for (const secret of [secrets[0]!, secrets[150]!, secrets[299]!])
    expect(scrub(`before ${secret} behind`)).toBe(`before ${redactor.token(secret)} behind`);
});
