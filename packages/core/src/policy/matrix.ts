import type { OperationId, Risk } from "../connector/operation.ts";
import type { Decision } from "./decision.ts";
import { type PolicySet, sortedUnique } from "./policy-set.ts";
import { PolicyTable } from "./policy-table.ts";

/** What one kind of agents may do with one operation at its catalog's risk. */
export interface MatrixCell {
  /** The glob that these agents match, as far as possible no other; undefined: agents that no policy names. */
  readonly agents: string | undefined;
  readonly connector: string;
  readonly operation: OperationId;
  readonly risk: Risk;
  readonly decision: Decision;
}

/** Stands for what a `*` may stand for; no agent's real id is likely to hold it. */
const anything = "~";

/**
 * Decides on every operation for agents of each glob that the set holds, and for agents that it does not name.
 * @param at - the instant, in milliseconds since the epoch
 */
export function matrix(set: PolicySet, at: number): readonly MatrixCell[] {
  const table = new PolicyTable(set);
  const kinds = [undefined, ...sortedUnique(set.policies.flatMap(({ agents = [] }) => agents))];
  return kinds.flatMap((agents) =>
    set.catalogs.flatMap(({ connector, operations }) =>
      Object.values(operations).map(({ id: operation, risk }) => {
        const agentId = (agents ?? anything).replaceAll("*", anything);
        const decision = table.decide({ connector, agentId, operation, risk, at });
        return { agents, connector, operation, risk, decision };
      }),
    ),
  );
}
