export { AuthorError } from "./author-error.ts";
export type { Change } from "./diff/change.ts";
export { type Added, diffSpecs, formatSpecDiff, type SpecDiff } from "./diff/diff-specs.ts";
export type { CatalogReach, PolicyReach, Wildcard } from "./diff/policies.ts";
export {
  acknowledge,
  checkLock,
  formatNewcomers,
  type Newcomer,
  parseLock,
  policyLock,
  type PolicyLock,
} from "./diff/policy-lock.ts";
export { drift, type DriftReport, formatDrift } from "./drift/drift.ts";
export type { Difference, Finding } from "./drift/finding.ts";
export { formatImport } from "./import/format.ts";
export { importOperations, type ImportOutcome, type Proposal } from "./import/import-operations.ts";
export { formatOperations, type ListedOperation, listOperations } from "./import/list-operations.ts";
export type { Pick } from "./import/pick.ts";
export { formatNewSpec, newSpec, type NewSpec } from "./scaffold/new-spec.ts";
