import type { Risk } from "../connector/operation.ts";
import type { ApprovalDemand, ApprovalMode, Decision, DenyReason } from "./decision.ts";
import { type Policy, sortedUnique } from "./policy-set.ts";

/** The modes of approval, in the order in which one overrules another. */
export const strictestFirst: readonly ApprovalMode[] = ["hitl", "auto", "none"];

/** A denial. Every decision is frozen: callers share it. */
export function denial(policySet: string, reason: DenyReason, denying: readonly Policy[] = []): Decision {
  return freeze({
    verdict: "deny",
    reason,
    policies: namesOf(denying),
    channels: [],
    demands: [],
    policySet,
  });
}

/** The decision on an action that no policy denies and that at least one grants. */
export function permission(policySet: string, granting: readonly Policy[], risk: Risk): Decision {
  const asked = new Set(granting.map(({ approval }) => approval[risk]));
  const approval = strictestFirst.find((mode) => asked.has(mode))!;
  const policies = namesOf(granting);
  if (approval !== "hitl") {
    return freeze({ verdict: "allow", approval, policies, channels: [], demands: [], policySet });
  }
  const channels = sortedUnique(granting.flatMap(({ channel }) => channel ?? []));
  return freeze({
    verdict: "escalate",
    approval,
    policies,
    channels,
    demands: demandsOf(granting, risk),
    policySet,
  });
}

/**
 * What the granting policies demand of approvers, the same demand once. A policy that states nothing wants any one
 * person, and whoever meets a stated demand is one.
 */
function demandsOf(granting: readonly Policy[], risk: Risk): readonly ApprovalDemand[] {
  const stated = new Map<string, ApprovalDemand>();
  for (const { name, approvers, quorum } of granting) {
    if (approvers === undefined && quorum === undefined) continue;
    const key = JSON.stringify([approvers, quorum ?? 1]);
    if (!stated.has(key))
      stated.set(key, { policy: name, ...(approvers && { approvers }), quorum: quorum ?? 1 });
  }
  if (stated.size > 0) return [...stated.values()];
  return [{ policy: granting.find(({ approval }) => approval[risk] === "hitl")!.name, quorum: 1 }];
}

const namesOf = (policies: readonly Policy[]): readonly string[] => policies.map(({ name }) => name);

function freeze(decision: Decision): Decision {
  for (const demand of decision.demands) Object.freeze(demand);
  for (const list of [decision.policies, decision.channels, decision.demands]) Object.freeze(list);
  return Object.freeze(decision);
}
