import { canonicalJson } from "../audit/canonical.ts";
import { fill, valueAt } from "../connector/action.ts";
import type { Input } from "../connector/input.ts";
import type { Operation } from "../connector/operation.ts";

/** What became of an action. */
export type Fact = "happened" | "did_not_happen";

/** When an action counts as done, as the operation's spec says it. */
export type Settled = NonNullable<Operation["reconcile"]>["settled"];

/** What one read of a single thing proves; `found` is undefined where the API says that there is none. */
export function factOfSingle(settled: Settled, input: Input, found: unknown): Fact | undefined {
  if (settled === "present") return found === undefined ? "did_not_happen" : "happened";
  if (settled === "absent") return found === undefined ? "happened" : "did_not_happen";
  // What is gone may have been as the action left it before.
  if (found === undefined) return undefined;
  const matches = matcherOf(settled, input);
  return matches && (matches(found) ? "happened" : "did_not_happen");
}

/** What a list proves, read to its end or to the item that proves it. */
export async function factOfList(
  settled: Settled,
  input: Input,
  items: AsyncIterable<unknown>,
): Promise<Fact | undefined> {
  const matches = typeof settled === "string" ? () => true : matcherOf(settled, input);
  if (!matches) return undefined;
  let found = false;
  for await (const item of items) {
    found = matches(item);
    if (found) break;
  }
  return found === (settled !== "absent") ? "happened" : "did_not_happen";
}

/** Compares with the fields' values, in which `{userId}` stands for the action's argument; none where it lacks one. */
function matcherOf(
  fields: Exclude<Settled, string>,
  input: Input,
): ((found: unknown) => boolean) | undefined {
  const wanted = Object.entries(fields).map(([path, value]) => [path, expected(value, input)] as const);
  if (wanted.some(([, value]) => value === undefined)) return undefined;
  return (found) => wanted.every(([path, value]) => same(valueAt(found, path), value));
}

function expected(value: string | number | boolean | null, input: Input): unknown {
  if (typeof value !== "string") return value;
  const [, path] = /^\{([^{}]+)\}$/.exec(value) ?? [];
  // A template that is one argument alone keeps the argument's type.
  return path === undefined ? fill(value, input) : (valueAt(input, path) ?? undefined);
}

function same(found: unknown, wanted: unknown): boolean {
  return canonicalJson(found ?? null) === canonicalJson(wanted);
}
