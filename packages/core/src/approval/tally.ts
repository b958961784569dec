import type { ApprovalDemand } from "../policy/decision.ts";
import type { Vote } from "./approval.ts";
import { mayDecide, samePerson } from "./principal.ts";

/** What the votes come to: one denial ends it; every demand must have its quorum of distinct people. */
export function tally(
  demands: readonly ApprovalDemand[],
  votes: readonly Vote[],
): "approved" | "denied" | "open" {
  if (votes.some(({ choice }) => choice === "deny")) return "denied";
  const people = votes.filter(
    ({ choice, person }, at) =>
      choice === "approve" && votes.findIndex((vote) => samePerson(vote.person, person)) === at,
  );
  const met = demands.every((demand) => {
    const approving = people.filter(({ person, groups }) => mayDecide(demand, { id: person, groups }));
    return approving.length >= Math.max(1, demand.quorum);
  });
  return met && people.length > 0 ? "approved" : "open";
}
