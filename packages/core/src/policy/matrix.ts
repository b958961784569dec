import type { OperationId, Risk } from "../connector/operation.ts";
import { type AgentClass, agentClasses } from "./agent-classes.ts";
import type { Decision } from "./decision.ts";
import { type PolicySet, sortedUnique } from "./policy-set.ts";
import { PolicyTable } from "./policy-table.ts";

/** What one class of agents may do with one operation at its catalog's risk. */
export interface MatrixCell {
  readonly agents: AgentClass;
  readonly connector: string;
  readonly operation: OperationId;
  readonly risk: Risk;
  readonly decision: Decision;
}

/**
 * Decides on every operation for every class of agents that the set tells apart, first for those that it does not name.
 * @param at - the instant, in milliseconds since the epoch
 * @throws RangeError if the agent patterns overlap in too many ways
 */
export function matrix(set: PolicySet, at: number): readonly MatrixCell[] {
  const table = new PolicyTable(set);
  const classes = agentClasses(sortedUnique(set.policies.flatMap(({ agents = [] }) => agents)));
  return classes.flatMap((agents) =>
    set.catalogs.flatMap(({ connector, operations }) =>
      Object.values(operations).map(({ id: operation, risk }) => {
        const decision = table.decide({ connector, agentId: agents.agentId, operation, risk, at });
        return { agents, connector, operation, risk, decision };
      }),
    ),
  );
}
