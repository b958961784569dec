import type { ApprovalDemand } from "../policy/decision.ts";
import type { Vote } from "./approval.ts";

/** A person whose identity was proven. A channel carries requests; it never speaks for a person. */
export interface Principal {
  /** Such as `alice@acme.com`. */
  readonly id: string;
  readonly groups: readonly string[];
  /** How the identity was proven, such as `os` or `oidc`. */
  readonly authenticatedBy: string;
}

/** Whether a demand counts this person. */
export function mayDecide(demand: ApprovalDemand, person: Pick<Principal, "id" | "groups">): boolean {
  const { approvers } = demand;
  return approvers === undefined || approvers.includes(person.id) || person.groups.some((group) => approvers.includes(`group:${group}`));
}

/** What the votes come to: one denial ends it; every demand must have its quorum of distinct people. */
export function tally(demands: readonly ApprovalDemand[], votes: readonly Vote[]): "approved" | "denied" | "open" {
  if (votes.some(({ choice }) => choice === "deny")) return "denied";
  const people = new Map(votes.map((vote) => [vote.person, { id: vote.person, groups: vote.groups }]));
  const met = demands.every(
    (demand) => [...people.values()].filter((person) => mayDecide(demand, person)).length >= Math.max(1, demand.quorum),
  );
  return met && people.size > 0 ? "approved" : "open";
}
