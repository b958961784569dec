import type { Json } from "../audit/record.ts";

/**
 * A value whose texts are all well-formed Unicode: what others sent must not make a record impossible to write.
 * One that is so already is given back as it is.
 */
export function wellFormed(value: Json): Json {
  return malformedAt(value) === undefined ? value : repaired(value);
}

function repaired(value: Json): Json {
  if (typeof value === "string") return value.toWellFormed();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(repaired);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toWellFormed(), repaired(member)]),
  );
}

/** The dotted path of the first text that is no well-formed Unicode; it may be a key. */
export function malformedAt(value: Json): string | undefined {
  return faultIn(value)?.join(".").toWellFormed();
}

function faultIn(value: Json): string[] | undefined {
  if (typeof value === "string") return value.isWellFormed() ? undefined : [];
  if (value === null || typeof value !== "object") return undefined;
  for (const key of Object.keys(value)) {
    const fault = key.isWellFormed() ? faultIn((value as Readonly<Record<string, Json>>)[key] ?? null) : [];
    if (fault) return [key, ...fault];
  }
  return undefined;
}
