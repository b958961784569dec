import { expect, test } from "vitest";
import type { NewApproval } from "../../src/approval/approval.ts";
import { barred, mayDecide, type Principal, principalFault } from "../../src/approval/principal.ts";

const alice: Principal = { id: "alice@example.com", groups: ["guards"], authenticatedBy: "oidc" };

test("a name, a way it was proven and a list of groups are an authenticated person", () => {
  expect(principalFault(alice)).toBeUndefined();
  expect(principalFault({ ...alice, groups: [] })).toBeUndefined();
  expect(principalFault({ ...alice, id: "ann group:guards" })).toBeUndefined();
});

const lone = "\ud800";
const faults: [string, { person: unknown; fault: string }][] = [
  ["nothing", { person: undefined, fault: "there is no identity" }],
  ["null", { person: null, fault: "there is no identity" }],
  ["a person without a name", { person: { ...alice, id: undefined }, fault: "there is no identity" }],
  ["a person with an empty name", { person: { ...alice, id: "" }, fault: "there is no identity" }],
  ["a person with a blank name", { person: { ...alice, id: " \t" }, fault: "there is no identity" }],
  ["a person with a number as a name", { person: { ...alice, id: 7 }, fault: "there is no identity" }],
  ["a person whose name is no text", { person: { ...alice, id: lone }, fault: "there is no identity" }],
  ["an unproven name", { person: { ...alice, authenticatedBy: undefined }, fault: "not said how" }],
  ["a name of blank proof", { person: { ...alice, authenticatedBy: " " }, fault: "not said how" }],
  ["a person without groups", { person: { ...alice, groups: undefined }, fault: "no list of names" }],
  ["groups in one text", { person: { ...alice, groups: "guards" }, fault: "no list of names" }],
  ["a blank group", { person: { ...alice, groups: ["guards", ""] }, fault: "no list of names" }],
  ["a number among groups", { person: { ...alice, groups: ["guards", 7] }, fault: "no list of names" }],
  ["a group's name", { person: { ...alice, id: "group:guards" }, fault: "identity starts with group:" }],
];

test.for(faults)("%s is no authenticated person", ([, { person, fault }]) => {
  expect(principalFault(person as Principal)).toContain(fault);
});

/** What barring looks at in a request. */
const request = (roles: Partial<NewApproval>): NewApproval =>
  ({ agentId: "agent-1", ...roles }) as NewApproval;

const bars: [string, { roles: Partial<NewApproval>; bar: string }][] = [
  ["the agent itself", { roles: { agentId: "Alice@example.com" }, bar: "own action" }],
  ["the agent's owner", { roles: { agentOwner: "alice@EXAMPLE.com" }, bar: "agent's owner" }],
  [
    "a member of the group that owns the agent",
    { roles: { agentOwner: "group:Guards" }, bar: "agent's owner" },
  ],
  ["who asked for it", { roles: { requestedBy: " alice@example.com" }, bar: "who asked" }],
  ["a member of the group that asked for it", { roles: { requestedBy: "group:guards" }, bar: "who asked" }],
];

test.for(bars)("%s is barred, and told why", ([, { roles, bar }]) => {
  expect(barred(request(roles), alice)).toContain(bar);
});

test("nobody else is barred: no other person, and nobody for a group's bare name", () => {
  const roles = { agentOwner: "olga@example.com", requestedBy: "rob@example.com" };
  expect(barred(request(roles), alice)).toBeUndefined();
  expect(barred(request({ agentOwner: "guards" }), alice)).toBeUndefined();
  expect(barred(request({ agentOwner: "group:alice@example.com" }), alice)).toBeUndefined();
});

const admitted: [string, { approvers?: readonly string[]; may: boolean }][] = [
  ["no list", { may: true }],
  ["an empty list", { approvers: [], may: false }],
  ["their name", { approvers: ["bob@example.com", "alice@example.com"], may: true }],
  ["another spelling of their name", { approvers: ["Alice@example.com"], may: false }],
  ["their group", { approvers: ["group:guards"], may: true }],
  ["the bare name of their group", { approvers: ["guards"], may: false }],
  ["another group", { approvers: ["group:owners"], may: false }],
  ["a group of their name", { approvers: ["group:alice@example.com"], may: false }],
];

test.for(admitted)("of a demand with %s a person is counted to the letter", ([, { approvers, may }]) => {
  expect(mayDecide({ policy: "p", quorum: 1, ...(approvers && { approvers }) }, alice)).toBe(may);
});
