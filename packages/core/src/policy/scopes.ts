import type { OperationId } from "../connector/operation.ts";
import { agentClasses } from "./agent-classes.ts";
import { type PolicySet, sortedUnique } from "./policy-set.ts";
import { PolicyTable } from "./policy-table.ts";

/** An OAuth 2.0 scope that a policy set makes necessary. */
export interface NeededScope {
  readonly connector: string;
  readonly scope: string;
  /** The permitted operations that need it, sorted. */
  readonly operations: readonly OperationId[];
}

/**
 * Finds the least OAuth 2.0 scopes with which every operation works that the set permits, with or without a person.
 * @param options - `agentId`: what this agent alone needs; absent: all agents together. `at`: milliseconds since the epoch
 */
export function neededScopes(
  set: PolicySet,
  options: { readonly agentId?: string; readonly at: number },
): readonly NeededScope[] {
  const { agentId, at } = options;
  const table = new PolicyTable(set);
  const agents =
    agentId === undefined
      ? agentClasses(sortedUnique(set.policies.flatMap((policy) => policy.agents ?? []))).map(
          (one) => one.agentId,
        )
      : [agentId];
  return set.catalogs.flatMap(({ connector, operations }) => {
    const needed = new Map<string, OperationId[]>();
    for (const { id: operation, risk, scopes } of Object.values(operations)) {
      const permitted = agents.some(
        (agent) => table.decide({ connector, agentId: agent, operation, risk, at }).verdict !== "deny",
      );
      if (!permitted) continue;
      for (const scope of scopes) needed.set(scope, [...(needed.get(scope) ?? []), operation]);
    }
    return [...needed]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([scope, users]) => ({ connector, scope, operations: users.toSorted() }));
  });
}
