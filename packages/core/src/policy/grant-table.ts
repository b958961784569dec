import type { OperationId } from "../connector/operation.ts";
import { type AgentClass, agentClasses } from "./agent-classes.ts";
import { type Policy, sortedUnique } from "./policy-set.ts";

/** How many pairs of grants may meet, all in all; about a second. */
const pairBound = 3_000_000;

/** Which grants meet: those of the same operation to the same class of agents. */
export class GrantTable {
  readonly #classes: readonly AgentClass[];
  readonly #byPattern: ReadonlyMap<string, readonly AgentClass[]>;
  readonly #grants = new Map<string, Policy[]>();
  readonly #denied = new Set<string>();

  /**
   * @param now - milliseconds since the epoch; what has expired by then grants nothing
   * @throws RangeError if there are too many to look at
   */
  constructor(policies: readonly Policy[], now: number) {
    this.#classes = agentClasses(sortedUnique(policies.flatMap(({ agents = [] }) => agents)));
    const pairs = this.#classes.flatMap((one) => one.patterns.map((pattern) => [pattern, one] as const));
    const byPattern = Map.groupBy(pairs, ([pattern]) => pattern);
    this.#byPattern = new Map(
      [...byPattern].map(([pattern, found]) => [pattern, found.map(([, one]) => one)]),
    );
    let met = 0;
    for (const policy of policies) {
      for (const operation of policy.denies.keys()) {
        const denied = policy.agents === undefined ? [undefined] : this.agentsOf(policy);
        for (const agents of denied) this.#denied.add(keyOf(policy, operation, agents));
      }
      if (now >= untilOf(policy)) continue;
      for (const operation of policy.grants.keys()) {
        for (const agents of this.agentsOf(policy)) {
          const key = keyOf(policy, operation, agents);
          const others = this.#grants.get(key) ?? [];
          met += others.push(policy);
          if (met > pairBound) throw new RangeError("there are too many grants to compare them all");
          this.#grants.set(key, others);
        }
      }
    }
  }

  /** The classes of agents that a policy is about. */
  agentsOf({ agents }: Policy): readonly AgentClass[] {
    if (agents === undefined) return this.#classes;
    return [...new Set(agents.flatMap((pattern) => this.#byPattern.get(pattern)!))];
  }

  /** Those of them to whom its grant of an operation means something: nothing is denied or expired. */
  grantedBy(policy: Policy, operation: OperationId): readonly AgentClass[] {
    if (this.#denied.has(keyOf(policy, operation))) return [];
    return this.agentsOf(policy).filter(
      (agents) =>
        !this.#denied.has(keyOf(policy, operation, agents)) &&
        this.#grants.get(keyOf(policy, operation, agents))?.includes(policy),
    );
  }

  /** Who else grants these agents the operation, and does so at least as long. */
  beside(policy: Policy, operation: OperationId, agents: AgentClass): readonly Policy[] {
    return this.#grants
      .get(keyOf(policy, operation, agents))!
      .filter((one) => one !== policy && untilOf(one) >= untilOf(policy));
  }
}

const untilOf = ({ expires = Number.POSITIVE_INFINITY }: Policy): number => expires;

/** Patterns hold no space: no two keys are the same. */
const keyOf = ({ connector }: Policy, operation: OperationId, agents?: AgentClass): string =>
  [connector, operation, ...(agents ? [agents.agentId] : [])].join(" ");
