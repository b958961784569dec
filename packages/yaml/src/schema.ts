import type { ZodType } from "zod";

/** What this package reads of a zod schema's definition; every kind of schema has some of it. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, ZodType>>;
  readonly element?: ZodType;
  readonly innerType?: ZodType;
  readonly in?: ZodType;
  readonly keyType?: ZodType;
  readonly valueType?: ZodType;
  readonly options?: readonly ZodType[];
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly getter?: () => ZodType;
}

const definition = (schema: ZodType): Definition => schema.def;

/** The schemas that can stand at a place: unions are taken apart, wrappers taken off. */
export function alternatives(schema: ZodType): readonly ZodType[] {
  const { options, getter, innerType, in: input } = definition(schema);
  if (options) return options.flatMap(alternatives);
  const inner = getter?.() ?? innerType ?? input;
  return inner ? alternatives(inner) : [schema];
}

/** The schemas for the value at `path`, where several can apply. */
export function schemasAt(root: ZodType, value: unknown, path: readonly PropertyKey[]): readonly ZodType[] {
  let schemas: readonly ZodType[] = [root];
  let here = value;
  for (const step of path) {
    const parent = here;
    schemas = holders(schemas, parent).flatMap((schema) => {
      const { shape, element, valueType } = definition(schema);
      return shape?.[String(step)] ?? element ?? valueType ?? [];
    });
    here = (here as Record<PropertyKey, unknown> | undefined)?.[step];
  }
  return schemas;
}

/** The branches whose telling members are those of the value; all of them where none fits. */
function holders(schemas: readonly ZodType[], value: unknown): readonly ZodType[] {
  const all = schemas.flatMap(alternatives);
  const fitting = all.filter((schema) => mayHold(schema, value));
  return fitting.length > 0 ? fitting : all;
}

/** Whether the members that tell the branches of a union apart are those of this branch. */
function mayHold(schema: ZodType, value: unknown): boolean {
  return Object.entries(definition(schema).shape ?? {}).every(([key, member]) => {
    const { type, values } = definition(member);
    return type !== "literal" || values!.includes((value as Record<string, unknown> | undefined)?.[key]);
  });
}

/** The keys that a mapping at this place may have. */
export function knownKeys(schemas: readonly ZodType[], value: unknown): readonly string[] {
  return holders(schemas, value).flatMap((schema) => {
    const { shape, keyType } = definition(schema);
    return shape ? Object.keys(shape) : keyType ? members([keyType]) : [];
  });
}

/** The words of the enumerations and literals at this place. */
export function members(schemas: readonly ZodType[]): readonly string[] {
  return schemas.flatMap(alternatives).flatMap((schema) => {
    const { entries, values } = definition(schema);
    return [...Object.values(entries ?? {}), ...(values ?? [])].filter((word) => typeof word === "string");
  });
}

/** What may stand at this place, for people: `text, or a mapping`. */
export function expectation(schemas: readonly ZodType[]): string {
  const words = members(schemas);
  const kinds = schemas
    .flatMap(alternatives)
    .map(definition)
    .flatMap(({ type, format }) => (format === "safeint" ? "a whole number" : (kindNames[type] ?? [])));
  const oneOf =
    words.length === 0 ? [] : [words.length === 1 ? `\`${words[0]}\`` : `one of ${words.join(", ")}`];
  // Where words are known, other text is a detail that the schema's own message tells.
  const rest = words.length === 0 ? kinds : kinds.filter((kind) => kind !== "text");
  return [...new Set([...oneOf, ...rest])].join(", or ");
}

const kindNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  null: "null",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

/** What a schema calls itself with `.meta({ title })` or `{ id }`, such as `operation`. */
export function nameOf(schemas: readonly ZodType[]): string | undefined {
  for (const schema of schemas.flatMap((outer) => [outer, ...alternatives(outer)])) {
    const { title, id } = schema.meta() ?? {};
    const name = title ?? id;
    if (name !== undefined) return name.toLowerCase();
  }
  return undefined;
}

/** The first description at this place. */
export function descriptionOf(schemas: readonly ZodType[]): string | undefined {
  return schemas.flatMap((outer) => [outer, ...alternatives(outer)]).find(({ description }) => description)
    ?.description;
}
