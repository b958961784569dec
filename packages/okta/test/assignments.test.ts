import { expect, test } from "vitest";
import { bench, failure } from "./bench.ts";

const john = "00u1a2b3c4d5e6f7g8";
const omar = "00u4omar00000000005d7";
const engineering = "0gra1b2c3d4e5f6g7";
const github = "0oa1github0000000005d7";

test("access that comes from a group is not taken by its assignment, and is by the membership", async () => {
  await using on = await bench({ rateLimits: "off" });
  const apps = async (): Promise<unknown[]> =>
    (await on.okta.listAppLinks(john)).map(({ appInstanceId }) => appInstanceId);
  await expect(on.okta.removeUserFromApp(github, john)).rejects.toMatchObject({
    status: 403,
    apiCode: "E0000046",
    hint: expect.stringContaining("take them out of that group"),
  });
  expect(await apps()).toContain(github);
  await on.okta.removeGroupMember(engineering, john);
  expect(await apps()).not.toContain(github);
});

test("an assignment says whether it is direct or through a group, and a direct one can be removed", async () => {
  await using on = await bench({ rateLimits: "off" });
  const scope = async (user: string): Promise<unknown> =>
    (await on.okta.getApp(github, { expand: `user/${user}` }))._embedded?.user?.scope;
  expect(await scope(john)).toBe("GROUP");
  expect((await on.okta.assignUserToApp(github, omar, {})).scope).toBe("USER");
  expect(await scope(omar)).toBe("USER");
  await on.okta.removeUserFromApp(github, omar);
  expect(await scope(omar)).toBeUndefined();
});

test("who approves a removal sees the scope that decides whether it can work", async () => {
  const policies = `- { name: asked, connector: okta, operations: ["apps:*"], risk_max: medium, approval: { low: none } }`;
  await using on = await bench({}, { policies });
  const { approvalId } = await failure(on.okta.removeUserFromApp(github, john));
  const { card } = await on.runtime.approvals.get(approvalId as string);
  expect(card.target).toMatchObject({ name: "GitHub", state: { "_embedded.user.scope": "GROUP" } });
});

test("who approves what may change nothing is told what its undo would do then", async () => {
  const policies = `- { name: asked, connector: okta, operations: ["*:*"], risk_max: medium, approval: { low: none, medium: hitl } }`;
  await using on = await bench({}, { policies });
  const calls = [
    () => on.okta.addGroupMember(engineering, john),
    () => on.okta.removeGroupMember(engineering, omar),
    () => on.okta.assignUserToApp(github, john),
  ];
  for (const call of calls) {
    const { approvalId } = await failure(call());
    const { card } = await on.runtime.approvals.get(approvalId as string);
    expect(card.undo).toMatch(/a user who was (a member|no member|assigned) before/);
  }
});
