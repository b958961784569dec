import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { personHere } from "../../src/runtime/person.ts";
import { house, log, rejection } from "../support/house.ts";

// Whoever runs an agent wants what it does, and is not the one to agree to it.

const user = userInfo().username;

test.for([
  ["by the system's name", { config: "selfApproval: false", identity: user }],
  [
    "by the name that the home gives",
    { config: `people: { ${user}: sam@acme.com }`, identity: "sam@acme.com" },
  ],
] as const)(
  "the user who runs an agent can't approve what it asks for, known %s",
  async ([, { config, identity }]) => {
    await using home = await house();
    await home.config(config);
    const runtime = await home.open();
    const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
    expect(await runtime.approvals.get(approvalId)).toMatchObject({ requestedBy: identity });
    const person = { ...(await personHere({})), id: identity };
    for (const choice of ["approve", "deny"] as const) {
      const refused = await rejection(runtime.approvals.vote(approvalId, person, choice, "it is mine"));
      expect(refused.message).toContain("who asked for an action can't decide on it");
    }
    expect((await log(runtime))[0]).toMatchObject({ kind: "decision", details: { requestedBy: identity } });
  },
);

test("where the home says so, the user who runs an agent may approve what it asks for", async () => {
  await using home = await house();
  await home.config("selfApproval: true");
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  const person = await personHere({});
  expect(await runtime.approvals.vote(approvalId, person, "approve", "it is mine")).toMatchObject({
    state: "approved",
  });
});

test("whom the caller names as the one who asks is barred in the place of the user", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime, { requestedBy: "rob@example.com" });
  const { approvalId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  expect(await runtime.approvals.get(approvalId)).toMatchObject({ requestedBy: "rob@example.com" });
});
