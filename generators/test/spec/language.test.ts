import { expect, test } from "vitest";
import { languageSchemas } from "../../src/spec/language.ts";

test("the JSON Schemas of the language are draft 7, name their parts and refuse unknown keys", () => {
  const { connector, family } = languageSchemas();
  expect(connector.$schema).toBe("http://json-schema.org/draft-07/schema#");
  expect(family.$schema).toBe("http://json-schema.org/draft-07/schema#");
  expect(Object.keys(family.definitions ?? {})).toEqual(
    expect.arrayContaining(["Operation", "Parameter", "Schema", "Risk", "Reconcile", "Preview", "Fallback"]),
  );
  expect(family.definitions).toMatchObject({
    Operation: {
      type: "object",
      additionalProperties: false,
      required: ["call", "request", "risk", "summary", "result"],
    },
  });
});

test("the JSON Schemas are data that JSON keeps as it is", () => {
  const schemas = languageSchemas();
  expect(JSON.parse(JSON.stringify(schemas))).toEqual(schemas);
});

test("every key of the language says what it is, where it stands", () => {
  const keys = keysOf(languageSchemas());
  expect(keys.map(({ path }) => path)).toContain("family.definitions.Operation.reconcile");
  expect(keys.filter(({ description }) => !description)).toEqual([]);
});

type Data = ReturnType<typeof JSON.parse>;
interface Key {
  readonly path: string;
  readonly description?: string;
}

/** All keys that editors complete, by the path to where they are defined. */
function keysOf(node: Data, path = ""): Key[] {
  if (node === null || typeof node !== "object") return [];
  return Object.entries<Data>(node).flatMap(([name, below]) => {
    const here = path === "" ? name : `${path}.${name}`;
    if (name !== "properties") return keysOf(below, here);
    return Object.entries<Data>(below).flatMap(([key, value]) => [
      { path: `${path}.${key}`, description: value.description },
      ...keysOf(value, `${path}.${key}`),
    ]);
  });
}
