import { expect, test } from "vitest";
import { z } from "zod";
import { checkShape, readYaml } from "../src/index.ts";

const risk = z.enum(["low", "medium", "high"]).describe("How much harm it can do.");
const word = z.string().regex(/^[a-z]+$/, "a word in lower case");

type Tree = string | { name: string; parts?: Record<string, Tree> | undefined };
const tree: z.ZodType<Tree> = z.lazy(() =>
  z.union([word, z.strictObject({ name: z.string(), parts: z.record(z.string(), tree).optional() })]),
);

const rule = z
  .strictObject({
    name: z.string().trim().min(1),
    risk,
    limit: z.int().positive().max(9).optional(),
    tags: z.array(word).min(1).optional(),
    approval: z
      .union([z.enum(["none", "auto"]), z.strictObject({ medium: risk.optional(), high: risk })])
      .optional(),
    page: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("link").describe("A header."), cursor: z.string() }),
        z.strictObject({ kind: z.literal("token"), path: z.string() }),
      ])
      .optional(),
    headers: z.record(word, z.string()).optional(),
    tree: tree.optional(),
  })
  .meta({ title: "rule" });

/** What is wrong with one rule, as `line:column code: message | remedy`. */
const faultsOf = (text: string): string[] =>
  checkShape(readYaml("a.yaml", text), rule).diagnostics.map(
    ({ line, column, code, message, remedy }) => `${line}:${column} ${code}: ${message} | ${remedy}`,
  );

test("a file that fits gives the value that the shape makes of it", () => {
  const { value, diagnostics } = checkShape(readYaml("a.yaml", "name: ' x '\nrisk: low\n"), rule);
  expect(diagnostics).toEqual([]);
  expect(value).toEqual({ name: "x", risk: "low" });
});

test("a file that is no YAML gives its own diagnostics alone", () => {
  const { value, diagnostics } = checkShape(readYaml("a.yaml", "name: 1\nname: 2\n"), rule);
  expect(value).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(["duplicate_key"]);
});

test.for([
  [
    "a misspelt key, which is not missing too",
    "name: x\nrisc: low\n",
    ["2:1 unknown_key: `risc` is not a key of a rule; did you mean `risk`? | Write `risk`, or remove it."],
  ],
  [
    "a key that nobody meant",
    "name: x\nrisk: low\nwhatever: 1\n",
    [
      "3:1 unknown_key: `whatever` is not a key of a rule | " +
        "Remove it; the keys are name, risk, limit, tags, approval, page, headers, tree.",
    ],
  ],
  [
    "missing keys, with what they are for",
    "limit: 1\n",
    [
      "1:1 missing_key: the file lacks `name` | Add `name` (text).",
      "1:1 missing_key: the file lacks `risk` | Add `risk`. How much harm it can do.",
    ],
  ],
  [
    "a misspelt member of an enumeration",
    "name: x\nrisk: hihg\n",
    [
      "2:7 wrong_value: `risk` must be one of low, medium, high, not `hihg`; did you mean `high`? | Write `high`.",
    ],
  ],
  [
    "a value of another type",
    "name: [x]\nrisk: low\nlimit: many\n",
    [
      "1:7 wrong_type: `name` must be text, not a list | Write text, in quotes where it is a number or begins with a sign such as # or {.",
      "3:8 wrong_type: `limit` must be a whole number, not `many` | Write a whole number.",
    ],
  ],
  [
    "an empty value, where it is named",
    "name:\nrisk: low\n",
    [
      "1:1 wrong_type: `name` must be text, not null | Write text, in quotes where it is a number or begins with a sign such as # or {.",
    ],
  ],
  [
    "values out of their bounds",
    "name: ''\nrisk: low\nlimit: 10\ntags: []\n",
    [
      "1:7 out_of_range: `name` must not be empty | Fill it in.",
      "3:8 out_of_range: `limit` must be at most 9 | Write at most 9.",
      "4:7 out_of_range: `tags` must not be empty | Fill it in.",
    ],
  ],
  [
    "an item of the wrong form",
    "name: x\nrisk: low\ntags: [ok, Not OK]\n",
    [
      "3:12 wrong_format: item 2 of `tags` must be a word in lower case, not `Not OK` | Write a word in lower case.",
    ],
  ],
  [
    "a key of the wrong form",
    "name: x\nrisk: low\nheaders: { X-Y: z }\n",
    ["3:12 wrong_key: `X-Y` is not a word in lower case | Rename it."],
  ],
  [
    "a misspelt member where a mapping could stand too",
    "name: x\nrisk: low\napproval: atuo\n",
    [
      "3:11 wrong_value: `approval` must be one of none, auto, or a mapping, not `atuo`; did you mean `auto`? | Write `auto`.",
    ],
  ],
  [
    "a fault within the branch of a union that was meant",
    "name: x\nrisk: low\napproval: { mediun: low, high: hgih }\n",
    [
      "3:13 unknown_key: `mediun` is not a key of `approval`; did you mean `medium`? | Write `medium`, or remove it.",
      "3:32 wrong_value: `high` must be one of low, medium, high, not `hgih`; did you mean `high`? | Write `high`.",
    ],
  ],
  [
    "a discriminator that names no branch",
    "name: x\nrisk: low\npage: { kind: lnk, cursor: after }\n",
    ["3:15 wrong_value: `kind` must be one of link, token, not `lnk`; did you mean `link`? | Write `link`."],
  ],
  [
    "a missing discriminator, with what it may be",
    "name: x\nrisk: low\npage: { cursor: after }\n",
    ["3:1 missing_key: `page` lacks `kind` | Add `kind` (one of link, token)."],
  ],
  [
    "a text where a list of such is wanted, with how to write it",
    "name: x\nrisk: low\ntags: '*'\n",
    ['3:7 wrong_type: `tags` must be a list, not `*` | Write a list: ["*"].'],
  ],
  [
    "a key of another branch",
    "name: x\nrisk: low\npage: { kind: link, path: after }\n",
    [
      "3:1 missing_key: `page` lacks `cursor` | Add `cursor` (text).",
      "3:21 unknown_key: `path` is not a key of `page` | Remove it; the keys are kind, cursor.",
    ],
  ],
  [
    "faults deep in a recursive shape",
    "name: x\nrisk: low\ntree:\n  name: a\n  parts:\n    b: { name: 5 }\n    c: { name: c, parts: { d: 1, e: E } }\n",
    [
      "6:16 wrong_type: `name` must be text, not 5 | Write text, in quotes where it is a number or begins with a sign such as # or {.",
      "7:31 wrong_type: `d` must be text, or a mapping, not 1 | Write text, or a mapping.",
      "7:37 wrong_format: `e` must be a word in lower case, not `E` | Write a word in lower case.",
    ],
  ],
  [
    "a file of another kind",
    "- x\n",
    ["1:1 wrong_type: the file must be a mapping, not a list | Write a mapping."],
  ],
] as const)("%s is told", ([, text, faults]) => {
  expect(faultsOf(text)).toEqual(faults);
  expect(checkShape(readYaml("a.yaml", text), rule).value).toBeUndefined();
});

test("a part of a file can be checked by itself, at its place in the file", () => {
  const source = readYaml("a.yaml", "rules:\n  - name: x\n    risk: lw\n");
  const { diagnostics } = checkShape(source, rule, ["rules", 0]);
  expect(diagnostics.map(({ line, column, message }) => [line, column, message])).toEqual([
    [3, 11, "`risk` must be one of low, medium, high, not `lw`; did you mean `low`?"],
  ]);
});
