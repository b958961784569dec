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
