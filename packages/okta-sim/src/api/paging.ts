import type { Call } from "./call.ts";

/** A part of a list, and the cursor of the next part if one is announced. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Cuts a page from records that come after the cursor already. `announceEmpty` adds a next page to a full last one. */
export function cut<T>(
  records: readonly T[],
  limit: number,
  cursor: (last: T) => string,
  announceEmpty = false,
): Page<T> {
  const items = records.slice(0, limit);
  const last = items.at(-1);
  const more = records.length > limit || (announceEmpty && items.length === limit);
  return { items, next: more && last !== undefined ? cursor(last) : undefined };
}

/** The Link header lines of a list: self, then next. `set` are parameters as they took effect, `drop` never appear. */
export function links(
  call: Call,
  set: Readonly<Record<string, string | number>>,
  next: string | undefined,
  drop: readonly string[] = [],
): readonly string[] {
  const query = new URLSearchParams(call.query);
  for (const [name, value] of Object.entries(set)) query.set(name, String(value));
  for (const name of drop) query.delete(name);
  const self = line(call, query, "self");
  if (next === undefined) return [self];
  query.set("after", next);
  return [self, line(call, query, "next")];
}

function line(call: Call, query: URLSearchParams, rel: string): string {
  const sorted = new URLSearchParams(query);
  sorted.sort();
  const suffix = sorted.size > 0 ? `?${String(sorted)}` : "";
  return `<${call.origin}${call.path}${suffix}>; rel="${rel}"`;
}
