import type { Spec } from "../spec/model.ts";
import type { Field, NamedSchema, Schema } from "../spec/schema-model.ts";

/** Which way a payload travels: into the API or out of it. */
export type Direction = "input" | "result";

/** A named schema as it is in its direction, or in both where they agree. */
export interface Payload {
  readonly name: string;
  readonly schema: Schema;
}

/** The members of an object in a direction: what the API sets is not sent, what it hides is not answered. */
export function fieldsOf(schema: Schema, direction: Direction): readonly Field[] {
  return (schema.fields ?? []).filter((field) =>
    direction === "input" ? !field.readOnly : !field.writeOnly,
  );
}

/** The members that are checked in a direction: all that is sent, and of what is answered what is sure to be there. */
export function checkedFields(schema: Schema, direction: Direction): readonly Field[] {
  return fieldsOf(schema, direction).filter(({ required }) => required || direction === "input");
}

/** The field with another schema. */
export function withSchema(field: Field, schema: Schema): Field {
  return { ...field, schema };
}

/**
 * The named schemas that these schemas are made of in a direction, in the order of the spec.
 * @param members of an object that count
 */
export function reached(
  spec: Spec,
  roots: readonly Schema[],
  direction: Direction,
  members: typeof fieldsOf = fieldsOf,
): readonly NamedSchema[] {
  const seen = new Set<string>();
  const visit = (schema: Schema): void => {
    if (schema.ref && !seen.has(schema.ref)) {
      seen.add(schema.ref);
      visit(schemaNamed(spec, schema.ref));
    }
    for (const inner of [schema.items, schema.values]) if (inner) visit(inner);
    for (const field of members(schema, direction)) visit(field.schema);
  };
  roots.forEach(visit);
  return spec.schemas.filter(({ name }) => seen.has(name));
}

/** What requests are made of: the schemas of parameters and bodies. */
export function requestSchemas({ operations }: Spec): Schema[] {
  return operations.flatMap(({ parameters, body }): Schema[] => [
    ...parameters.map(({ schema }) => schema),
    ...(body ? [{ kind: "ref" as const, ref: body.schema }] : []),
  ]);
}

/** What answers are made of. */
export function resultSchemas({ operations }: Spec): Schema[] {
  return operations.flatMap(({ result }) => (result.kind === "none" ? [] : [result.schema]));
}

/** The object behind a name; a name for another name is followed. */
export function schemaNamed(spec: Spec, name: string): Schema {
  const found = spec.schemas.find((schema) => schema.name === name)?.schema;
  if (!found) throw new Error(`${spec.name} has no schema ${name}`);
  return found;
}

/** The payloads of a connector, and how any of its schemas looks in a direction. */
interface Payloads {
  readonly all: readonly Payload[];
  readonly seen: (schema: Schema, direction: Direction) => Schema;
}

// Each operation of a spec asks for them.
const made = new WeakMap<Spec, Payloads>();

/**
 * Every payload of the connector. A schema that looks different in requests and in answers becomes two:
 * `Parcel` is what the API answers, `ParcelInput` what it takes.
 */
export function payloads(spec: Spec): Payloads {
  const found = made.get(spec) ?? payloadsOf(spec);
  made.set(spec, found);
  return found;
}

function payloadsOf(spec: Spec): Payloads {
  const inputs = new Set(reached(spec, requestSchemas(spec), "input").map(({ name }) => name));
  const results = new Set(reached(spec, resultSchemas(spec), "result").map(({ name }) => name));
  const split = new Set([...inputs].filter((name) => results.has(name) && directed(spec, name)));

  const seen = (schema: Schema, direction: Direction): Schema => ({
    ...schema,
    ...(schema.ref && direction === "input" && split.has(schema.ref) && { ref: `${schema.ref}Input` }),
    ...(schema.items && { items: seen(schema.items, direction) }),
    ...(schema.values && { values: seen(schema.values, direction) }),
    ...(schema.fields && {
      fields: fieldsOf(schema, direction).map((field) => withSchema(field, seen(field.schema, direction))),
    }),
  });

  const all = spec.schemas.flatMap(({ name, schema }): Payload[] => [
    { name, schema: seen(schema, inputs.has(name) && !results.has(name) ? "input" : "result") },
    ...(split.has(name) ? [{ name: `${name}Input`, schema: seen(schema, "input") }] : []),
  ]);
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) !== index);
  if (twice)
    throw new Error(
      `${spec.name}: ${twice.name} is a schema, and also what requests take of another: rename one`,
    );
  return { all, seen };
}

/** Whether anything below a schema is only sent or only answered. */
function directed(spec: Spec, name: string, visited: Set<string> = new Set()): boolean {
  if (visited.has(name)) return false;
  visited.add(name);
  const inside = (schema: Schema): boolean =>
    (schema.ref !== undefined && directed(spec, schema.ref, visited)) ||
    (schema.fields ?? []).some((field) => field.readOnly || field.writeOnly || inside(field.schema)) ||
    (schema.items !== undefined && inside(schema.items)) ||
    (schema.values !== undefined && inside(schema.values));
  return inside(schemaNamed(spec, name));
}
