import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import type { Schema } from "../spec/schema-model.ts";
import { literal } from "../source.ts";
import { inputOf } from "./input.ts";
import { fieldsOf, schemaNamed, type Direction } from "./payloads.ts";

/** The input that shows an operation where the spec has no example: what is required, and something in the body. */
export function exampleInput(spec: Spec, operation: Operation): Record<string, unknown> {
  const { path, options } = inputOf(spec, operation);
  const parameters = new Set(operation.parameters.map(({ name }) => name));
  const body = options.filter(({ name }) => !parameters.has(name));
  const needed = options.filter(({ required }) => required);
  const shown = body.some(({ required }) => required) ? [] : body.slice(0, 1);
  const fields = [...path, ...needed, ...shown];
  return Object.fromEntries(fields.map(({ name, schema }) => [name, sample(spec, schema, "input", name)]));
}

/** The arguments of the client's method for an input, as a caller writes them. */
export function callArguments(operation: Operation, input: Readonly<Record<string, unknown>>): string {
  const path = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  const options = Object.entries(input).filter(([name]) => !path.includes(name));
  const positional = path.map((name) => literal(input[name]));
  return [...positional, ...(options.length > 0 ? [literal(Object.fromEntries(options))] : [])].join(", ");
}

/**
 * An object as the API might answer it next year: fields of the spec, one that is not in it, and a new member of an
 * open enum.
 */
export function laterAnswer(spec: Spec, schema: Schema): unknown {
  if (schema.ref) return laterAnswer(spec, schemaNamed(spec, schema.ref));
  const answer = sample(spec, schema, "result", "answer");
  if (schema.kind !== "object") return answer;
  const open = fieldsOf(schema, "result").find((field) => field.schema.enum && !field.schema.closed);
  return { ...(answer as object), ...(open && { [open.name]: "ADDED_LATER" }), addedLater: { kept: true } };
}

/**
 * A value that fits a schema: the spec's own example where there is one.
 * @throws Error for a pattern without an example: no value can be made up for it
 */
export function sample(spec: Spec, schema: Schema, direction: Direction, name: string, depth = 0): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.ref) return sample(spec, schemaNamed(spec, schema.ref), direction, name, depth);
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  switch (schema.kind) {
    case "object":
      return objectSample(spec, schema, direction, depth);
    case "array":
      return depth > 3 && !schema.minItems
        ? []
        : [sample(spec, schema.items ?? { kind: "any" }, direction, name, depth + 1)];
    case "map":
      return { [name]: sample(spec, schema.values ?? { kind: "any" }, direction, name, depth + 1) };
    case "boolean":
      return true;
    case "integer":
    case "number":
      return schema.minimum ?? Math.min(1, schema.maximum ?? 1);
    default:
      return textSample(schema, name);
  }
}

/** What is required, and, the nearer to the root, some of the rest: enough to see that it arrives. */
function objectSample(
  spec: Spec,
  schema: Schema,
  direction: Direction,
  depth: number,
): Record<string, unknown> {
  const more = direction === "result" ? Math.max(0, 6 - 3 * depth) : depth === 0 ? 1 : 0;
  const fields = fieldsOf(schema, direction).filter((field, index) => field.required || index < more);
  return Object.fromEntries(
    fields.map((field) => [field.name, sample(spec, field.schema, direction, field.name, depth + 1)]),
  );
}

function textSample(schema: Schema, name: string): string {
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  if (schema.kind === "date-time") return "2026-01-02T03:04:05.000Z";
  if (schema.format === "email") return "ada@example.com";
  if (schema.format === "uri") return "https://example.com/";
  if (schema.format === "byte") return "aGVsbG8=";
  if (schema.pattern)
    throw new Error(`${name} has a pattern (${schema.pattern}) and no example: give it one`);
  return `some ${name}`.padEnd(schema.minLength ?? 0, "x").slice(0, schema.maxLength);
}
