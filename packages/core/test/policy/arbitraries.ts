import fc from "fast-check";
import { risks } from "../../src/connector/operation.ts";
import type { AccessRequest } from "../../src/policy/decision.ts";
import type { WrittenPolicy } from "../../src/policy/schema.ts";
import { catalogs, newYear } from "./bench.ts";

const patterns: Readonly<Record<string, readonly string[]>> = {
  okta: [
    ...Object.keys(catalogs[0]!.operations),
    "*:*",
    "users:*",
    "groups:*",
    "*:read*",
    "*s:*",
    "users:*s*d*",
    "*:*_*",
  ],
  depot: [...Object.keys(catalogs[1]!.operations), "*:*", "parcels:*", "*:read"],
};

const agentGlobs = ["agent-1", "agent-2", "agent-*", "*-2", "soc:*", "*:eu", "*:*"];
const agentIds = ["agent-1", "agent-2", "agent-", "soc:eu", "soc:us", "ops:eu", "someone"];
const instants = [newYear - 1, newYear, newYear + 1, newYear + 1_000, newYear + 2_000];

const some = (values: readonly string[], maxLength = 3): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength });

const mode = fc.constantFrom("none", "auto", "hitl");
const approval = fc.oneof(
  mode,
  fc.record({ low: mode, medium: mode, high: mode, critical: fc.constant("hitl") }, { requiredKeys: [] }),
);

const terms = fc
  .record(
    {
      agents: some(agentGlobs),
      risk_max: fc.constantFrom(...risks),
      approval,
      hitl_channel: fc.constantFrom("#a", "#b", "#c"),
      approvers: some(["alice", "bob", "group:security"]),
      quorum: fc.constantFrom(1, 2),
      expires: fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-01T01:00:01+01:00", "2026-01-01T00:00:02Z"),
    },
    { requiredKeys: [] },
  )
  .map(({ quorum, ...rest }) => {
    const people = new Set(rest.approvers);
    const satisfiable = people.size === 0 || people.has("group:security") || people.size >= (quorum ?? 1);
    return satisfiable && quorum !== undefined ? { ...rest, quorum } : rest;
  })
  // The one combination of these that can't be loaded.
  .filter((one) => !(one.risk_max === "critical" && (one.approval === "none" || one.approval === "auto")));

const connector = fc.constantFrom("okta", "okta", "okta", "depot");

const granting = connector.chain((name) =>
  fc
    .record({ terms, operations: some(patterns[name]!) })
    .map(({ terms: rest, operations }) => ({ connector: name, operations, ...rest })),
);

/** A grant with an exception. */
const excepting = connector.chain((name) =>
  fc
    .record({ terms, operations: some(patterns[name]!), deny: some(patterns[name]!, 1) })
    .map(({ terms: rest, ...lists }) => ({ connector: name, ...lists, ...rest })),
);

/** A policy that only denies. */
const denying = connector.chain((name) =>
  fc
    .record({ deny: some(patterns[name]!, 2), agents: fc.option(some(agentGlobs), { nil: undefined }) })
    .map(({ deny, agents }) => ({
      connector: name,
      deny,
      ...(agents && { agents }),
    })),
);

const named = (policies: readonly object[]): WrittenPolicy[] =>
  policies.map((policy, index) => ({ name: `p${index}`, ...policy }) as WrittenPolicy);

/** Policies that load together. */
export const policySets: fc.Arbitrary<WrittenPolicy[]> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: granting },
      { weight: 1, arbitrary: excepting },
      { weight: 1, arbitrary: denying },
    ),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map(named);

/** One more policy that only grants, under a name that no set has. */
export const grants: fc.Arbitrary<WrittenPolicy> = granting.map((policy) => ({ name: "added", ...policy }));

/** One more policy that only denies, under a name that no set has. */
export const denials: fc.Arbitrary<WrittenPolicy> = denying.map((policy) => ({ name: "added", ...policy }));

/** Every operation at every risk that it can have in effect, once for each agent and instant that policies may tell apart. */
export const everyRequest: readonly AccessRequest[] = catalogs.flatMap(({ connector: name, operations }) =>
  Object.values(operations).flatMap(({ id, risk }) =>
    risks.slice(risks.indexOf(risk)).flatMap((effective) =>
      agentIds.map((agentId, index) => ({
        connector: name,
        operation: id,
        risk: effective,
        agentId,
        at: instants[(index + id.length) % instants.length]!,
      })),
    ),
  ),
);

/** A few of them, in any order. */
export const someRequests: fc.Arbitrary<AccessRequest[]> = fc.array(
  fc
    .record({
      request: fc.constantFrom(...everyRequest),
      agentId: fc.constantFrom(...agentIds),
      at: fc.constantFrom(...instants),
    })
    .map(({ request, agentId, at }) => ({ ...request, agentId, at })),
  { minLength: 20, maxLength: 60 },
);
