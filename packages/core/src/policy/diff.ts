import { canonicalJson } from "../audit/canonical.ts";
import { type CatalogEntry, type OperationId, type Risk, risks } from "../connector/operation.ts";
import { type AgentClass, agentClasses } from "./agent-classes.ts";
import type { Decision } from "./decision.ts";
import { type PolicySet, rankOf, sortedUnique } from "./policy-set.ts";
import { PolicyTable } from "./policy-table.ts";

/** What two policy sets decide differently. */
export interface PolicyChange {
  readonly agents: AgentClass;
  readonly connector: string;
  readonly operation: OperationId;
  /** The effective risks at which they differ, ascending; the first is the operation's own unless only raised calls differ. */
  readonly risks: readonly Risk[];
  readonly before: Decision;
  readonly after: Decision;
  /** From when on, in milliseconds since the epoch: the instant asked for, or a later expiry. */
  readonly from: number;
}

/** What is compared. */
export interface DiffOptions {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The effective risks that a call of an operation can have, ascending; absent: its own and every higher one. */
  readonly risksOf?: (connector: string, entry: CatalogEntry) => readonly Risk[];
}

/**
 * Compares two policy sets by what they decide, not by their text: for every class of agents, every operation, every
 * risk that a call of it can have, and every instant from `at` on.
 * @throws RangeError if the agent patterns overlap in too many ways
 */
export function diffPolicies(
  before: PolicySet,
  after: PolicySet,
  { at, risksOf = anyRisk }: DiffOptions,
): readonly PolicyChange[] {
  const policies = [...before.policies, ...after.policies];
  const classes = agentClasses(sortedUnique(policies.flatMap(({ agents = [] }) => agents)));
  const later = policies.flatMap(({ expires }) => (expires !== undefined && expires > at ? expires : []));
  const instants = [...new Set([at, ...later])].toSorted((a, b) => a - b);
  const tables = [new PolicyTable(before), new PolicyTable(after)] as const;
  return classes.flatMap((agents) =>
    after.catalogs.flatMap(({ connector, operations }) =>
      Object.values(operations).flatMap((entry) => {
        const asked = risksOf(connector, entry).flatMap((risk) => instants.map((from) => ({ risk, from })));
        return changesOf(tables, agents, connector, entry.id, asked);
      }),
    ),
  );
}

const anyRisk = (_connector: string, { risk }: CatalogEntry): readonly Risk[] => risks.slice(rankOf(risk));

/** The changes of one operation for one class of agents, the same change once. */
function changesOf(
  [before, after]: readonly [PolicyTable, PolicyTable],
  agents: AgentClass,
  connector: string,
  operation: OperationId,
  asked: readonly { readonly risk: Risk; readonly from: number }[],
): readonly PolicyChange[] {
  const found = new Map<string, PolicyChange>();
  for (const { risk, from } of asked) {
    const request = { connector, agentId: agents.agentId, operation, risk, at: from };
    const [old, now] = [before.decide(request), after.decide(request)];
    const key = `${meaning(old)} ${meaning(now)}`;
    if (meaning(old) === meaning(now)) continue;
    const known = found.get(key) ?? {
      agents,
      connector,
      operation,
      risks: [],
      before: old,
      after: now,
      from,
    };
    found.set(key, {
      ...known,
      risks: [...new Set([...known.risks, risk])],
      from: Math.min(known.from, from),
    });
  }
  return [...found.values()];
}

/** What a decision comes to for the agent and its approvers; which policies are behind it is no difference. */
function meaning({ verdict, approval, channels, demands }: Decision): string {
  const asked = demands
    .map(({ approvers, quorum }) => canonicalJson({ approvers: approvers ?? null, quorum }))
    .toSorted();
  return canonicalJson({ verdict, approval: approval ?? null, channels, asked });
}
