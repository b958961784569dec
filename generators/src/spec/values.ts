import { z } from "zod";
import type { Draft, OperationDraft } from "./draft.ts";
import type { Field, Parameter, Schema } from "./model.ts";
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
  const flat = Object.entries(body?.flat ?? {}).map(([target, sources]) => ({
    target,
    sources: [sources].flat(),
  }));
  const isFlat = flat.some(({ sources }) => sources.some((source) => Object.hasOwn(input, source)));
  const covered = isFlat ? new Set(flat.map(({ target }) => target.split(".")[0])) : new Set();
  const bodyFields = body
    ? inputFields(refTo(body.type), draft.lookup).filter(({ name }) => !covered.has(name))
    : [];
  const members: [string, z.ZodType][] = [
    ...operation.parameters.map((parameter): [string, z.ZodType] => [
      parameter.name,
      parameterShape(parameter, draft.lookup),
    ]),
    ...bodyFields.map((field): [string, z.ZodType] => [
      field.name,
      optional(inputValue(field.schema, draft.lookup), field.required && body?.required === true),
    ]),
  ];
  if (isFlat) {
    for (const { target, sources } of flat) {
      const schema = schemaAt(refTo(body!.type), target, draft.lookup);
      const value = inputValue(
        schema === undefined || schema === "anything" ? anything : schema,
        draft.lookup,
      );
      const given = sources.some((source) => Object.hasOwn(input, source));
      const required = isRequired(body!.type, target, draft.lookup) && !given;
      for (const [index, source] of sources.entries())
        members.push([source, optional(value, required && index === 0)]);
    }
  }
  const title = `input of ${operation.id}`;
  return z.strictObject(Object.fromEntries(members)).meta({ title });
}

function parameterShape({ schema, required, otherwise }: Parameter, lookup: Lookup): z.ZodType {
  // What does not match goes to the other parameter, and is right too.
  const { pattern: _, ...rest } = schema;
  return optional(valueShape(otherwise === undefined ? schema : rest, lookup), required);
}

const inputValue = (schema: Schema, lookup: Lookup): z.ZodType =>
  valueShape(schema, lookup, ({ fields = [] }) => fields.filter(({ readOnly }) => !readOnly));
