import { checkShape, type Diagnostic, readYaml } from "@arx/yaml";
import type { Catalog } from "../connector/operation.ts";
import { checkPolicies } from "./checks.ts";
import type { Entry, LoadedPolicy } from "./entry.ts";
import { lintPolicies } from "./lint.ts";
import { normalisePolicy, type PolicySet, policySet } from "./policy-set.ts";
import { policyFileShape } from "./schema.ts";

/** The text of a policy file. */
export interface PolicyFile {
  /** Its name, as people should see it. */
  readonly file: string;
  readonly text: string;
}

/** A policy set, absent where a diagnostic is an error. */
export interface PolicyLoad {
  readonly set?: PolicySet;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes a policy set of files: all of them or none. Diagnostics are errors, or, where there is none, warnings.
 * @param now - milliseconds since the epoch; tells which policies have expired, which is a warning
 */
export function parsePolicies(
  files: readonly PolicyFile[],
  catalogs: readonly Catalog[],
  now: number = Date.now(),
): PolicyLoad {
  const shaped = files.toSorted(byFile).map(checkFile);
  const entries = shaped.flatMap(({ entries: found }) => found);
  const errors = [...shaped.flatMap(({ diagnostics }) => diagnostics), ...checkPolicies(entries, catalogs)];
  if (errors.length > 0) return { diagnostics: errors.toSorted(byPlace) };
  const loaded = entries.map((entry) => understand(entry, catalogs));
  const policies = loaded.map(({ policy }) => policy);
  const set = policySet(policies, catalogs, files.map(({ file }) => file).toSorted());
  return { set, diagnostics: lintPolicies(loaded, now).toSorted(byPlace) };
}

function checkFile({ file, text }: PolicyFile): {
  entries: readonly Entry[];
  diagnostics: readonly Diagnostic[];
} {
  const source = readYaml(file, text);
  const { value = [], diagnostics } = checkShape(source, policyFileShape);
  return { entries: value.map((written, index) => ({ source, written, index })), diagnostics };
}

function understand({ source, written, index }: Entry, catalogs: readonly Catalog[]): LoadedPolicy {
  const catalog = catalogs.find(({ connector }) => connector === written.connector)!;
  const place = { file: source.file, line: source.at([index]).line };
  return { source, written, index, catalog, policy: normalisePolicy(written, catalog, place) };
}

const byFile = (a: PolicyFile, b: PolicyFile): number => (a.file < b.file ? -1 : 1);

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
