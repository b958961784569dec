import type { Json } from "../audit/record.ts";

/** A copy whose texts are all well-formed Unicode: what others sent must not make a record impossible to write. */
export function wellFormed(value: Json): Json {
  if (typeof value === "string") return value.toWellFormed();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toWellFormed(), wellFormed(member)]),
  );
}

/** The dotted path of the first text that is no well-formed Unicode; it may be a key. */
export function malformedAt(value: Json, path = ""): string | undefined {
  if (typeof value === "string") return value.isWellFormed() ? undefined : path;
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, member] of Object.entries(value)) {
    const here = path === "" ? key : `${path}.${key}`;
    const found = key.isWellFormed() ? malformedAt(member, here) : here.toWellFormed();
    if (found !== undefined) return found;
  }
  return undefined;
}
