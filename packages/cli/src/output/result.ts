import type { Terminal } from "../terminal.ts";
import { formatItems, formatObject } from "./items.ts";

/** How a result is shown. */
export interface ResultOptions {
  readonly operation: string;
  /** The columns of a table, or the members of an object that are shown; absent: chosen, or all. */
  readonly columns?: readonly string[] | undefined;
}

/** Shows what an action gave: a table for a list, pairs for an object, a word for nothing, a note for an empty list. */
export function showResult(terminal: Terminal, result: unknown, { operation, columns }: ResultOptions): void {
  if (Array.isArray(result) && result.length === 0 && !terminal.json)
    return terminal.note("there are no items");
  terminal.show(result ?? {}, () => {
    if (Array.isArray(result)) return formatItems(result, columns, terminal.columns);
    const text = result === undefined || result === null ? "" : formatObject(result, columns);
    return text === "" ? `done: ${operation}` : text;
  });
}
