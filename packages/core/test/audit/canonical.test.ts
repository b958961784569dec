import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/audit/canonical.ts";

const unsayable: [string, unknown][] = [
  ["nothing", undefined],
  ["a function", () => 1],
  ["no number", Number.NaN],
  ["half a character", "\ud800"],
];

test.for(unsayable)("%s has no canonical form", ([, value]) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test("one meaning has one text", () => {
  expect(canonicalJson({ b: [1, null], a: "é" })).toBe('{"a":"é","b":[1,null]}');
  expect(canonicalJson({ a: "\u00e9", b: [1, null] })).toBe('{"a":"é","b":[1,null]}');
});

const key = fc.oneof(
  fc.string({ unit: "binary", maxLength: 3 }),
  fc.constantFrom("10", "9", "toJSON", "__proto__", "é", "\u{1f600}", "\ufb33"),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.string({ unit: "binary", maxLength: 4 }),
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant(-0)),
    fc.constantFrom(null, true, false, new Date(0), new String("boxed"), new Number(1), new Boolean(false)),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(key, tie("json"), { maxKeys: 4 }),
  ),
}));

test("the canonical form is RFC 8785's, in whatever order the members were made", () => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const members = Object.entries(value as object).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
  };
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
      expect(canonicalJson(sorted(value))).toBe(canonicalize(value));
    }),
    { numRuns: 2_000 },
  );
});

test("a value has a canonical form however deep it is", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i += 1) deep = [deep];
  expect(canonicalJson(deep)).toHaveLength(200_001);
});
