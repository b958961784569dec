import type { Field, Schema } from "./schema-model.ts";
import { follow, type Lookup } from "./schemas.ts";

/**
 * The paths of all secrets in a value of this schema; the empty path is the whole of it.
 * No path can name a key of a map or every depth of a recursive schema: there the whole map or branch counts as secret.
 */
export function sensitivePaths(
  schema: Schema,
  lookup: Lookup,
  skip: (field: Field) => boolean,
): readonly string[] {
  const walk = (node: Schema, path: string, above: readonly Schema[]): string[] => {
    const target = follow(node, lookup);
    if (node.sensitive || target?.sensitive) return [path];
    if (target === undefined) return [];
    if (above.includes(target)) return holdsSecret(target, lookup) ? [path] : [];
    const below = [...above, target];
    if (target.kind === "map") return target.values && holdsSecret(target.values, lookup) ? [path] : [];
    if (target.kind === "array") return target.items ? walk(target.items, `${path}[]`, below) : [];
    return (target.fields ?? [])
      .filter((field) => !skip(field))
      .flatMap((field) => walk(field.schema, path === "" ? field.name : `${path}.${field.name}`, below));
  };
  return walk(schema, "", []);
}

function holdsSecret(schema: Schema, lookup: Lookup, seen: Set<Schema> = new Set()): boolean {
  const target = follow(schema, lookup);
  if (schema.sensitive || target?.sensitive) return true;
  if (target === undefined || seen.has(target)) return false;
  seen.add(target);
  const parts = [target.items, target.values, ...(target.fields ?? []).map((field) => field.schema)];
  return parts.some((part) => part !== undefined && holdsSecret(part, lookup, seen));
}
