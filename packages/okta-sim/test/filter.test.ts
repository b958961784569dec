import { expect, test } from "vitest";
import { compileFilter, type Grammar } from "../src/filter/compile.ts";
import { type FilterError, type Operator, parseFilter } from "../src/filter/parse.ts";

const OPERATORS: readonly Operator[] = ["eq", "ne", "gt", "ge", "lt", "le", "sw", "ew", "co", "pr"];

type Row = Readonly<Record<string, unknown>>;

const ANY: Grammar<Row> = {
  joins: ["and", "or", "not"],
  field: (attribute) => ({ operators: OPERATORS, read: (record) => record[attribute] }),
};

const RECORD = { a: 1, b: "Zürich", c: null, d: true, e: ["x", "Y"], quote: 'say "hi" \\ bye', word: "and" };

test.for<[string, boolean]>([
  ["a eq 1", true],
  ["a gt 0.5", true],
  ["a le -3e2", false],
  ["a ne 2", true],
  ['b eq "ZÜRICH"', true],
  ['b eq "Zurich"', false],
  ['b sw "zü" and b ew "CH" and b co "ric"', true],
  ["c pr", false],
  ["c eq null", true],
  ["c ne null", false],
  ['c ne "x"', true],
  ["nothing pr", false],
  ["d eq true", true],
  ["d ne true", false],
  ['e eq "y"', true],
  ['e ne "x"', false],
  ['e ne "z"', true],
  ['quote eq "say \\"hi\\" \\\\ bye"', true],
  ['b eq "Z\\u00fcrich"', true],
  ['word eq "and" AND a EQ 1', true],
  ["a eq 1 or a eq 2 and a eq 3", true],
  ["(a eq 1 or a eq 2) and a eq 3", false],
  ["not (a eq 1)", false],
  ["not (a eq 2) and not (a eq 3)", true],
  ["  ( ( a eq 1 ) )  ", true],
  ['a eq 1 and(b pr)or c eq"x"', true],
])("%s is %s", ([text, expected]) => {
  expect(compileFilter(text, ANY)(RECORD)).toBe(expected);
});

test.for<[string, number, string]>([
  ["", 0, "expected an attribute name but found the end"],
  ["a", 1, "expected an operator but found the end"],
  ["a is 1", 2, "expected an operator but found is"],
  ["a eq", 4, "expected a quoted string, a number or a boolean but found the end"],
  ["a eq b", 5, "expected a quoted string, a number or a boolean but found b"],
  ['a eq "b', 4, "a string has no closing quote"],
  ['a eq "\\x"', 5, 'expected a quoted string, a number or a boolean but found "\\x"'],
  ["a eq 1 b eq 2", 7, "expected the end but found b"],
  ["(a eq 1", 7, "expected a closing parenthesis but found the end"],
  ["a eq 1)", 6, "expected the end but found )"],
  ["and eq and", 7, "expected a quoted string, a number or a boolean but found and"],
  ["a[b eq 1]", 0, "expected an attribute name but found a[b"],
])("%j is refused at %i: %s", ([text, at, message]) => {
  let error: unknown;
  try {
    parseFilter(text);
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ reason: "syntax", at, message } satisfies Partial<FilterError>);
});
