import { isDeepStrictEqual } from "node:util";
import { isPrimitive, nodeOf } from "../../spec/schemas.ts";
import type { OperationShape, SchemaShape } from "../../spec/shape.ts";
import type { Comments } from "./schema.ts";

/** Names that generated TypeScript needs for something else. */
const reserved: ReadonlySet<string> = new Set(
  "Array Boolean CallOptions Date Error Function List Map Number Object Partial Promise Record Set String Symbol".split(
    " ",
  ),
);

/**
 * Gives imported schemas names that are free. One that is the same as a schema of its name that the spec has already,
 * with all that it reaches, is that schema.
 *
 * @returns imported name -> the name that it gets, and whether the spec has it already
 */
export function settleNames(
  imported: ReadonlyMap<string, SchemaShape>,
  present: ReadonlyMap<string, SchemaShape>,
  family: string,
): ReadonlyMap<string, { readonly name: string; readonly present: boolean }> {
  const foreign = new Set(
    [...imported].flatMap(([name, shape]) => {
      const other = present.get(name);
      return reserved.has(name) || (other !== undefined && !isDeepStrictEqual(other, shape)) ? [name] : [];
    }),
  );
  // A schema that reaches a renamed one is another schema too, however alike the two look.
  for (let before = -1; before !== foreign.size;) {
    before = foreign.size;
    for (const [name, shape] of imported) {
      if (present.has(name) && typesIn(shape).some((type) => foreign.has(type))) foreign.add(name);
    }
  }
  const taken = new Set([...imported.keys(), ...present.keys(), ...reserved]);
  return new Map(
    [...imported.keys()].map((name) => {
      if (!foreign.has(name)) return [name, { name, present: present.has(name) }];
      const prefix = family.replaceAll(/(^|_)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
      let free = `${prefix}${name}`;
      for (let next = 2; taken.has(free); next++) free = `${prefix}${name}${next}`;
      taken.add(free);
      return [name, { name: free, present: false }];
    }),
  );
}

/** The named schemas that a schema refers to itself. */
function typesIn(shape: SchemaShape): string[] {
  const { type, fields = {}, items, values } = nodeOf(shape);
  const below = [...Object.values(fields), ...(items ? [items] : []), ...(values ? [values] : [])];
  return [...(type === undefined || isPrimitive(type) ? [] : [type]), ...below.flatMap(typesIn)];
}

/** The schema with every reference under its new name; comments go along. */
export function renamed(
  shape: SchemaShape,
  names: ReadonlyMap<string, { readonly name: string }>,
  comments: Comments,
): SchemaShape {
  if (typeof shape === "string") return names.get(shape)?.name ?? shape;
  const { type, fields, items, values } = shape;
  const again = (part: SchemaShape): SchemaShape => renamed(part, names, comments);
  // A member keeps its place among the keys, which is what a reader sees.
  const result: SchemaShape = {
    ...shape,
    ...(type !== undefined && { type: names.get(type)?.name ?? type }),
    ...(fields && {
      fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, again(field)])),
    }),
    ...(items !== undefined && { items: again(items) }),
    ...(values !== undefined && { values: again(values) }),
  };
  const comment = comments.get(shape);
  if (comment !== undefined) comments.set(result, comment);
  return result;
}

/** The operation with its schemas under their new names. */
export function renamedOperation(
  shape: OperationShape,
  names: ReadonlyMap<string, { readonly name: string }>,
  comments: Comments,
): OperationShape {
  const result: OperationShape = {
    ...shape,
    ...(shape.body && { body: { ...shape.body, type: names.get(shape.body.type)?.name ?? shape.body.type } }),
    result: shape.result === "none" ? "none" : renamed(shape.result, names, comments),
  };
  const comment = comments.get(shape);
  if (comment !== undefined) comments.set(result, comment);
  return result;
}
