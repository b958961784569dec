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
