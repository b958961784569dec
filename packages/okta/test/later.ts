import fc from "fast-check";
import { described, type JsonSchema, referred } from "./described.ts";

/** What the OpenAPI document says of an operation's answer; where it has none, anything may come. */
export function answerSchema(id: string): JsonSchema {
  return described.get(id)?.responses["2XX"].content?.["application/json"].schema ?? {};
}

/**
 * An answer as the API may give it some day: with fields and members of enums that the schema does not know, and with
 * values of any type where nothing relies on the field.
 */
export function later(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return later(referred(schema.$ref));
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(later));
  const types = [schema.type ?? "any"].flat();
  return fc.oneof(...types.map((type) => laterOf(type, schema)));
}

function laterOf(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer();
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "string":
      return laterText(schema);
    case "array":
      return fc.array(later(schema.items ?? {}), { maxLength: 2 });
    case "object":
      return laterObject(schema);
    default:
      return fc.jsonValue();
  }
}

function laterText(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.format === "date-time") return fc.constant("2026-01-02T03:04:05.000Z");
  const known = schema["x-extensible-enum"] ?? [];
  return fc.oneof(fc.string({ unit: "grapheme" }), ...known.map((member) => fc.constant(member)));
}

function laterObject({ properties = {}, required, additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      required?.includes(name)
        ? later(value)
        : fc.oneof(later(value), fc.array(later(value)), fc.jsonValue()),
    ]),
  );
  const names = fc
    .oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "id", "addedLater"))
    .filter((name) => !Object.hasOwn(properties, name));
  const value = typeof additionalProperties === "object" ? later(additionalProperties) : fc.jsonValue();
  return fc
    .tuple(
      fc.record(known, { requiredKeys: [...(required ?? [])] }),
      fc.array(fc.tuple(names, value), { maxLength: 2 }),
    )
    .map(([fields, added]) => Object.fromEntries([...Object.entries(fields), ...added]));
}
