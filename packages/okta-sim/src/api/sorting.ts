import type { Grammar } from "../filter/compile.ts";
import { refuse } from "../org/errors.ts";
import { type Call, text } from "./call.ts";

/** Records by the `sortBy` attribute and `sortOrder`; ties, and everything without `sortBy`, by id. Throws E0000031. */
export function sorted<T extends { readonly id: string }>(
  call: Call,
  byId: readonly T[],
  grammar: Grammar<T>,
): readonly T[] {
  const attribute = text(call, "sortBy");
  if (attribute === undefined) return byId;
  const field = grammar.field(attribute);
  if (field === undefined) throw refuse("E0000031", `sortBy: ${attribute} can't be sorted by`);
  const order = (text(call, "sortOrder") ?? "asc").toLowerCase().startsWith("desc") ? -1 : 1;
  const key = (record: T): string => {
    const value = field.read(record) ?? "";
    return (typeof value === "string" ? value : JSON.stringify(value)).toLowerCase();
  };
  return byId.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left === right ? 0 : left < right ? -order : order;
  });
}
