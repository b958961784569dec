import { join } from "node:path";
import { expect, test } from "vitest";
import { importOperations } from "../../src/author/index.ts";
import { addEntries, addItem } from "../../src/author/import/splice.ts";
import { depotCopy, library } from "./bench.ts";

const entry = "b: 2\n";

test.each([
  ["at the end of a block", "top:\n  a: 1\n\nnext: x\n", "top:\n  a: 1\n  b: 2\n\nnext: x\n"],
  [
    "with the blank line that keeps entries apart",
    "top:\n  a: 1\n\n  c: 3\n",
    "top:\n  a: 1\n\n  c: 3\n\n  b: 2\n",
  ],
  [
    "behind the comments of the last entry",
    "top:\n  a: 1 # one\n  # of a\n# of next\nnext: x\n",
    "top:\n  a: 1 # one\n  # of a\n  b: 2\n# of next\nnext: x\n",
  ],
  ["at the indentation that is there", "top:\n    a: 1\n", "top:\n    a: 1\n    b: 2\n"],
  [
    "behind a text block",
    "top:\n  a: |\n    one\n\n    two\n\nnext: x\n",
    "top:\n  a: |\n    one\n\n    two\n\n  b: 2\n\nnext: x\n",
  ],
  ["into an empty mapping", "top: {}\nnext: x\n", "top:\n  b: 2\nnext: x\n"],
  ["under a key without a value", "top:\nnext: x\n", "top:\n  b: 2\nnext: x\n"],
  ["under a new key", "next: x", "next: x\n\ntop:\n  b: 2\n"],
  ["to a file without a line end", "top:\n  a: 1", "top:\n  a: 1\n  b: 2\n"],
])("an entry is added %s", (_, before, after) => {
  expect(addEntries("f.yaml", before, "top", entry)).toBe(after);
});

test.each([
  ["on one line", "l: [a, b] # c\n", "l: [a, b, x] # c\n"],
  ["over several lines", "l:\n  # first\n  - a\nk: v\n", "l:\n  # first\n  - a\n  - x\nk: v\n"],
])("a word is added to a list %s", (_, before, after) => {
  expect(addItem("f.yaml", before, "l", "x")).toBe(after);
});

test.each([
  ["a mapping with entries on one line", () => addEntries("f.yaml", "top: { a: 1 }\n", "top", entry)],
  ["something that is no mapping", () => addEntries("f.yaml", "top: [1]\n", "top", entry)],
  ["a file that is no YAML", () => addEntries("f.yaml", "top: [\n", "top", entry)],
  ["a list that is none", () => addItem("f.yaml", "l: 1\n", "l", "x")],
])("nothing is added to %s", (_, add) => {
  expect(add).toThrow(/no |one line/);
});

test("an import leaves every line of the files as it was", async () => {
  const { spec, read, write, load } = await depotCopy();
  const odd = (await read("parcels.yaml")).replace(
    "  parcels:hold:",
    "  # by hand,   oddly spaced\n  parcels:hold:",
  );
  await write("parcels.yaml", odd);
  const before = { connector: await read("connector.yaml"), loaded: load() };
  const outcome = await importOperations({
    document: library,
    pick: [
      { operationId: "books/list", as: "parcels:read_books", risk: "low" },
      { operationId: "books/delete", as: "parcels:delete_book", risk: "critical" },
    ],
    into: join(spec, "parcels.yaml"),
  });
  expect(outcome.kind).toBe("written");
  const [family, connector] = [await read("parcels.yaml"), await read("connector.yaml")];
  expect(without(family, odd)).toBe(odd);
  expect(without(connector, before.connector)).toBe(before.connector);
  expect(family).toContain("# The document says that it is deprecated.\n  parcels:delete_book:");
  const { operations } = load();
  expect(operations).toEqual(expect.arrayContaining([...before.loaded.operations]));
  expect(operations.length).toBe(before.loaded.operations.length + 2);
});

/** The lines of `text` that `original` has too, in order; the rest is what was added. */
function without(text: string, original: string): string {
  const wanted = original.split("\n");
  let next = 0;
  const kept = text.split("\n").filter((line) => line === wanted[next] && ++next > 0);
  return kept.join("\n");
}
