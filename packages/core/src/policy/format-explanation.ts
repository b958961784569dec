import { risks } from "../connector/operation.ts";
import type { ApprovalDemand, Decision, DenyReason, Explanation, PolicyOpinion } from "./decision.ts";
import { rankOf } from "./policy-set.ts";

/** The last instant that a Date can hold, in milliseconds since the epoch. */
const latest = 8.64e15;

/** Prints an explanation for people: the decision, what it asks for, and what each policy had to say to it. */
export function formatExplanation({ request, decision, opinions }: Explanation): string {
  const { operation, connector, agentId, risk, at } = request;
  // The ids come from whoever asks: quoted, a control character in one can't repaint a terminal.
  const asked = `${JSON.stringify(agentId)} asks for ${JSON.stringify(operation)} of ${JSON.stringify(connector)}`;
  const when = Math.abs(at) <= latest ? new Date(at).toISOString() : "no instant";
  return [
    `${asked}, risk ${String(risk).toUpperCase()}, at ${when}`,
    `${decision.verdict}: ${outcome(decision)}`,
    ...decision.demands.map((demand) => `  needs ${demandText(demand)}`),
    ...(decision.channels.length > 0 ? [`  announced in ${decision.channels.join(", ")}`] : []),
    ...section("Denied by", opinions, ({ effect }) => effect === "deny"),
    ...section("Granted by", opinions, ({ effect }) => effect === "grant"),
    ...section("Near misses", opinions, isNearMiss),
    ...section("Not about this", opinions, (opinion) => opinion.effect === "abstain" && !isNearMiss(opinion)),
    "",
    `policy set ${decision.policySet}`,
  ].join("\n");
}

/** Whether a policy abstains although it names the operation. */
export function isNearMiss({ effect, pattern }: PolicyOpinion): boolean {
  return effect === "abstain" && pattern !== undefined;
}

function outcome({ reason, approval, policies }: Decision): string {
  if (reason === "denied_by_policy") return `denied by ${policies.join(", ")}, whatever else grants it`;
  if (reason !== undefined) return reasons[reason];
  if (approval === "hitl") return "a person must approve";
  return approval === "auto" ? "approved by policy" : "no approval step";
}

const reasons: Readonly<Record<Exclude<DenyReason, "denied_by_policy">, string>> = {
  no_grant: "no policy grants it to this agent at this risk now",
  unknown_operation: "there is no such operation",
  invalid_input: "its input is not valid",
  needs_approval: "a person would have to approve it, and nobody is asked",
  evaluator_failed: "the request could not be evaluated",
};

function demandText({ quorum, approvers, policy }: ApprovalDemand): string {
  const who = approvers === undefined ? "anyone who is not barred" : approvers.join(", ");
  return `${quorum} of ${who} (${policy})`;
}

function section(
  title: string,
  opinions: readonly PolicyOpinion[],
  belongs: (opinion: PolicyOpinion) => boolean,
): string[] {
  const found = opinions.filter(belongs);
  if (found.length === 0) return [];
  return ["", `${title}:`, ...found.flatMap(opinionLines)];
}

function opinionLines(opinion: PolicyOpinion): string[] {
  const { policy, pattern, file, line } = opinion;
  const named = pattern === undefined ? "" : ` \`${pattern}\``;
  return [`  ${policy}${named}: ${because(opinion)} (${file}:${line})`, ...termsLine(opinion)];
}

function because({ because: reason, approval, grant }: PolicyOpinion): string {
  switch (reason) {
    case "granted":
      return `granted, approval ${approval}`;
    case "denied":
      return "denied";
    case "other_connector":
      return "is about another connector";
    case "operation_not_granted":
      return "does not name the operation";
    case "other_agent":
      return "is about other agents";
    case "above_risk_max":
      return `reaches no further than ${grant?.riskMax.toUpperCase()}`;
    case "expired":
      return `expired at ${new Date(Number(grant?.expires)).toISOString()}`;
    case "held":
      return "held: it came under the glob after the policies were locked, and nobody has acknowledged it";
  }
}

/** The grant's approval by risk, as far as the grant reaches. */
function termsLine({ grant }: PolicyOpinion): string[] {
  if (grant === undefined) return [];
  const reached = risks.filter((risk) => rankOf(risk) <= rankOf(grant.riskMax));
  return [`    ${reached.map((risk) => `${risk}: ${grant.approval[risk]}`).join(", ")}`];
}
