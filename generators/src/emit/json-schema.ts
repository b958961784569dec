import type { Schema } from "../spec/schema-model.ts";

/** A schema in JSON Schema 2020-12, as OpenAPI 3.1 has it. Enums that take new members are `x-extensible-enum`. */
export type JsonSchema = Record<string, unknown>;

/** A schema of the spec in JSON Schema's words. */
export function jsonSchema(schema: Schema): JsonSchema {
  const described = {
    ...(schema.summary && { description: schema.summary }),
    ...(schema.default !== undefined && { default: schema.default }),
    ...(schema.example !== undefined && { examples: [schema.example] }),
  };
  if (schema.ref) {
    const ref = { $ref: `#/components/schemas/${schema.ref}` };
    return schema.nullable ? { ...described, anyOf: [ref, { type: "null" }] } : { ...ref, ...described };
  }
  return { ...shape(schema), ...described, ...bounds(schema) };
}

function shape(schema: Schema): JsonSchema {
  const type = (name: string): JsonSchema => ({ type: schema.nullable ? [name, "null"] : name });
  switch (schema.kind) {
    case "any":
    case "ref":
      return {};
    case "date-time":
      return { ...type("string"), format: "date-time" };
    case "array":
      return { ...type("array"), items: jsonSchema(schema.items ?? { kind: "any" }) };
    case "map":
      return { ...type("object"), additionalProperties: jsonSchema(schema.values ?? { kind: "any" }) };
    case "object": {
      const fields = schema.fields ?? [];
      const required = fields.filter((field) => field.required).map(({ name }) => name);
      return {
        ...type("object"),
        ...(fields.length > 0 && {
          properties: Object.fromEntries(fields.map((field) => [field.name, jsonSchema(field.schema)])),
        }),
        ...(required.length > 0 && { required }),
        ...((schema.open || !schema.fields) && { additionalProperties: true }),
      };
    }
    default:
      return type(schema.kind);
  }
}

function bounds(schema: Schema): JsonSchema {
  const { format, pattern, minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  const members = schema.enum && (schema.nullable && schema.closed ? [...schema.enum, null] : schema.enum);
  return Object.fromEntries(
    Object.entries({
      [schema.closed ? "enum" : "x-extensible-enum"]: members,
      ...(format === "byte" ? { contentEncoding: "base64" } : { format }),
      pattern,
      minLength,
      maxLength,
      minimum,
      maximum,
      minItems,
      maxItems,
    }).filter(([, value]) => value !== undefined),
  );
}
