import type { Catalog, Risk } from "../../src/connector/operation.ts";
import type { AccessRequest, ApprovalMode, Decision } from "../../src/policy/decision.ts";
import type { WrittenPolicy } from "../../src/policy/schema.ts";

/**
 * The decision rules said once more, slowly and from the written policies, sharing no line with the engine: what both
 * agree on is what the rules say.
 */
export function referenceDecision(
  policies: readonly WrittenPolicy[],
  catalogs: readonly Catalog[],
  request: AccessRequest,
): Omit<Decision, "policySet"> {
  const nothing = { policies: [], channels: [], demands: [] };
  const catalog = catalogs.find((one) => one.connector === request.connector);
  const known = Object.keys(catalog?.operations ?? {});
  if (!known.includes(request.operation)) return { verdict: "deny", reason: "unknown_operation", ...nothing };

  const risk = higher(request.risk, catalog!.operations[request.operation]!.risk);
  const about = policies.filter(
    (policy) =>
      policy.connector === request.connector &&
      (policy.agents === undefined || matchesAny(policy.agents, request.agentId)),
  );
  const denying = about.filter((policy) => matchesAny(policy.deny ?? [], request.operation));
  if (denying.length > 0) {
    return { ...nothing, verdict: "deny", reason: "denied_by_policy", policies: names(denying) };
  }
  const granting = about.filter(
    (policy) =>
      matchesAny(policy.operations ?? [], request.operation) &&
      higher(risk, policy.risk_max ?? "low") === (policy.risk_max ?? "low") &&
      (policy.expires === undefined || request.at < new Date(policy.expires).getTime()),
  );
  if (granting.length === 0) return { verdict: "deny", reason: "no_grant", ...nothing };

  const asked = new Set(granting.map((policy) => modeOf(policy, risk)));
  if (!asked.has("hitl")) {
    const approval = asked.has("auto") ? "auto" : "none";
    return { ...nothing, verdict: "allow", approval, policies: names(granting) };
  }
  return {
    verdict: "escalate",
    approval: "hitl",
    policies: names(granting),
    channels: [...new Set(granting.flatMap((policy) => policy.hitl_channel ?? []))].sort(),
    demands: demandsOf(granting, risk),
  };
}

function demandsOf(granting: readonly WrittenPolicy[], risk: Risk): Decision["demands"] {
  const sorted = [...granting].sort((a, b) => (a.name < b.name ? -1 : 1));
  const demands: Decision["demands"][number][] = [];
  for (const policy of sorted) {
    if (policy.approvers === undefined && policy.quorum === undefined) continue;
    const approvers = policy.approvers && [...new Set(policy.approvers)].sort();
    const quorum = policy.quorum ?? 1;
    if (demands.some((one) => one.quorum === quorum && String(one.approvers) === String(approvers))) continue;
    demands.push({ policy: policy.name, ...(approvers && { approvers }), quorum });
  }
  if (demands.length > 0) return demands;
  return [{ policy: sorted.find((policy) => modeOf(policy, risk) === "hitl")!.name, quorum: 1 }];
}

function modeOf({ approval }: WrittenPolicy, risk: Risk): ApprovalMode {
  if (risk === "critical") return "hitl";
  if (typeof approval === "string") return approval;
  return approval?.[risk] ?? (risk === "low" ? "none" : "hitl");
}

function higher(a: Risk, b: Risk): Risk {
  if (a === "critical" || b === "critical") return "critical";
  if (a === "high" || b === "high") return "high";
  return a === "medium" || b === "medium" ? "medium" : "low";
}

function matchesAny(patterns: readonly string[], id: string): boolean {
  return patterns.some((pattern) => matches(pattern, id));
}

/** By trying every length of every `*`. */
function matches(pattern: string, id: string): boolean {
  if (pattern === "") return id === "";
  if (pattern[0] !== "*") return pattern[0] === id[0] && matches(pattern.slice(1), id.slice(1));
  for (let taken = 0; taken <= id.length && !id.slice(0, taken).includes(":"); taken++) {
    if (matches(pattern.slice(1), id.slice(taken))) return true;
  }
  return false;
}

const names = (policies: readonly WrittenPolicy[]): string[] => policies.map(({ name }) => name).sort();
