import { type Diagnostic, formatDiagnostics } from "@arx/yaml";
import { loadSpec } from "../../spec/load.ts";
import type { Spec } from "../../spec/model.ts";
import type { Risk } from "../../spec/operation-model.ts";
import type { Schema } from "../../spec/schema-model.ts";
import type { Change } from "./change.ts";
import { diffOperation } from "./diff-operation.ts";
import { SchemaDiff } from "./diff-schemas.ts";
import { reaches } from "../pattern.ts";
import { type PolicyReach, type Wildcard, wildcardsOf } from "./policies.ts";

/** An operation that one version has and the other has not. */
export interface Added {
  readonly operation: string;
  readonly risk: Risk;
  /** The wildcards that name it without ever having been asked. */
  readonly falls: readonly Wildcard[];
}

/** How two versions of a spec differ for those who call it, and for those who govern it. */
export interface SpecDiff {
  readonly changes: readonly Change[];
  readonly added: readonly Added[];
  readonly breaking: boolean;
  /** Faults of either version; there is nothing else where an error stands. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares two versions of a connector's spec.
 * @param policies - loaded policies, to tell which of their wildcards a new operation falls under
 */
export async function diffSpecs(
  oldFolder: string,
  newFolder: string,
  policies: readonly PolicyReach[] = [],
): Promise<SpecDiff> {
  const [before, after] = [loadSpec(oldFolder), loadSpec(newFolder)];
  const diagnostics = [...before.diagnostics, ...after.diagnostics];
  return before.spec && after.spec
    ? { ...compare(before.spec, after.spec, policies), diagnostics }
    : { changes: [], added: [], breaking: false, diagnostics };
}

function compare(before: Spec, after: Spec, policies: readonly PolicyReach[]): Omit<SpecDiff, "diagnostics"> {
  const changes = new Map<string, Change>();
  const tell = (change: Change): void => {
    const key = `${change.change} ${change.at} ${change.detail}`;
    // A schema that is sent and answered changes once; it breaks callers if it does so either way.
    const breaking = change.breaking || changes.get(key)?.breaking === true;
    changes.set(key, { ...change, breaking });
  };
  const diffing = { tell, schemas: new SchemaDiff(lookupOf(before), lookupOf(after), tell) };
  const operations = new Map(after.operations.map((operation) => [operation.id, operation]));
  for (const operation of before.operations) {
    const now = operations.get(operation.id);
    if (now) diffOperation(operation, now, diffing);
    else tell({ change: "operation_removed", at: operation.id, detail: "it is gone", breaking: true });
  }
  const present = new Set(before.operations.map(({ id }) => id));
  const wildcards = wildcardsOf(policies, after.name);
  const added = after.operations
    .filter(({ id }) => !present.has(id))
    .map(({ id, risk }) => ({
      operation: id,
      risk,
      falls: wildcards.filter(({ pattern }) => reaches(pattern, id)),
    }));
  const all = [...changes.values()];
  return { changes: all, added, breaking: all.some(({ breaking }) => breaking) };
}

function lookupOf(spec: Spec): (name: string) => Schema | undefined {
  const schemas = new Map(spec.schemas.map(({ name, schema }) => [name, schema]));
  return (name) => schemas.get(name);
}

/** A comparison for people: what breaks first, then what governs, then the rest. */
export function formatSpecDiff(
  { changes, added, diagnostics }: SpecDiff,
  options: { readonly color?: boolean } = {},
): string {
  const line = ({ change, at, detail }: Change): string => `  ${change}  ${at}  (${detail})`;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [[title, ...lines].join("\n")];
  const sections = [
    ...(diagnostics.length === 0 ? [] : [formatDiagnostics(diagnostics, options)]),
    ...section("Breaking for callers", changes.filter(({ breaking }) => breaking).map(line)),
    ...section("Risk lowered", changes.filter(({ risk }) => risk === "lowered").map(line)),
    ...section("Risk raised", changes.filter(({ risk }) => risk === "raised").map(line)),
    ...section("New operations", added.flatMap(addedLines)),
    ...section("Other changes", changes.filter(({ breaking, risk }) => !breaking && !risk).map(line)),
  ];
  return sections.length === 0
    ? "Nothing that callers or policies notice has changed."
    : sections.join("\n\n");
}

function addedLines({ operation, risk, falls }: Added): string[] {
  return [
    `  ${operation}  ${risk.toUpperCase()}`,
    ...falls.map(({ policy, effect, pattern }) => `    falls under ${effect} ${pattern} of ${policy}`),
  ];
}
