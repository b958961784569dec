import { type ApiDocument, refOf } from "./document.ts";
import type { RawSchema } from "./raw.ts";

type Facets = Pick<
  RawSchema,
  | "title"
  | "description"
  | "format"
  | "default"
  | "example"
  | "pattern"
  | "minLength"
  | "maxLength"
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "exclusiveMaximum"
  | "minItems"
  | "maxItems"
>;

/** What a schema says once references are followed, `allOf` is merged and both ways to say null are one. */
export interface SchemaView extends Facets {
  /** JSON Schema's types without null; none where the schema does not say, several where it has a choice. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  readonly enum?: readonly unknown[];
  readonly properties: Readonly<Record<string, RawSchema>>;
  readonly required: ReadonlySet<string>;
  readonly items?: RawSchema;
  readonly additional?: boolean | RawSchema;
  /** The branches of a oneOf or anyOf that could not be made one. */
  readonly choice?: readonly SchemaView[];
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly deprecated: boolean;
}

/** Looks at a schema of a document. */
export function viewOf(document: ApiDocument, schema: RawSchema): SchemaView {
  return flatten(document, schema, []);
}

function flatten(document: ApiDocument, schema: RawSchema, above: readonly string[]): SchemaView {
  const ref = refOf(schema);
  if (ref !== undefined) {
    // What includes itself by allOf or a choice adds nothing the second time.
    if (above.includes(ref)) return nothing;
    const { $ref: _, ...beside } = schema;
    const target = flatten(document, document.resolve(schema) as RawSchema, [...above, ref]);
    return Object.keys(beside).length === 0 ? target : merge(target, flatten(document, beside, above));
  }
  const parts = (schema.allOf ?? []).map((part) => flatten(document, part, above));
  const own = [...parts, ownView(schema)].reduce(merge);
  return [schema.oneOf, schema.anyOf].reduce(
    (view, branches) => (branches === undefined ? view : choose(view, branches, document, above)),
    own,
  );
}

const nothing: SchemaView = {
  types: [],
  nullable: false,
  properties: {},
  required: new Set(),
  readOnly: false,
  writeOnly: false,
  deprecated: false,
};

function ownView(schema: RawSchema): SchemaView {
  const {
    type,
    nullable,
    const: only,
    enum: listed,
    properties,
    required,
    additionalProperties,
    ...rest
  } = schema;
  const { allOf: _, oneOf: __, anyOf: ___, readOnly, writeOnly, deprecated, ...facets } = rest;
  const types = [type ?? []].flat();
  const members = listed ?? (only === undefined ? undefined : [only]);
  return {
    ...facets,
    types: types.filter((each) => each !== "null"),
    nullable: nullable === true || types.includes("null") || members?.includes(null) === true,
    ...(members && { enum: members.filter((member) => member !== null) }),
    properties: properties ?? {},
    required: new Set(required),
    ...(additionalProperties !== undefined && { additional: additionalProperties }),
    readOnly: readOnly === true,
    writeOnly: writeOnly === true,
    deprecated: deprecated === true,
  };
}

function merge(a: SchemaView, b: SchemaView): SchemaView {
  const shared = Object.keys(b.properties).filter((name) => Object.hasOwn(a.properties, name));
  const both = shared.map((name) => [name, { allOf: [a.properties[name]!, b.properties[name]!] }] as const);
  const choice = [...(a.choice ?? []), ...(b.choice ?? [])];
  const members = a.enum && b.enum ? a.enum.filter((member) => b.enum!.includes(member)) : (b.enum ?? a.enum);
  return {
    ...a,
    ...b,
    types: b.types.length === 0 ? a.types : b.types,
    nullable: a.nullable || b.nullable,
    ...(members && { enum: members }),
    properties: { ...a.properties, ...b.properties, ...Object.fromEntries(both) },
    required: new Set([...a.required, ...b.required]),
    ...(choice.length > 0 && { choice }),
    readOnly: a.readOnly || b.readOnly,
    writeOnly: a.writeOnly || b.writeOnly,
    deprecated: a.deprecated || b.deprecated,
  };
}

/** Takes away null, and branches that only say which members go together; one that is left is no choice. */
function choose(
  view: SchemaView,
  branches: readonly RawSchema[],
  document: ApiDocument,
  above: readonly string[],
): SchemaView {
  const all = branches.map((branch) => flatten(document, branch, above));
  const nullable = view.nullable || all.some(({ nullable: maybe }) => maybe);
  const left = all.filter(saysSomething);
  const [only] = left;
  if (only === undefined) return { ...view, nullable };
  if (left.length === 1) return { ...merge(only, view), nullable };
  if (left.every(isText)) return { ...merge(view, textOf(left)), nullable };
  return { ...view, nullable, choice: [...(view.choice ?? []), ...left] };
}

const saysSomething = ({
  types,
  properties,
  items,
  additional,
  enum: members,
  choice,
}: SchemaView): boolean =>
  types.length > 0 ||
  Object.keys(properties).length > 0 ||
  items !== undefined ||
  additional !== undefined ||
  (members?.length ?? 0) > 0 ||
  choice !== undefined;

const isText = ({ types, format }: SchemaView): boolean =>
  types.length === 1 && types[0] === "string" && format !== "date-time";

/** Texts of several kinds are text; the members that any of them lists are known members. */
function textOf(branches: readonly SchemaView[]): SchemaView {
  const members = [...new Set(branches.flatMap((branch) => branch.enum ?? []))];
  return { ...nothing, types: ["string"], ...(members.length > 0 && { enum: members }) };
}

/** Whether a view is an object: by its type, or by having members. */
export function isObject({ types, properties, additional }: SchemaView): boolean {
  if (types.length > 0) return types.length === 1 && types[0] === "object";
  return Object.keys(properties).length > 0 || additional !== undefined;
}

/** Whether a view is an array. */
export function isArray({ types, items }: SchemaView): boolean {
  return types.length > 0 ? types.length === 1 && types[0] === "array" : items !== undefined;
}

/**
 * The component that a schema is, in all but what it is called and whether it may be null: a reference, or the usual
 * `allOf` of one reference that says something more of it.
 */
export function componentOf(schema: RawSchema): string | undefined {
  const { allOf, oneOf, anyOf, properties, additionalProperties, items, enum: members } = schema;
  const ref = refOf(schema);
  const plain = !properties && !items && !members && additionalProperties === undefined;
  if (ref !== undefined) return plain ? ref : undefined;
  const parts = [allOf, oneOf, anyOf].filter((list) => list !== undefined).flat();
  const rest = parts.filter((part) => !isNull(part));
  return rest.length === 1 && plain ? refOf(rest[0]) : undefined;
}

const isNull = ({ type, enum: members, const: only }: RawSchema): boolean =>
  type === "null" || only === null || (members?.length === 1 && members[0] === null);

/** Whether every shape that a schema lets a value have is an object. */
export function isChoiceOfObjects({ choice }: SchemaView): boolean {
  return choice !== undefined && choice.every((branch) => isObject(branch) || isChoiceOfObjects(branch));
}

/** A choice of objects as one object: with the members of all its shapes, of which those of every shape are required. */
export function unionOf(view: SchemaView): SchemaView {
  const { choice, ...rest } = view;
  if (choice === undefined) return view;
  const branches = choice.map(unionOf);
  const properties = new Map<string, RawSchema[]>();
  for (const branch of [rest, ...branches]) {
    for (const [name, schema] of Object.entries(branch.properties)) {
      const known = properties.get(name) ?? [];
      const isNew = !known.some((other) => JSON.stringify(other) === JSON.stringify(schema));
      properties.set(name, isNew ? [...known, schema] : known);
    }
  }
  const shared = branches.map(({ required }) => required).reduce((a, b) => a.intersection(b));
  return {
    ...rest,
    types: ["object"],
    properties: Object.fromEntries(
      [...properties].map(([name, schemas]) => [
        name,
        schemas.length === 1 ? schemas[0]! : { anyOf: schemas },
      ]),
    ),
    required: new Set([...rest.required, ...shared]),
  };
}
