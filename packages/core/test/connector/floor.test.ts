import { expect, test } from "vitest";
import type { Decision } from "../../src/policy/decision.ts";
import { house } from "../support/house.ts";

test("no decision point lets a critical action through without a person", async () => {
  await using home = await house();
  const runtime = await home.open();
  const lax: Decision = {
    ...{ verdict: "allow", approval: "none", policies: ["lax"], channels: [], demands: [], policySet: "" },
  };
  const policy = { hash: "", decide: () => lax, explain: runtime.policy.explain.bind(runtime.policy) };
  const doors = home.doors({ ...runtime, policy });
  await expect(doors.execute("doors:create", { name: "Vault", floor: 13 })).rejects.toMatchObject({
    code: "policy_denied",
    reason: "evaluator_failed",
  });
  expect(home.building.server.requests).toEqual([]);
});
