import { canonicalJson, sha256 } from "../audit/canonical.ts";
import { type Catalog, type OperationId, type Risk, risks } from "../connector/operation.ts";
import type { ApprovalMode } from "./decision.ts";
import { compileGlob } from "./glob.ts";
import type { WrittenPolicy } from "./schema.ts";

/** How an action of each risk is approved. */
export type ApprovalByRisk = Readonly<Record<Risk, ApprovalMode>>;

/** One policy with every default applied. Lists are sorted and hold each member once. */
export interface Policy {
  readonly name: string;
  readonly connector: string;
  /** Globs over agent ids; absent: every agent. */
  readonly agents?: readonly string[];
  readonly operations: readonly string[];
  readonly deny: readonly string[];
  readonly riskMax: Risk;
  readonly approval: ApprovalByRisk;
  readonly channel?: string;
  readonly approvers?: readonly string[];
  readonly quorum?: number;
  /** Milliseconds since the epoch; from then on the policy grants nothing. */
  readonly expires?: number;
  /** `operations` expanded over the catalog: each operation with the glob that names it. */
  readonly grants: ReadonlyMap<OperationId, string>;
  /** `deny` expanded in the same way. */
  readonly denies: ReadonlyMap<OperationId, string>;
  /** What a wildcard of `operations` names too, but a lock withholds: it is not in `grants`. */
  readonly held: ReadonlyMap<OperationId, string>;
  readonly file: string;
  readonly line: number;
}

/** Policies that were loaded together, and the catalogs that they were checked against. */
export interface PolicySet {
  /** Sorted by name. */
  readonly policies: readonly Policy[];
  readonly catalogs: readonly Catalog[];
  readonly files: readonly string[];
  /** SHA-256 (hex) over what the policies say and what a lock withholds of it; blind to files, order, comments and spelled-out defaults. */
  readonly hash: string;
}

/** Gathers policies of different names into a set. */
export function policySet(
  policies: readonly Policy[],
  catalogs: readonly Catalog[],
  files: readonly string[],
): PolicySet {
  const sorted = policies.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { policies: sorted, catalogs, files, hash: sha256(canonicalJson(sorted.map(meaning))) };
}

function meaning(policy: Policy): object {
  const { grants: _grants, denies: _denies, held, file: _file, line: _line, ...said } = policy;
  return held.size === 0 ? said : { ...said, held: sortedUnique(held.keys()) };
}

/** Applies the defaults of the language to a policy in which `checks.ts` found no fault. */
export function normalisePolicy(
  written: WrittenPolicy,
  catalog: Catalog,
  place: { readonly file: string; readonly line: number },
): Policy {
  const { agents, hitl_channel: channel, approvers, quorum, expires } = written;
  const operations = sortedUnique(written.operations ?? []);
  const deny = sortedUnique(written.deny ?? []);
  return {
    name: written.name,
    connector: written.connector,
    ...(agents && { agents: sortedUnique(agents) }),
    operations,
    deny,
    riskMax: written.risk_max ?? "low",
    approval: resolveApproval(written.approval),
    ...(channel !== undefined && { channel }),
    ...(approvers && { approvers: sortedUnique(approvers) }),
    ...(quorum !== undefined && { quorum }),
    ...(expires !== undefined && { expires: Date.parse(expires) }),
    grants: expand(operations, catalog),
    denies: expand(deny, catalog),
    held: new Map(),
    ...place,
  };
}

function resolveApproval(approval: WrittenPolicy["approval"] = {}): ApprovalByRisk {
  const levels =
    typeof approval === "string" ? { low: approval, medium: approval, high: approval } : approval;
  const { low = "none", medium = "hitl", high = "hitl" } = levels;
  return { low, medium, high, critical: "hitl" };
}

function expand(patterns: readonly string[], catalog: Catalog): ReadonlyMap<OperationId, string> {
  const globs = patterns.map(compileGlob);
  const found = new Map<OperationId, string>();
  for (const id of Object.keys(catalog.operations) as OperationId[]) {
    const glob = globs.find(({ matches }) => matches(id));
    if (glob) found.set(id, glob.pattern);
  }
  return found;
}

/** The members in the order of their UTF-16 code units, each once. */
export function sortedUnique(values: Iterable<string>): string[] {
  return [...new Set(values)].toSorted();
}

const ranks: ReadonlyMap<unknown, number> = new Map(risks.map((risk, rank) => [risk, rank]));

/** The place of a risk in the ascending order, from 0; NaN for what is no risk. */
export function rankOf(risk: Risk): number {
  return ranks.get(risk) ?? Number.NaN;
}
