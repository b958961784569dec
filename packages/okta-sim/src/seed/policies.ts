import { randomBytes } from "node:crypto";
import { newId } from "../org/ids.ts";
import type { Org } from "../org/org.ts";
import type { Policy, PolicyRule } from "../org/types.ts";
import type { OktaSeed, SeedRule, SeedServerPolicy } from "./seed.ts";

const CLASSIC = new Set([
  "OKTA_SIGN_ON",
  "PASSWORD",
  "MFA_ENROLL",
  "IDP_DISCOVERY",
  "OAUTH_AUTHORIZATION_POLICY",
]);

/** Puts the policies and the authorization servers of a seed into the org. */
export function plantPolicies(org: Org, seed: OktaSeed): void {
  for (const [index, policy] of (seed.policies ?? []).entries()) {
    const planted = plantPolicy(org, policy, policy.type, index);
    org.policies.set(planted.id, planted);
  }
  for (const { policies = [], ...server } of seed.authorizationServers ?? []) {
    const id = server.id ?? newId("aus");
    org.authorizationServers.set(id, {
      id,
      name: server.name,
      description: server.description ?? "",
      audiences: server.audiences,
      issuerMode: server.issuerMode ?? "ORG_URL",
      status: server.status ?? "ACTIVE",
      created: org.now(),
      lastUpdated: org.now(),
      keyId: randomBytes(32).toString("base64url"),
      policies: policies.map((policy, index) =>
        plantPolicy(org, policy, "OAUTH_AUTHORIZATION_POLICY", index),
      ),
    });
  }
}

function plantPolicy(org: Org, seed: SeedServerPolicy, type: string, index: number): Policy {
  return {
    ...seed,
    type,
    id: seed.id ?? newId(CLASSIC.has(type) ? "00p" : "rst"),
    priority: seed.priority === undefined ? index + 1 : seed.priority,
    status: seed.status ?? "ACTIVE",
    system: seed.system ?? false,
    conditions: seed.conditions ?? null,
    created: org.now(),
    lastUpdated: org.now(),
    rules: (seed.rules ?? []).map((rule, place) => plantRule(org, rule, type, place)),
  };
}

function plantRule(org: Org, seed: SeedRule, policyType: string, index: number): PolicyRule {
  // The rules of a global session policy are of a type with another name.
  const type = seed.type ?? (policyType === "OKTA_SIGN_ON" ? "SIGN_ON" : policyType);
  const stamp = seed.system ? null : org.now();
  const priority = seed.priority === undefined ? index + 1 : seed.priority;
  return {
    id: seed.id ?? newId("0pr"),
    type,
    name: seed.name,
    priority,
    status: seed.status ?? "ACTIVE",
    system: seed.system ?? false,
    conditions: seed.conditions ?? null,
    actions: seed.actions ?? {},
    created: stamp,
    lastUpdated: stamp,
  };
}
