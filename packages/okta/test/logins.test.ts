import { expect, test } from "vitest";
import type { OktaConnector } from "../src/index.ts";
import { bench, failure } from "./bench.ts";

const policies = `- { name: asked, connector: okta, operations: ["users:*"], risk_max: high, approval: { medium: hitl, high: hitl } }`;
const alice = { id: "alice@acme.com", groups: [], authenticatedBy: "test" };
const john = "jdoe@acme.com";
const profile = { login: john, email: john, firstName: "John", lastName: "Doe" };

const byLogin: readonly [string, string, (okta: OktaConnector) => PromiseLike<unknown>][] = [
  ["an update", "00u1a2b3c4d5e6f7g8", (okta) => okta.updateUser(john, { profile })],
  ["a deactivation", "00u1a2b3c4d5e6f7g8", (okta) => okta.deactivateUser(john)],
  ["an activation", "00u7staged00000000005d7", (okta) => okta.activateUser("nina.petrova@acme.com")],
  ["a suspension", "00u1a2b3c4d5e6f7g8", (okta) => okta.suspendUser(john)],
  ["an unsuspension", "00u6suspended000005d7", (okta) => okta.unsuspendUser("sam.okoro@acme.com")],
  ["a password reset", "00u1a2b3c4d5e6f7g8", (okta) => okta.resetPassword(john, { sendEmail: true })],
];

test.for(byLogin)(
  "%s that was approved by login is not carried out on whoever has that login afterwards",
  async ([, id, call]) => {
    await using on = await bench({ rateLimits: "off" }, { policies });
    const { users } = on.sim.org;
    const approvalId = String((await failure(call(on.okta)))["approvalId"]);
    const { card } = await on.runtime.approvals.get(approvalId);
    expect(card.target?.state).toMatchObject({ id });
    await on.runtime.approvals.vote(approvalId, alice, "approve", "as shown");
    const approved = users.get(id)!;
    users.remove(id);
    users.put({ ...approved, id: "00uFanother000000005d7" });
    await expect(on.okta.resume(approvalId)).rejects.toMatchObject({
      code: "approval_stale",
      message: expect.stringContaining("id of the target changed"),
    });
    expect(on.sim.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  },
);
