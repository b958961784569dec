import { invalid, notFound, OktaError } from "../org/errors.ts";
import type { Policy, PolicyRule } from "../org/types.ts";
import { type Answer, type Call, limitOf, ok, type Route, text } from "./call.ts";
import { cut, links } from "./paging.ts";
import { byKey } from "./sorting.ts";

const TYPES = new Set([
  "ACCESS_POLICY",
  "CLIENT_UPDATE",
  "DEVICE_SIGNAL_COLLECTION",
  "ENTITY_RISK",
  "IDENTITY_CLAIM_SOURCING",
  "IDP_DISCOVERY",
  "MFA_ENROLL",
  "OKTA_SIGN_ON",
  "PASSWORD",
  "POST_AUTH_SESSION",
  "PROFILE_ENROLLMENT",
  "SESSION_VIOLATION_DETECTION",
]);
const MAX_RULES = 20;

const BY_PRIORITY = byKey<Policy>(({ priority }) => priority ?? 0);
const BY_NAME = byKey<Policy>(({ name }) => name);

/** The operations on the org's policies. */
export const POLICY_ROUTES: readonly Route[] = [
  { method: "GET", path: "/api/v1/policies", scope: "okta.policies.read", handle: list },
  {
    method: "GET",
    path: "/api/v1/policies/{policyId}/rules",
    scope: "okta.policies.read",
    handle: readRules,
  },
];

function list(call: Call): Answer {
  const type = text(call, "type");
  if (type === undefined) throw invalid("type", "type: The field cannot be left blank");
  if (!TYPES.has(type)) {
    throw new OktaError("E0000002", "The request was not valid: Invalid policy type specified");
  }
  const [status, q] = [text(call, "status"), text(call, "q")?.toLowerCase()];
  const resourceId = text(call, "resourceId");
  const order = text(call, "sortBy") === "name" ? BY_NAME : BY_PRIORITY;
  const rest = order
    .sort([...call.org.policies.values()])
    .filter(order.isBehind(text(call, "after")))
    .filter((policy) => policy.type === type)
    .filter((policy) => status === undefined || policy.status === status)
    .filter((policy) => q === undefined || policy.name.toLowerCase().startsWith(q))
    .filter((policy) => resourceId === undefined || policy.resourceId === resourceId);
  const limit = limitOf(call, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const page = cut(rest, limit, order.cursor, call.org.knobs.emptyTrailingPage);
  const rules = text(call, "expand") === "rules";
  const body = page.items.map((policy) => policyView(policy, call.origin, rules));
  return ok(body, { link: links(call, {}, page.next) });
}

function readRules(call: Call): Answer {
  const policy = call.org.policies.get(call.param("policyId"));
  if (policy === undefined) throw notFound(call.param("policyId"), "Policy");
  const limit = limitOf(call, policy.rules.length, policy.rules.length);
  return ok(ruleViews(policy, call.origin).slice(0, limit));
}

function policyView(policy: Policy, origin: string, expandRules: boolean): unknown {
  const self = `${origin}/api/v1/policies/${policy.id}`;
  const step = policy.status === "ACTIVE" ? "deactivate" : "activate";
  const embedded = {
    ...(policy.resourceType !== undefined && { resourceType: policy.resourceType }),
    ...(expandRules && { rules: ruleViews(policy, origin).slice(0, MAX_RULES) }),
  };
  return {
    id: policy.id,
    status: policy.status,
    name: policy.name,
    ...(policy.description !== undefined && { description: policy.description }),
    priority: policy.priority,
    system: policy.system,
    conditions: policy.conditions,
    created: policy.created,
    lastUpdated: policy.lastUpdated,
    ...(policy.settings !== undefined && { settings: policy.settings }),
    _links: {
      mappings: { href: `${self}/mappings`, hints: { allow: ["GET", "POST"] } },
      self: { href: self, hints: { allow: policy.system ? ["GET", "PUT"] : ["GET", "PUT", "DELETE"] } },
      rules: { href: `${self}/rules`, hints: { allow: ["GET", "POST"] } },
      ...(!policy.system && { [step]: { href: `${self}/lifecycle/${step}`, hints: { allow: ["POST"] } } }),
    },
    ...(Object.keys(embedded).length > 0 && { _embedded: embedded }),
    // Last, as the real org writes it: a streaming parser must not need it first.
    type: policy.type,
  };
}

function ruleViews(policy: Policy, origin: string): readonly unknown[] {
  const byRulePriority = policy.rules.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  return byRulePriority.map((rule) => ruleView(policy, rule, origin));
}

function ruleView(policy: Policy, rule: PolicyRule, origin: string): unknown {
  const self = `${origin}/api/v1/policies/${policy.id}/rules/${rule.id}`;
  const step = rule.status === "ACTIVE" ? "deactivate" : "activate";
  const { type, ...body } = rule;
  return {
    ...body,
    _links: {
      self: { href: self, hints: { allow: rule.system ? ["GET", "PUT"] : ["GET", "PUT", "DELETE"] } },
      ...(!rule.system && { [step]: { href: `${self}/lifecycle/${step}`, hints: { allow: ["POST"] } } }),
    },
    type,
  };
}
