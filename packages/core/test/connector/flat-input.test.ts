import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "../../src/connector/input.ts";
import type { Operation } from "../../src/connector/operation.ts";
import { definition } from "../support/doors.ts";

/** Doors by name, where what is no expression is sent as the beginning of one. */
const list: Operation = {
  ...definition.operations["doors:read"]!,
  parameters: [
    { name: "search", in: "query", otherwise: { pattern: " eq ", parameter: "q" } },
    { name: "q", in: "query" },
  ],
  schemas: async () => ({
    input: z.strictObject({ search: z.string().optional(), q: z.string().optional() }),
  }),
};

/** A door whose fields can be given flat, in place of those of the body. */
const create: Operation = {
  ...definition.operations["doors:create"]!,
  body: {
    required: true,
    flat: { "sign.text": ["label", "title"], "sign.size": ["size"], open: ["isOpen"] },
  },
  schemas: async () => ({
    input: z.strictObject({
      sign: z.strictObject({ text: z.string(), size: z.number().optional() }),
      open: z.boolean().optional(),
    }),
  }),
};

const accepted: [string, { operation: Operation; given: unknown; want: unknown }][] = [
  ["an expression", { operation: list, given: { search: 'name eq "a"' }, want: { search: 'name eq "a"' } }],
  ["what is no expression", { operation: list, given: { search: "Front" }, want: { q: "Front" } }],
  [
    "flat fields",
    { operation: create, given: { title: "Exit", size: 2 }, want: { sign: { text: "Exit", size: 2 } } },
  ],
  [
    "the full form",
    { operation: create, given: { sign: { text: "Exit" } }, want: { sign: { text: "Exit" } } },
  ],
  [
    "a flat field beside full ones",
    {
      operation: create,
      given: { sign: { text: "Exit" }, size: 2 },
      want: { sign: { text: "Exit", size: 2 } },
    },
  ],
  [
    "a flat field at the top",
    {
      operation: create,
      given: { label: "Exit", isOpen: true },
      want: { sign: { text: "Exit" }, open: true },
    },
  ],
];

test.for(accepted)("%s stands where the request has it", async ([, { operation, given, want }]) => {
  expect(await parseInput(operation, given)).toEqual(want);
});

const refused: [string, { operation: Operation; given: unknown; faults: object[] }][] = [
  [
    "an expression's stand-in that is given beside it",
    {
      operation: list,
      given: { search: "Front", q: "Back" },
      faults: [{ path: "search", message: expect.stringContaining("is given too") }],
    },
  ],
  [
    "a field that is given flat and in full",
    {
      operation: create,
      given: { sign: { text: "Exit" }, label: "Way out" },
      faults: [{ path: "label", message: expect.stringContaining("given twice") }],
    },
  ],
  [
    "a flat field below what is no object",
    {
      operation: create,
      given: { sign: "Exit", size: 2 },
      faults: [{ path: "sign", message: expect.any(String) }],
    },
  ],
  [
    "a flat field below a list",
    {
      operation: create,
      given: { sign: ["Exit"], size: 2 },
      faults: [{ path: "sign", message: expect.any(String) }],
    },
  ],
];

test.for(refused)("%s is refused, and the fault is placed", async ([, { operation, given, faults }]) => {
  await expect(parseInput(operation, given)).rejects.toMatchObject({ code: "invalid_input", faults });
});
