import { etagOf, InvalidInputError } from "@arx/core";
import { expect, test } from "vitest";
import { type User } from "../src/index.ts";
import { bench, failure } from "./bench.ts";

const john = "00u1a2b3c4d5e6f7g8";
const engineering = "0gra1b2c3d4e5f6g7";

/** The whole profile of a user who was read, with something changed. */
function changed({ profile }: User, change: Record<string, unknown>) {
  return { ...profile, login: profile.login ?? "", email: profile.email ?? "", ...change };
}

test("a change that is no whole profile is refused before it can erase the rest of a user", async () => {
  await using on = await bench();
  const error = await failure(on.okta.updateUser(john, { profile: { title: "CTO" } } as never));
  expect(error).toBeInstanceOf(InvalidInputError);
  expect(error["faults"]).toMatchObject([{ path: "profile.login" }, { path: "profile.email" }]);
  expect(on.asked()).toEqual([]);
});

const asked = `- { name: asked, connector: okta, operations: ["*:*"], risk_max: high, approval: { medium: hitl, high: hitl } }`;

test("who approves an update of a part of a profile sees which attributes it would erase", async () => {
  await using on = await bench({}, { policies: asked });
  const part = { login: "jdoe@acme.com", email: "jdoe@acme.com", firstName: "John", lastName: "Doe" };
  const { approvalId } = await failure(on.okta.updateUser(john, { profile: { ...part, title: "CTO" } }));
  const { card } = await on.runtime.approvals.get(approvalId as string);
  const profile = on.sim.org.users.get(john)?.profile ?? {};
  const kept = new Set([...Object.keys(part), "title"]);
  const gone = Object.keys(profile).filter((name) => profile[name] !== null && !kept.has(name));
  expect(gone).toContain("badgeNumber");
  expect(card.target?.erases?.toSorted()).toEqual(gone.map((name) => `profile.${name}`).toSorted());
});

test("who approves an update of a whole profile is warned of nothing", async () => {
  await using on = await bench({}, { policies: asked });
  const user = await on.okta.getUser(john);
  const { approvalId } = await failure(
    on.okta.updateUser(john, { profile: changed(user, { title: "CTO" }) }),
  );
  const { card } = await on.runtime.approvals.get(approvalId as string);
  expect(card.target).not.toHaveProperty("erases");
});

test("a profile that was read, changed and sent back keeps the attributes that nobody touched", async () => {
  await using on = await bench();
  const before = await on.okta.getUser(john);
  const after = await on.okta.updateUser(john, { profile: changed(before, { title: "CTO" }) });
  expect(after.profile).toEqual({ ...before.profile, title: "CTO" });
  expect(after.profile["badgeNumber"]).toBe("A-1042");
});

test("an update for an ETag is refused once somebody else changed the profile", async () => {
  await using on = await bench();
  const read = await on.okta.getUser(john);
  const ifMatch = etagOf(read) ?? "";
  expect(ifMatch).toMatch(/^W\/"[0-9a-f]{64}"$/);
  await on.okta.updateUser(john, { profile: changed(read, { title: "CTO" }), ifMatch });
  await expect(
    on.okta.updateUser(john, { profile: changed(read, { city: "Bonn" }), ifMatch }),
  ).rejects.toMatchObject({ status: 412, apiCode: "E0000231" });
  const now = await on.okta.getUser(john);
  expect(now.profile).toMatchObject({ title: "CTO", city: "Berlin" });
});

test("an ETag covers neither the status nor a profile that was changed and changed back", async () => {
  await using on = await bench({ rateLimits: "off" });
  const read = await on.okta.getUser(john);
  await on.okta.updateUser(john, { profile: changed(read, { title: "CTO" }) });
  await on.okta.updateUser(john, { profile: changed(read, {}) });
  await on.okta.suspendUser(john);
  const later = await on.okta.getUser(john);
  expect(later.status).toBe("SUSPENDED");
  expect(etagOf(later)).toBe(etagOf(read));
});

test("only the read of one user has an ETag, and a copy of it has none", async () => {
  await using on = await bench();
  const read = await on.okta.getUser(john);
  const [listed] = await on.okta.listUsers({ filter: `id eq "${john}"` });
  const updated = await on.okta.updateUser(john, { profile: changed(read, {}) });
  expect([listed ?? {}, updated, { ...read }].map(etagOf)).toEqual([undefined, undefined, undefined]);
});

test("an approver's view of a user binds the status that no ETag covers", async () => {
  const policies = `- { name: asked, connector: okta, operations: ["users:*"], risk_max: high, approval: { low: none } }`;
  await using on = await bench({}, { policies });
  const read = await on.okta.getUser(john);
  const update = { profile: changed(read, { title: "CTO" }), ifMatch: etagOf(read) ?? "" };
  const { approvalId } = await failure(on.okta.updateUser(john, update));
  const approver = { id: "alice@acme.com", groups: [], authenticatedBy: "test" };
  await on.runtime.approvals.vote(approvalId as string, approver, "approve", "as planned");
  const user = on.sim.org.users.get(john)!;
  on.sim.org.users.put({ ...user, status: "SUSPENDED" });
  await expect(on.okta.resume(approvalId as string)).rejects.toMatchObject({
    code: "approval_stale",
    message: expect.stringContaining("status"),
  });
  expect(on.asked().filter((line) => line.startsWith("PUT"))).toEqual([]);
});

test("a group is not updated without its description, which would be lost", async () => {
  await using on = await bench();
  const error = await failure(on.okta.updateGroup(engineering, { name: "Platform" } as never));
  expect(error).toBeInstanceOf(InvalidInputError);
  expect(error["faults"]).toMatchObject([{ path: "profile.description" }]);
  expect(on.asked()).toEqual([]);
});

test("a group is renamed with its description kept, or cleared where that is said", async () => {
  await using on = await bench();
  const { profile } = await on.okta.getGroup(engineering);
  const kept = await on.okta.updateGroup(engineering, {
    name: "Platform",
    description: profile.description ?? null,
  });
  expect(kept.profile).toEqual({ name: "Platform", description: "People who build the product" });
  const cleared = await on.okta.updateGroup(engineering, { name: "Platform", description: null });
  expect(cleared.profile.description ?? null).toBe(null);
});
