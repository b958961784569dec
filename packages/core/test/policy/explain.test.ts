import { expect, test } from "vitest";
import { formatExplanation } from "../../src/policy/format-explanation.ts";
import { bench, requestFor } from "./bench.ts";

const policies = `
- name: lifecycle
  connector: okta
  operations: ["users:*"]
  risk_max: high
  approval: { medium: auto }
  hitl_channel: "#sec-approvals"
- name: two-of-security
  connector: okta
  operations: ["users:suspend"]
  risk_max: high
  approval: auto
  approvers: ["group:security", alice@acme.com]
  quorum: 2
- name: helpdesk
  connector: okta
  agents: ["helpdesk-*"]
  operations: ["users:suspend"]
  risk_max: high
- name: readers
  connector: okta
  operations: ["*:*"]
- name: trial
  connector: okta
  operations: ["users:s*"]
  risk_max: critical
  expires: 2025-12-31T00:00:00Z
- name: no-deletes
  connector: okta
  deny: ["groups:delete"]
- name: parcels
  connector: depot
  operations: ["parcels:*"]
  risk_max: low
`;

test("an explanation tells of every policy what it said and why, near misses with the glob that matched", () => {
  const { table } = bench(policies);
  const { request, opinions, decision } = table.explain(requestFor("users:suspend", { risk: "low" }));

  expect(request.risk).toBe("high");
  expect(decision).toBe(table.decide(requestFor("users:suspend")));
  expect(opinions.map(({ policy, effect, because, pattern }) => [policy, effect, because, pattern])).toEqual([
    ["helpdesk", "abstain", "other_agent", "users:suspend"],
    ["lifecycle", "grant", "granted", "users:*"],
    ["no-deletes", "abstain", "operation_not_granted", undefined],
    ["parcels", "abstain", "other_connector", undefined],
    ["readers", "abstain", "above_risk_max", "*:*"],
    ["trial", "abstain", "expired", "users:s*"],
    ["two-of-security", "grant", "granted", "users:suspend"],
  ]);
  expect(opinions.find(({ policy }) => policy === "lifecycle")).toMatchObject({
    approval: "hitl",
    grant: { riskMax: "high", approval: { low: "none", medium: "auto", high: "hitl", critical: "hitl" } },
    file: "policies.yaml",
    line: 2,
  });
  // The floor is part of the resolved map, also of one that never gets so far.
  expect(opinions.find(({ policy }) => policy === "two-of-security")!.grant!.approval.critical).toBe("hitl");
});

test("an opinion tells a denial's glob alone, and the terms of a grant only where a glob of the grant matched", () => {
  const { table } = bench(`
- { name: all, connector: okta, operations: ["*:*"], expires: 2030-01-01T00:00:00Z }
- { name: interns, connector: okta, agents: ["intern-*"], deny: ["users:read"] }
- { name: nobody, connector: okta, deny: ["users:*"] }
`);
  const { opinions } = table.explain(requestFor("users:read"));
  const approval = { low: "none", medium: "hitl", high: "hitl", critical: "hitl" };

  expect(opinions).toStrictEqual([
    {
      ...{ policy: "all", effect: "grant", because: "granted", pattern: "*:*", approval: "none" },
      ...{
        grant: { riskMax: "low", approval, expires: Date.UTC(2030, 0, 1) },
        file: "policies.yaml",
        line: 2,
      },
    },
    {
      ...{ policy: "interns", effect: "abstain", because: "other_agent", pattern: "users:read" },
      ...{ file: "policies.yaml", line: 3 },
    },
    {
      ...{ policy: "nobody", effect: "deny", because: "denied", pattern: "users:*" },
      ...{ file: "policies.yaml", line: 4 },
    },
  ]);
});

test("a grant without an end tells none", () => {
  const { table } = bench(policies);
  const { opinions } = table.explain(requestFor("users:suspend"));

  expect(opinions.flatMap(({ policy, grant }) => (grant && "expires" in grant ? [policy] : []))).toEqual([
    "trial",
  ]);
});

test("a request of a connector or a risk that nobody knows is explained, not thrown at", () => {
  const { table } = bench(policies);
  const unknown = table.explain(requestFor("users:read", { connector: "github" }));
  const riskless = table.explain(requestFor("users:read", { risk: "grave" as "high" }));

  expect(unknown.decision).toMatchObject({ verdict: "deny", reason: "unknown_operation" });
  expect(new Set(unknown.opinions.map(({ because }) => because))).toEqual(new Set(["other_connector"]));
  expect(riskless.decision).toMatchObject({ verdict: "deny", reason: "evaluator_failed" });
  expect(riskless.opinions.filter(({ effect }) => effect === "grant")).toEqual([]);
});

test("an explanation reads as a page that answers: what, why, who, and what nearly granted it", () => {
  const { table } = bench(policies);

  expect(formatExplanation(table.explain(requestFor("users:suspend")))).toBe(
    `"agent-001" asks for "users:suspend" of "okta", risk HIGH, at 2026-01-01T00:00:00.000Z
escalate: a person must approve
  needs 2 of alice@acme.com, group:security (two-of-security)
  announced in #sec-approvals

Granted by:
  lifecycle \`users:*\`: granted, approval hitl (policies.yaml:2)
    low: none, medium: auto, high: hitl
  two-of-security \`users:suspend\`: granted, approval auto (policies.yaml:8)
    low: auto, medium: auto, high: auto

Near misses:
  helpdesk \`users:suspend\`: is about other agents (policies.yaml:15)
    low: none, medium: hitl, high: hitl
  readers \`*:*\`: reaches no further than LOW (policies.yaml:20)
    low: none
  trial \`users:s*\`: expired at 2025-12-31T00:00:00.000Z (policies.yaml:23)
    low: none, medium: hitl, high: hitl, critical: hitl

Not about this:
  no-deletes: does not name the operation (policies.yaml:28)
  parcels: is about another connector (policies.yaml:31)

policy set ${table.hash}`,
  );
});

test.each<[string, string, string]>([
  ["groups:delete", "agent-001", "deny: denied by no-deletes, whatever else grants it"],
  ["groups:create", "agent-001", "deny: no policy grants it to this agent at this risk now"],
  ["groups:explode", "agent-001", "deny: there is no such operation"],
  ["users:read", "", "deny: the request could not be evaluated"],
  ["users:update", "agent-001", "allow: approved by policy"],
  ["users:read", "agent-001", "allow: no approval step"],
])("%s asked for by %j is explained as %s", (operation, agentId, line) => {
  const { table } = bench(policies.replace('operations: ["*:*"]', 'operations: ["groups:*"]'));

  expect(formatExplanation(table.explain(requestFor(operation, { agentId }))).split("\n")[1]).toBe(line);
});

test("ids of the request can't write to the terminal", () => {
  const { table } = bench(policies);
  const evil = "\u001B[2Jagent\nallow: all is well";

  const page = formatExplanation(table.explain(requestFor("users:suspend", { agentId: evil })));

  expect(page).not.toContain("\u001B");
  expect(page.split("\n")[0]).toContain(String.raw`"\u001b[2Jagent\nallow: all is well"`);
});

test("a request without a usable instant is still explained", () => {
  const { table } = bench(policies);

  for (const at of [Number.NaN, 1e300]) {
    const page = formatExplanation(table.explain(requestFor("users:suspend", { at })));
    expect(page.split("\n")[0]).toMatch(/at no instant$/);
  }
});

test("a request that anybody may approve says so", () => {
  const { table } = bench(`[{ name: any, connector: okta, operations: ["users:*"], risk_max: high }]`);
  const text = formatExplanation(table.explain(requestFor("users:suspend")));
  expect(text).toContain("anyone who is not barred");
});

test("a page on a denial names all who deny, and one on a request all channels that are told", () => {
  const { table } = bench(`
- { name: all, connector: okta, operations: ["users:*"], risk_max: high, hitl_channel: "#a" }
- { name: some, connector: okta, operations: ["users:suspend"], risk_max: high, hitl_channel: "#b" }
- { name: interns, connector: okta, deny: ["users:deactivate"] }
- { name: nobody, connector: okta, deny: ["users:deactivate"] }
`);
  const page = (operation: string): string => formatExplanation(table.explain(requestFor(operation)));

  expect(page("users:deactivate")).toContain(`
deny: denied by interns, nobody, whatever else grants it

Denied by:
  interns \`users:deactivate\`: denied (policies.yaml:4)
  nobody \`users:deactivate\`: denied (policies.yaml:5)
`);
  expect(page("users:suspend")).toContain("\n  announced in #a, #b\n\nGranted by:\n");
  expect(page("users:read")).toContain("allow: no approval step\n\nGranted by:\n");
});

test.each([
  ["invalid_input", "deny: its input is not valid"],
  ["needs_approval", "deny: a person would have to approve it, and nobody is asked"],
] as const)("a denial for the reason %s is explained too", (reason, line) => {
  const explanation = bench(policies).table.explain(requestFor("groups:create"));
  const { decision } = explanation;
  const page = formatExplanation({ ...explanation, decision: { ...decision, reason } });
  expect(page.split("\n")[1]).toBe(line);
});
