import { expect, test } from "vitest";
import type { Schema } from "../../src/spec/schema-model.ts";
import { toSchema } from "../../src/spec/schemas.ts";
import { sensitivePaths } from "../../src/spec/sensitive.ts";
import type { SchemaShape } from "../../src/spec/shape.ts";
import { bench } from "./bench.ts";

test("the secrets of each operation are found in parameters, bodies and answers", () => {
  const { spec } = bench([
    ["couriers.yaml", "page_token: { in: query }", "page_token: { in: query, sensitive: true }"],
  ]).load();
  const found = spec!.operations.map(({ id, sensitive }) => [id, sensitive.input, sensitive.result]);
  expect(found).toEqual([
    ["parcels:read", [], ["[].locker.code"]],
    ["parcels:read_detail", [], ["locker.code"]],
    ["parcels:create", ["locker.code"], ["locker.code"]],
    ["parcels:update", [], ["locker.code"]],
    ["parcels:hold", [], []],
    ["parcels:release", [], []],
    ["couriers:read", ["page_token"], ["couriers[].badges[].secret"]],
    ["couriers:read_assigned", [], ["badges[].secret"]],
    ["couriers:assign", [], ["badges[].secret"]],
    ["couriers:unassign", [], []],
    ["zones:read", [], []],
    ["zones:clear", [], []],
  ]);
});

const nowhere = (): undefined => undefined;

const named: Readonly<Record<string, SchemaShape>> = {
  Key: { fields: { id: "string", value: { sensitive: true } } },
  Branch: { fields: { pin: { sensitive: true }, branches: { type: "array", items: "Branch" } } },
  Plain: { fields: { next: "Plain", name: "string" } },
  Alias: { type: "Key" },
};
const schemas = new Map<string, Schema>(
  Object.entries(named).map(([name, shape]) => [name, toSchema(shape)]),
);

const cases: readonly (readonly [string, SchemaShape, readonly string[]])[] = [
  ["a whole value", { sensitive: true }, [""]],
  ["each item of an array", { type: "array", items: { sensitive: true } }, ["[]"]],
  ["nested arrays", { type: "array", items: { type: "array", items: "Key" } }, ["[][].value"]],
  ["an object that is a secret as a whole", { fields: { key: { type: "Key", sensitive: true } } }, ["key"]],
  ["a schema under another name", { fields: { key: "Alias" } }, ["key.value"]],
  [
    "a map of secrets, as a whole, since its keys are unknown",
    { fields: { keys: { type: "map", values: "Key" } } },
    ["keys"],
  ],
  ["a recursive schema, each branch as a whole, since its depth is unknown", "Branch", ["pin", "branches[]"]],
  ["a recursive schema without a secret", "Plain", []],
];

test.for(cases)("secrets are found in %s", ([, shape, paths]) => {
  expect(
    sensitivePaths(
      toSchema(shape),
      (name) => schemas.get(name),
      () => false,
    ),
  ).toEqual(paths);
});

test("what a message never holds is no secret of it", () => {
  const schema = toSchema({
    fields: { a: { sensitive: true, writeOnly: true }, b: { sensitive: true, readOnly: true } },
  });
  expect(sensitivePaths(schema, nowhere, ({ readOnly }) => readOnly)).toEqual(["a"]);
  expect(sensitivePaths(schema, nowhere, ({ writeOnly }) => writeOnly)).toEqual(["b"]);
});
