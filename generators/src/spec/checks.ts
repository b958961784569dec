import type { Diagnostic } from "@arx/yaml";
import type { Draft } from "./draft.ts";

/** One rule over the whole spec; it yields a diagnostic for each breach. */
export type Check = (draft: Draft) => Iterable<Diagnostic>;

const checks: readonly Check[] = [];

/** Everything that the shape of a single file cannot tell. */
export function crossCheck(draft: Draft): readonly Diagnostic[] {
  return checks.flatMap((check) => Array.from(check(draft)));
}
