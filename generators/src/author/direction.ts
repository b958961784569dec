import type { Field } from "../spec/schema-model.ts";

/** Which way a value goes: a caller suffers from less room in what is sent, and from more in what is answered. */
export type Direction = "sent" | "answered";

/** Whether a field is part of what goes that way. */
export function goes(
  { readOnly, writeOnly }: Pick<Field, "readOnly" | "writeOnly">,
  direction: Direction,
): boolean {
  return direction === "sent" ? !readOnly : !writeOnly;
}
