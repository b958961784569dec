import { expect, test } from "vitest";
import { readYaml } from "../src/index.ts";

/** What is wrong with a text, as `line:column code: message`. */
const faultsOf = (text: string): string[] =>
  readYaml("a.yaml", text).diagnostics.map(
    ({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`,
  );

test("a file in order gives its value and no diagnostic", () => {
  const source = readYaml("a.yaml", "name: 'x'\nlist: [1, true, null, 2026-01-01]\n404: not found\n");
  expect(source.diagnostics).toEqual([]);
  expect(source.value).toEqual({ name: "x", list: [1, true, null, "2026-01-01"], 404: "not found" });
});

test.for([
  ["a repeated key", "a: 1\nb: 2\na: 3\n", ["3:1 duplicate_key: `a` stands twice here"]],
  ["a repeated key in braces", "x: { b: 1, b: 2 }\n", ["1:12 duplicate_key: `b` stands twice here"]],
  ["keys that are the same text", "1: x\n'1': y\n", ["2:1 duplicate_key: `1` stands twice here"]],
  [
    "an anchor and its alias",
    "a: &x 1\nb: *x\n",
    ["1:4 anchor: anchors are not accepted", "2:4 alias: aliases are not accepted"],
  ],
  ["an anchor of a mapping", "a: &all\n  b: 1\n", ["1:4 anchor: anchors are not accepted"]],
  ["a merge key", "<<: { a: 1 }\n", ["1:1 merge_key: merge keys are not accepted"]],
  ["a tag", "a: !!str 5\n", ["1:10 tag: tags are not accepted"]],
  ["a second document", "a: 1\n---\nb: 2\n", ["2:1 multiple_documents: a file holds one document"]],
  ["a directive", "%YAML 1.1\n---\na: yes\n", ["1:1 directive: directives are not accepted"]],
  ["no text", "", ["1:1 empty_file: the file is empty"]],
  ["nothing but comments", "# later\n", ["1:1 empty_file: the file is empty"]],
  ["a tab that indents", "a:\n\tb: 1\n", ["2:1 tab: a tab cannot indent"]],
  [
    "a number that would be rounded",
    "id: 12345678901234567890\n",
    ["1:5 lossy_number: 12345678901234567890 is no number that can be kept exactly"],
  ],
  ["a key that would change its text", "1.0: x\n", ["1:1 key: 1.0 is not accepted as a key"]],
  ["a key of an object's prototype", "__proto__: x\n", ["1:1 key: __proto__ is not accepted as a key"]],
  ["an empty key", ": x\n", ["1:1 key: an empty key is not accepted as a key"]],
  ["a list as a key", "? [a]\n: 1\n", ["1:3 key: a key must be a single word or text"]],
  ["an open quote", "a: 'x\n", ["2:1 syntax: missing closing 'quote"]],
  ["a syntax error on a line, once", "- a\nb: 1\n", ["2:1 syntax: unexpected scalar at node end"]],
] as const)("%s is refused", ([, text, faults]) => {
  expect(faultsOf(text)).toEqual(faults);
  expect(readYaml("a.yaml", text).value).toBeUndefined();
});

test("all faults of a file are reported at once, in the order of the text", () => {
  expect(faultsOf("a: &x 1\na: !t 2\n<<: 3\nb: *x\n")).toEqual([
    "1:4 anchor: anchors are not accepted",
    "2:1 duplicate_key: `a` stands twice here",
    "2:7 tag: tags are not accepted",
    "3:1 merge_key: merge keys are not accepted",
    "4:4 alias: aliases are not accepted",
  ]);
});

test("what stands before a syntax error is checked too, what follows it is not guessed at", () => {
  expect(faultsOf("a: &x 1\nb: 'y\nc: &z 2\n")).toEqual([
    "1:4 anchor: anchors are not accepted",
    "4:1 syntax: missing closing 'quote",
  ]);
});

test.for([
  [
    "a line that is indented less",
    "a:\n  b: 1\n c: 2\n  d: 3\n",
    "3:1",
    "Indent this line as far as those beside it, or close the bracket or brace before it.",
  ],
  ["a quote that stays open", "a: 'x\nb: 3\n", "3:1", "Close the quote, bracket or brace that is open."],
  [
    "a colon in plain text",
    "a: b: c\n",
    "1:4",
    "Check the indentation, and put text that holds `: ` or ` #`, or begins with a sign, in quotes.",
  ],
])("%s is told once, with what to do", ([, text, place, remedy]) => {
  const told = readYaml("a.yaml", text!).diagnostics.map((fault) => [
    `${fault.line}:${fault.column}`,
    fault.code,
    fault.remedy,
  ]);
  expect(told).toEqual([[place, "syntax", remedy]]);
});

test.for([
  ["a value", ["jobs", "build", "steps"], "value", { line: 3, column: 12, endColumn: 18 }],
  ["a key", ["jobs", "build", "steps"], "key", { line: 3, column: 5, endColumn: 10 }],
  ["an item", ["jobs", "build", "steps", 1], "value", { line: 3, column: 16, endColumn: 17 }],
  [
    "a missing key, where its owner is named",
    ["jobs", "build", "needs"],
    "value",
    { line: 2, column: 3, endColumn: 8 },
  ],
  [
    "a missing branch, where its nearest owner is named",
    ["jobs", "test", "needs", 0],
    "key",
    { line: 1, column: 1, endColumn: 5 },
  ],
  ["an empty value, where it is named", ["after"], "value", { line: 4, column: 1, endColumn: 6 }],
  ["the top", [], "value", { line: 1, column: 1 }],
] as const)("%s is found", ([, path, on, position]) => {
  const source = readYaml("a.yaml", "jobs:\n  build:\n    steps: [a, b]\nafter:\n");
  expect(source.at(path, on)).toEqual(position);
});

test("lines and columns are right behind CRLF, a byte order mark and non-ASCII text", () => {
  expect(faultsOf("\uFEFFä: ö\r\n# ü\r\nb: &x 1\r\n")).toEqual(["3:4 anchor: anchors are not accepted"]);
});

test("a diagnostic carries its place, its remedy and the lines around it", () => {
  const source = readYaml("specs/a.yaml", "a: 1\nb: two\nc: 3\n");
  const fault = { code: "wrong", message: "no", remedy: "Do it.", path: ["b"] };
  expect({ ...source.diagnose(fault) }).toEqual({
    code: "wrong",
    severity: "error",
    message: "no",
    remedy: "Do it.",
    file: "specs/a.yaml",
    line: 2,
    column: 4,
    frame: ["  1 | a: 1", "> 2 | b: two", "    |    ^^^", "  3 | c: 3"].join("\n"),
  });
  expect(source.diagnose({ ...fault, severity: "warning" }).severity).toBe("warning");
});
