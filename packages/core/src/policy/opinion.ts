import type { AccessRequest, PolicyOpinion } from "./decision.ts";
import { compileGlob } from "./glob.ts";
import { type Policy, rankOf } from "./policy-set.ts";

/** What one policy by itself says on a request, and why. */
export function opinionOf(policy: Policy, request: AccessRequest): PolicyOpinion {
  const { name, connector, file, line, grants, denies, held, riskMax, approval, expires } = policy;
  const base = { policy: name, file, line };
  const abstain = (because: PolicyOpinion["because"], more: Partial<PolicyOpinion> = {}): PolicyOpinion => ({
    ...base,
    effect: "abstain",
    because,
    ...more,
  });
  if (connector !== request.connector) return abstain("other_connector");
  const denied = denies.get(request.operation);
  const granted = grants.get(request.operation) ?? held.get(request.operation);
  const terms =
    granted === undefined ? {} : { grant: { riskMax, approval, ...(expires !== undefined && { expires }) } };
  const matched = { pattern: denied ?? granted, ...terms };
  if (matched.pattern === undefined) return abstain("operation_not_granted");
  if (!isAbout(policy, request.agentId)) return abstain("other_agent", matched);
  if (denied !== undefined) return { ...base, effect: "deny", because: "denied", pattern: denied };
  if (!(rankOf(request.risk) <= rankOf(riskMax))) return abstain("above_risk_max", matched);
  if (expires !== undefined && !(request.at < expires)) return abstain("expired", matched);
  if (held.has(request.operation)) return abstain("held", matched);
  return { ...base, effect: "grant", because: "granted", ...matched, approval: approval[request.risk] };
}

function isAbout({ agents }: Policy, agentId: string): boolean {
  return agents === undefined || agents.some((pattern) => compileGlob(pattern).matches(agentId));
}
