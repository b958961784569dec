import type { Field, Schema } from "../spec/schema-model.ts";
import { key, literal } from "../source.ts";
import { checkedFields, type Direction } from "./payloads.ts";

/** Prints what stands for a named schema in a direction. */
export type Reference = (name: string, direction: Direction) => string;

const formats: Readonly<Record<string, string>> = {
  "date-time": "z.iso.datetime({ offset: true })",
  email: "z.email({ pattern: z.regexes.unicodeEmail })",
  uri: "z.url()",
  byte: "z.base64()",
};

/**
 * A schema as a zod expression. As input it checks all that the spec says; as result no more than what is sure to be
 * there, because an answer that is a little different is still the answer.
 */
export function zodText(schema: Schema, direction: Direction, reference: Reference): string {
  const bare = schema.ref ? reference(schema.ref, direction) : bareText(schema, direction, reference);
  return schema.nullable ? `${bare}.nullable()` : bare;
}

function bareText(schema: Schema, direction: Direction, reference: Reference): string {
  const input = direction === "input";
  switch (schema.kind) {
    case "object": {
      const loose = !input || schema.open || !schema.fields;
      const members = checkedFields(schema, direction).map((field) =>
        memberText(field, direction, reference),
      );
      return `z.${loose ? "loose" : "strict"}Object({ ${members.join(", ")} })`;
    }
    case "array": {
      const items = zodText(schema.items ?? { kind: "any" }, direction, reference);
      return `z.array(${items})${input ? range(schema.minItems, schema.maxItems) : ""}`;
    }
    case "map":
      return `z.record(z.string(), ${zodText(schema.values ?? { kind: "any" }, direction, reference)})`;
    case "any":
    case "ref":
      return "z.unknown()";
    case "boolean":
      return "z.boolean()";
    case "integer":
      return input ? `z.int()${range(schema.minimum, schema.maximum)}` : "z.number()";
    case "number":
      return input ? `z.number()${range(schema.minimum, schema.maximum)}` : "z.number()";
    case "string":
    case "date-time":
      return input ? inputText(schema) : "z.string()";
  }
}

function memberText(field: Field, direction: Direction, reference: Reference): string {
  const { default: assumed, nullable, ...schema } = field.schema;
  if (field.required) return `${key(field.name)}: ${zodText(field.schema, direction, reference)}`;
  const bare = zodText(schema, direction, reference);
  const value = nullable ? `${bare}.nullable()` : bare;
  return `${key(field.name)}: ${value}${assumed === undefined ? ".optional()" : `.default(${literal(assumed)})`}`;
}

function inputText(schema: Schema): string {
  if (schema.enum && schema.closed) return `z.enum(${literal(schema.enum)})`;
  const base = formats[schema.format ?? schema.kind] ?? "z.string()";
  const pattern = schema.pattern === undefined ? "" : `.regex(new RegExp(${literal(schema.pattern)}, "u"))`;
  return `${base}${range(schema.minLength, schema.maxLength)}${pattern}`;
}

function range(low: number | undefined, high: number | undefined): string {
  return `${low === undefined ? "" : `.min(${low})`}${high === undefined ? "" : `.max(${high})`}`;
}
