import type { Field, Schema } from "./schema-model.ts";
import { primitives } from "./schema-shape.ts";
import type { SchemaShape } from "./shape.ts";

/** Finds a named schema; undefined where there is none. */
export type Lookup = (name: string) => Schema | undefined;

/** Whether a type is one of the language itself, and not a named schema. */
export function isPrimitive(type: string): type is Exclude<Schema["kind"], "ref"> {
  return (primitives as readonly string[]).includes(type);
}

/** A schema with its shorthand written out. */
export type SchemaNode = Exclude<SchemaShape, string>;

/** Writes the shorthand of a schema out. */
export function nodeOf(shape: SchemaShape): SchemaNode {
  return typeof shape === "string" ? { type: shape } : shape;
}

/** The type of a schema that may leave it unsaid. */
export function typeOf({ type, fields }: SchemaNode): string {
  return type ?? (fields ? "object" : "string");
}

/** A schema of the language in the form that emitters see. Named schemas stay references. */
export function toSchema(shape: SchemaShape): Schema {
  const node = nodeOf(shape);
  const { type: _, fields, items, values, required: __, readOnly: ___, writeOnly: ____, ...rest } = node;
  const type = typeOf(node);
  return {
    ...(isPrimitive(type) ? { kind: type } : { kind: "ref", ref: type }),
    ...(rest as Partial<Schema>),
    ...(fields && { fields: Object.entries(fields).map(([name, field]) => toField(name, nodeOf(field))) }),
    ...(items !== undefined && { items: toSchema(items) }),
    ...(type === "map" && { values: toSchema(values ?? "any") }),
  };
}

function toField(name: string, node: SchemaNode): Field {
  const { required = false, readOnly = false, writeOnly = false } = node;
  return { name, required, readOnly, writeOnly, schema: toSchema(node) };
}

/** The schema that a chain of references ends at; undefined where it ends nowhere. */
export function follow(schema: Schema | undefined, lookup: Lookup): Schema | undefined {
  const seen = new Set<string>();
  let here = schema;
  while (here?.ref !== undefined) {
    if (seen.has(here.ref)) return undefined;
    seen.add(here.ref);
    here = lookup(here.ref);
  }
  return here;
}

/**
 * The schema at a path such as `profile.login`: "anything" below maps, untyped values and open objects,
 * undefined where there is no such field.
 */
export function schemaAt(schema: Schema, path: string, lookup: Lookup): Schema | "anything" | undefined {
  let here = follow(schema, lookup);
  for (const step of path.split(".")) {
    if (here === undefined || here.kind === "any") return "anything";
    let next: Schema | undefined;
    if (here.kind === "map") next = here.values;
    else if (here.kind === "object") {
      next =
        here.fields?.find(({ name }) => name === step)?.schema ?? (here.open ? { kind: "any" } : undefined);
    }
    if (next === undefined) return undefined;
    here = follow(next, lookup);
  }
  return here ?? "anything";
}

/** A reference to a named schema. */
export function refTo(name: string): Schema {
  return { kind: "ref", ref: name };
}

/** The members of an object that a caller may give. */
export function inputFields(schema: Schema, lookup: Lookup): readonly Field[] {
  return allFields(schema, lookup).filter(({ readOnly }) => !readOnly);
}

/** Whether a body is invalid without the field at a path, the objects above it included. */
export function isRequired(body: string, path: string, lookup: Lookup): boolean {
  let here = follow(refTo(body), lookup);
  return path.split(".").every((step) => {
    const field = here?.fields?.find(({ name }) => name === step);
    here = follow(field?.schema, lookup);
    return field?.required === true;
  });
}

/** The members of an object, as an answer has them. */
export function allFields(schema: Schema, lookup: Lookup): readonly Field[] {
  return follow(schema, lookup)?.fields ?? [];
}

/** The paths of all fields down to a depth, to choose suggestions from. */
export function fieldPaths(schema: Schema, lookup: Lookup, fieldsOf: typeof allFields, depth = 3): string[] {
  if (depth === 0) return [];
  return fieldsOf(schema, lookup).flatMap((field) => {
    const below = fieldPaths(field.schema, lookup, fieldsOf, depth - 1).map(
      (path) => `${field.name}.${path}`,
    );
    return [field.name].concat(below);
  });
}
