import type { Cell } from "./table.ts";
import { formatPairs, formatTable } from "./table.ts";

const columnBound = 6;
const namePattern = /(^|\.)(name|label|title|login|email|status|type|displayName)$/i;
const timePattern = /^\d{4}-\d\d-\d\dT/;

/** Every scalar inside a value by its dotted path; lists count as one value. Members that start with `_` are links and such. */
export function leavesOf(value: unknown, path = ""): Map<string, unknown> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return new Map([[path, value]]);
  return new Map(
    Object.entries(value)
      .filter(([name]) => !name.startsWith("_"))
      .flatMap(([name, member]) => [...leavesOf(member, path === "" ? name : `${path}.${name}`)]),
  );
}

/** The columns that tell items apart best: ids, then names and states, then the rest, instants and addresses last. */
export function chooseColumns(items: readonly ReadonlyMap<string, unknown>[]): readonly string[] {
  const present = new Map<string, unknown>();
  for (const item of items) {
    for (const [path, value] of item) if (isShort(value) && !present.has(path)) present.set(path, value);
  }
  return [...present]
    .map(([path, value]) => ({ path, rank: rankOf(path, value) }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, columnBound)
    .map(({ path }) => path);
}

const isShort = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== "" && typeof value !== "object";

function rankOf(path: string, value: unknown): number {
  if (path === "id") return 0;
  if (typeof value === "string" && timePattern.test(value)) return 3;
  if (typeof value === "string" && value.includes("://")) return 4;
  return namePattern.test(path) ? 1 : 2;
}

/** Items as a table of the columns named, or of those that tell them apart best. */
export function formatItems(
  items: readonly unknown[],
  columns: readonly string[] | undefined,
  width?: number,
): string {
  const leaves = items.map((item) => leavesOf(item));
  const chosen = columns ?? chooseColumns(leaves);
  const rows = leaves.map((item) => chosen.map((path) => text(item.get(path))));
  return formatTable(
    chosen.map((path) => (path === "" ? "value" : path)),
    rows,
    width,
  );
}

/** One object as pairs of dotted path and value: the paths named, or all that hold something. */
export function formatObject(value: unknown, columns?: readonly string[]): string {
  const leaves = leavesOf(value);
  const chosen = columns ?? [...leaves.keys()].filter((path) => leaves.get(path) !== null);
  return formatPairs(chosen.map((path) => [path || "value", text(leaves.get(path))]));
}

function text(value: unknown): Cell {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
