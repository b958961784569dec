import type { Diagnostic, Fault } from "@arx/yaml";
import { type OperationId, risks } from "../connector/operation.ts";
import { diagnose, type LoadedPolicy } from "./entry.ts";
import { compileGlob, type Glob } from "./glob.ts";
import { lintOverlaps } from "./lint-overlaps.ts";
import { type Policy, rankOf } from "./policy-set.ts";

/** What a rule may look at beside the policy. */
interface Surroundings {
  /** Who denies an operation of a connector, those that deny it to every agent first. */
  readonly deniers: ReadonlyMap<string, readonly Denier[]>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Denier {
  readonly policy: Policy;
  /** Absent: every agent. */
  readonly agents?: readonly Glob[];
}

type Rule = (loaded: LoadedPolicy, surroundings: Surroundings) => readonly Fault[];

/** Warns of what can be loaded, but hardly is what its author meant. */
export function lintPolicies(loaded: readonly LoadedPolicy[], now: number): Diagnostic[] {
  const deniers = deniersIn(loaded.map(({ policy }) => policy));
  const found = loaded.flatMap((one) =>
    rules
      .flatMap((rule) => rule(one, { deniers, now }))
      .map((fault) => diagnose(one, { ...fault, severity: "warning" })),
  );
  return [...found, ...lintOverlaps(loaded, now)];
}

function deniersIn(policies: readonly Policy[]): ReadonlyMap<string, readonly Denier[]> {
  const found = new Map<string, Denier[]>();
  for (const policy of policies.toSorted(
    (a, b) => Number(a.agents !== undefined) - Number(b.agents !== undefined),
  )) {
    const denier = { policy, ...(policy.agents && { agents: policy.agents.map(compileGlob) }) };
    for (const operation of policy.denies.keys()) {
      const key = `${policy.connector} ${operation}`;
      const others = found.get(key);
      if (others) others.push(denier);
      else found.set(key, [denier]);
    }
  }
  return found;
}

const keyWithoutOperations: Rule = ({ written }) => {
  if (written.operations) return [];
  const keys = ["risk_max", "approval", "hitl_channel", "approvers", "quorum", "expires"] as const;
  return keys
    .filter((key) => written[key] !== undefined)
    .map((key) => ({
      code: "key_without_operations",
      message: `\`${key}\` means nothing in a policy that grants nothing`,
      remedy: "Remove it, or add the `operations` that it is for.",
      path: [key],
      on: "key",
    }));
};

const riskMaxDefaulted: Rule = ({ written }) => {
  if (!written.operations || written.risk_max !== undefined) return [];
  const message = "without `risk_max` the grant reaches LOW operations only";
  const remedy = "Add `risk_max` with the highest risk that it should reach.";
  return [{ code: "risk_max_defaulted", message, remedy, path: ["operations"], on: "key" }];
};

const aboveRiskMax: Rule = ({ written, policy, catalog }) =>
  (written.operations ?? []).flatMap((pattern, item): Fault[] => {
    const glob = compileGlob(pattern);
    const reached = Object.values(catalog.operations).some(
      ({ id, risk }) => glob.matches(id) && rankOf(risk) <= rankOf(policy.riskMax),
    );
    if (reached) return [];
    const message = `all that \`${pattern}\` matches is above \`risk_max\`, ${policy.riskMax}: it grants nothing`;
    const remedy = "Raise `risk_max`, or remove the pattern.";
    return [{ code: "above_risk_max", message, remedy, path: ["operations", item] }];
  });

const unreachableApproval: Rule = ({ written, policy }) => {
  if (typeof written.approval !== "object" || !written.operations) return [];
  const { approval } = written;
  return risks
    .filter((risk) => approval[risk] !== undefined && rankOf(risk) > rankOf(policy.riskMax))
    .map((risk) => ({
      code: "unreachable_approval",
      message: `\`${risk}\` is above \`risk_max\`, ${policy.riskMax}: this entry is never used`,
      remedy: "Remove it, or raise `risk_max`.",
      path: ["approval", risk],
      on: "key",
    }));
};

const highWithoutPerson: Rule = ({ written, policy: { approval, riskMax } }) => {
  if (!written.operations || approval.high === "hitl" || rankOf(riskMax) < rankOf("high")) return [];
  const message = `HIGH operations pass with \`${approval.high}\`, without a person`;
  const remedy = "Write `high: hitl`, unless that is what you want.";
  const path = typeof written.approval === "object" ? ["approval", "high"] : ["approval"];
  return [{ code: "high_without_person", message, remedy, path }];
};

const overriddenByDeny: Rule = ({ policy, catalog }, { deniers }) => {
  const byDenier = new Map<Policy, OperationId[]>();
  for (const operation of policy.grants.keys()) {
    if (rankOf(catalog.operations[operation]!.risk) > rankOf(policy.riskMax)) continue;
    const others = deniers.get(`${policy.connector} ${operation}`) ?? [];
    const denier = others.find((one) => one.policy !== policy && coversAgents(one, policy))?.policy;
    if (denier) byDenier.set(denier, [...(byDenier.get(denier) ?? []), operation]);
  }
  return [...byDenier].map(([denier, operations]) => ({
    code: "overridden_by_deny",
    message: `${operations.join(", ")}: granted here, but denied by ${denier.name} (${denier.file}:${denier.line})`,
    remedy: "A deny always wins: narrow one of the two.",
    path: ["operations"],
    on: "key",
  }));
};

function coversAgents({ agents: globs }: Denier, { agents }: Policy): boolean {
  if (globs === undefined) return true;
  // A glob that matches another glob's text matches all that the other one does: only a `*` can take in its `*`.
  return agents?.every((pattern) => globs.some(({ matches }) => matches(pattern))) ?? false;
}

const expired: Rule = ({ written, policy }, { now }) => {
  if (!written.operations || policy.expires === undefined || now < policy.expires) return [];
  const message = "the policy has expired: it grants nothing any more";
  return [{ code: "expired", message, remedy: "Remove it, or extend it.", path: ["expires"] }];
};

const rules: readonly Rule[] = [
  keyWithoutOperations,
  riskMaxDefaulted,
  aboveRiskMax,
  unreachableApproval,
  highWithoutPerson,
  overriddenByDeny,
  expired,
];
