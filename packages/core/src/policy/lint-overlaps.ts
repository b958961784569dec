import type { Diagnostic } from "@arx/yaml";
import { canonicalJson } from "../audit/canonical.ts";
import { type OperationId, type Risk, risks } from "../connector/operation.ts";
import { strictestFirst } from "./conclude.ts";
import type { ApprovalMode } from "./decision.ts";
import { diagnose, type LoadedPolicy } from "./entry.ts";
import { compileGlob } from "./glob.ts";
import { GrantTable } from "./grant-table.ts";
import { type Policy, rankOf } from "./policy-set.ts";

/** Warns of grants that another grant makes void or needless, for every class of agents and every operation. */
export function lintOverlaps(loaded: readonly LoadedPolicy[], now: number): Diagnostic[] {
  const table = tableOf(loaded, now);
  if (table === undefined) return [notCompared(loaded[0]!)];
  return [...loaded.flatMap((one) => stricterBeside(one, table)), ...redundantGrants(loaded, table)];
}

function tableOf(loaded: readonly LoadedPolicy[], now: number): GrantTable | undefined {
  try {
    return new GrantTable(
      loaded.map(({ policy }) => policy),
      now,
    );
  } catch (error) {
    /* v8 ignore else -- nothing else is thrown; if something is, it is a fault of ours, and to be seen */
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const notCompared = (one: LoadedPolicy): Diagnostic =>
  diagnose(one, {
    code: "not_compared",
    severity: "warning",
    message: "the policies overlap in too many ways to find grants that others make void",
    remedy: "Name agents by fewer patterns, such as one prefix for each team.",
    path: [],
  });

/** A grant, at one mode of approval, that meets stricter ones of the same operation. */
interface Overruled {
  readonly code: "shadowed_grant" | "overlapping_grants";
  readonly mode: ApprovalMode;
  /** The stricter ones, as people should see them. */
  readonly by: string;
  /** An agent for whom the stricter one holds. */
  readonly agentId: string;
}

/** A narrower grant that is stricter is an exception, and no mistake; one that crosses this one may well be. */
function stricterBeside(loaded: LoadedPolicy, table: GrantTable): Diagnostic[] {
  const found = new Map<string, Overruled & { readonly operations: OperationId[] }>();
  for (const operation of loaded.policy.grants.keys()) {
    const overruled = overruledBy(loaded, operation, table);
    if (overruled === undefined) continue;
    const { code, mode, by } = overruled;
    const key = JSON.stringify([code, mode, by]);
    const known = found.get(key) ?? { ...overruled, operations: [] };
    known.operations.push(operation);
    found.set(key, known);
  }
  return [...found.values()].map(({ code, mode, by, agentId, operations }) => {
    const whom = code === "shadowed_grant" ? "" : `for some of these agents, such as \`${agentId}\`, `;
    return diagnose(loaded, {
      code,
      severity: "warning",
      message: `${operations.join(", ")}: \`${mode}\` here, but ${whom}overruled by ${by}`,
      remedy: "The strictest approval holds: narrow one of the two, or let both ask for the same.",
      path: ["operations"],
      on: "key",
    });
  });
}

function overruledBy(
  { policy, catalog }: LoadedPolicy,
  operation: OperationId,
  table: GrantTable,
): Overruled | undefined {
  const { risk } = catalog.operations[operation]!;
  if (rankOf(risk) > rankOf(policy.riskMax)) return undefined;
  const mode = policy.approval[risk];
  const own = new Set(table.agentsOf(policy));
  const crosses = (one: Policy): boolean => table.agentsOf(one).some((agents) => !own.has(agents));
  const classes = table.grantedBy(policy, operation);
  const met = classes.flatMap((agents) => {
    const stricter = table
      .beside(policy, operation, agents)
      .filter((one) => reaches(one, risk) && isStricter(one.approval[risk], mode));
    const by = stricter.find(crosses) ?? stricter[0];
    return by === undefined ? [] : [{ agents, by }];
  });
  const shadowed = met.length === classes.length;
  const told = shadowed ? met : met.filter(({ by }) => crosses(by));
  const [first] = told;
  if (first === undefined) return undefined;
  const places = new Set(told.map(({ by }) => `${placeOf(by)}, with \`${by.approval[risk]}\``));
  return {
    code: shadowed ? "shadowed_grant" : "overlapping_grants",
    ...{ mode, by: [...places].join("; "), agentId: first.agents.agentId },
  };
}

/** Patterns that could all be removed, the later of two that are alike, and no decision would be another. */
function redundantGrants(loaded: readonly LoadedPolicy[], table: GrantTable): Diagnostic[] {
  const removed = new Map<Policy, Set<OperationId>>();
  return loaded.toReversed().flatMap((one) =>
    (one.written.operations ?? []).flatMap((pattern, item): Diagnostic[] => {
      const operations = grantedByAlone(one, item);
      const stays = (other: Policy, operation: OperationId): boolean => !removed.get(other)?.has(operation);
      const by = sameElsewhere(one, operations, table, stays);
      if (by === undefined) return [];
      removed.set(one.policy, new Set([...(removed.get(one.policy) ?? []), ...operations]));
      return [
        diagnose(one, {
          code: "redundant_grant",
          severity: "warning",
          message: `all that \`${pattern}\` grants is granted on the same terms by ${by}`,
          remedy: "Remove it, unless it is to stay when that one goes.",
          path: ["operations", item],
        }),
      ];
    }),
  );
}

/** The operations within the policy's reach that only this one of its patterns names. */
function grantedByAlone({ written, policy, catalog }: LoadedPolicy, item: number): readonly OperationId[] {
  const globs = written.operations!.map(compileGlob);
  return [...policy.grants.keys()].filter(
    (operation) =>
      reaches(policy, catalog.operations[operation]!.risk) &&
      globs.every(({ matches }, at) => matches(operation) === (at === item)),
  );
}

/** The policies that grant all of these operations to the same agents on the same terms, as people should see them. */
function sameElsewhere(
  { policy, catalog }: LoadedPolicy,
  operations: readonly OperationId[],
  table: GrantTable,
  stays: (other: Policy, operation: OperationId) => boolean,
): string | undefined {
  const found = new Set<string>();
  for (const operation of operations) {
    const { risk } = catalog.operations[operation]!;
    // A lock holds what is grave under a wildcard: to name it in full is then another thing.
    const held = rankOf(risk) >= rankOf("high") && policy.operations.includes(operation);
    for (const agents of table.grantedBy(policy, operation)) {
      const others = table
        .beside(policy, operation, agents)
        .filter((one) => stays(one, operation) && (!held || one.operations.includes(operation)));
      for (const effective of risks.slice(rankOf(risk), rankOf(policy.riskMax) + 1)) {
        const same = others.find((one) => reaches(one, effective) && asksAll(one, policy, effective));
        if (same === undefined) return undefined;
        found.add(placeOf(same));
      }
    }
  }
  return found.size === 0 ? undefined : [...found].join(", ");
}

/** Whether a grant is approved as the other is, told where the other is told, and asks whom the other asks. */
function asksAll(one: Policy, other: Policy, risk: Risk): boolean {
  const { channel, approvers, quorum } = other;
  if (one.approval[risk] !== other.approval[risk]) return false;
  if (channel !== undefined && channel !== one.channel) return false;
  return (
    (approvers === undefined && quorum === undefined) ||
    canonicalJson([approvers ?? null, quorum ?? 1]) ===
      canonicalJson([one.approvers ?? null, one.quorum ?? 1])
  );
}

const reaches = ({ riskMax }: Policy, risk: Risk): boolean => rankOf(risk) <= rankOf(riskMax);

const isStricter = (one: ApprovalMode, other: ApprovalMode): boolean =>
  strictestFirst.indexOf(one) < strictestFirst.indexOf(other);

const placeOf = ({ name, file, line }: Policy): string => `${name} (${file}:${line})`;
