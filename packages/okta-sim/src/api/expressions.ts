import { compileFilter, type Grammar } from "../filter/compile.ts";
import { FilterError } from "../filter/parse.ts";
import { refuse } from "../org/errors.ts";

/** Compiles a list's expression. Throws E0000031. */
export function compiled<T>(expression: string, grammar: Grammar<T>): (record: T) => boolean {
  try {
    return compileFilter(expression, grammar);
  } catch (error) {
    if (error instanceof FilterError) throw refuse("E0000031", `${error.message} (position ${error.at})`);
    throw error;
  }
}
