import { expect, test } from "vitest";
import { Permit } from "../../src/approval/permit.ts";
import { PermitRequiredError } from "../../src/errors/permit-required-error.ts";

const subject = { id: "act_1", orgId: "acme", agentId: "agent-1", connector: "doors" };

test("a permit is for one action of one agent, and can't be changed", () => {
  const permit = Permit.issue(subject);
  expect({ ...permit }).toEqual({ actionId: "act_1", orgId: "acme", agentId: "agent-1", connector: "doors" });
  expect(() => Object.assign(permit, { actionId: "act_2" })).toThrow(TypeError);
  expect(() => Permit.require(permit)).not.toThrow();
});

test("a permit says how long it may be sent: a read at any time, a write until its limit", () => {
  let now = 1_000;
  const write = Permit.issue(subject, { clock: { now: () => now }, sendBy: 1_500 });
  expect([Permit.issue(subject).leftMs(), write.leftMs()]).toEqual([Infinity, 500]);
  now = 1_500;
  expect(write.leftMs()).toBe(0);
});

const forged: [string, object][] = [
  ["a copy", { ...Permit.issue(subject) }],
  ["an object of its class", Object.create(Permit.prototype) as object],
  ["a wrapper", new Proxy(Permit.issue(subject), {})],
];

test.for(forged)("%s is no permit", ([, permit]) => {
  expect(() => Permit.require(permit as Permit)).toThrow(PermitRequiredError);
});
