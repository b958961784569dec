import { z } from "zod";
import type { Draft, OperationDraft } from "./draft.ts";
import type { Parameter } from "./operation-model.ts";
import type { Field, Schema } from "./schema-model.ts";
import { inputFields, isRequired, type Lookup, refTo, schemaAt } from "./schemas.ts";

const anything: Schema = { kind: "any" };

/** The zod schema of values that a spec gives as defaults and examples: strict, enumerations included. */
export function valueShape(
  schema: Schema,
  lookup: Lookup,
  fieldsOf: (schema: Schema) => readonly Field[] = allFields,
): z.ZodType {
  const shape = bareShape(schema, lookup, fieldsOf);
  return schema.nullable ? shape.nullable() : shape;
}

const allFields = ({ fields = [] }: Schema): readonly Field[] => fields;

function bareShape(
  schema: Schema,
  lookup: Lookup,
  fieldsOf: (schema: Schema) => readonly Field[],
): z.ZodType {
  const part = (inner: Schema | undefined): z.ZodType => valueShape(inner ?? anything, lookup, fieldsOf);
  switch (schema.kind) {
    case "string":
      return stringShape(schema);
    case "date-time":
      return z.iso.datetime({ offset: true, error: "a date-time such as 2026-01-31T09:30:00Z" });
    case "integer":
      return numberShape(z.int(), schema);
    case "number":
      return numberShape(z.number(), schema);
    case "boolean":
      return z.boolean();
    case "any":
      return z.unknown();
    case "array":
      return z
        .array(part(schema.items))
        .min(schema.minItems ?? 0)
        .max(schema.maxItems ?? Number.MAX_SAFE_INTEGER);
    case "map":
      return z.record(z.string(), part(schema.values));
    case "ref":
      return z.lazy(() => part(lookup(schema.ref!)));
    case "object": {
      const members = fieldsOf(schema).map(
        (field) => [field.name, optional(part(field.schema), field.required)] as const,
      );
      return schema.open
        ? z.looseObject(Object.fromEntries(members))
        : z.strictObject(Object.fromEntries(members));
    }
  }
}

function stringShape({
  enum: members,
  pattern,
  minLength = 0,
  maxLength = Number.MAX_SAFE_INTEGER,
}: Schema): z.ZodType {
  if (members) return z.enum(members);
  const shape = z.string().min(minLength).max(maxLength);
  const expression = pattern === undefined ? undefined : tryRegExp(pattern);
  return expression ? shape.regex(expression, `text that matches ${pattern}`) : shape;
}

/** A pattern that is no regular expression has a diagnostic of its own. */
function tryRegExp(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

const numberShape = (shape: z.ZodNumber, { minimum = -Infinity, maximum = Infinity }: Schema): z.ZodType =>
  shape.min(minimum).max(maximum);

const optional = (shape: z.ZodType, required: boolean): z.ZodType => (required ? shape : shape.optional());

/** The zod schema of an operation's whole input, in the form (full or flat) that `input` uses. */
export function inputShape(
  operation: OperationDraft,
  input: Readonly<Record<string, unknown>>,
  draft: Draft,
): z.ZodType {
  const { body } = operation.shape;
  const flat = Object.entries(body?.flat ?? {}).map(([target, names]) => ({ target, names: [names].flat() }));
  const isFlat = flat.some(({ names }) => names.some((name) => Object.hasOwn(input, name)));
  const covered = new Set(isFlat ? flat.map(({ target }) => target.split(".")[0]) : []);
  const members = new Map<string, z.ZodType>();
  for (const parameter of operation.parameters) {
    members.set(parameter.name, parameterShape(parameter, draft.lookup));
  }
  for (const { name, schema, required } of body ? inputFields(refTo(body.type), draft.lookup) : []) {
    if (covered.has(name)) continue;
    members.set(name, optional(inputValue(schema, draft.lookup), required && body!.required));
  }
  for (const { target, names } of isFlat ? flat : []) {
    const found = schemaAt(refTo(body!.type), target, draft.lookup);
    const value = inputValue(found === undefined || found === "anything" ? anything : found, draft.lookup);
    const missing =
      isRequired(body!.type, target, draft.lookup) && !names.some((name) => Object.hasOwn(input, name));
    for (const name of names) {
      // A name that gives several targets is what the first of them is, and is missing where any of them is.
      if (!members.has(name) || (missing && name === names[0]))
        members.set(name, optional(value, missing && name === names[0]));
    }
  }
  return z.strictObject(Object.fromEntries(members));
}

function parameterShape({ schema, required, otherwise }: Parameter, lookup: Lookup): z.ZodType {
  // What does not match goes to the other parameter, and is right too.
  const { pattern: _, ...rest } = schema;
  return optional(valueShape(otherwise === undefined ? schema : rest, lookup), required);
}

const inputValue = (schema: Schema, lookup: Lookup): z.ZodType =>
  valueShape(schema, lookup, ({ fields = [] }) => fields.filter(({ readOnly }) => !readOnly));
