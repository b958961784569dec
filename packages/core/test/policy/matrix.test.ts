import { expect, test } from "vitest";
import { matrix } from "../../src/policy/matrix.ts";
import { newYear, setOf } from "./bench.ts";

test("the matrix tells what each kind of agents may do with each operation of every catalog", () => {
  const set = setOf([
    { name: "reads", connector: "okta", operations: ["users:read"], risk_max: "low" },
    { name: "sends", connector: "depot", agents: ["clerk-*"], operations: ["parcels:*"], risk_max: "medium" },
    { name: "no-destroying", connector: "depot", agents: ["clerk-*", "boss"], deny: ["parcels:destroy"] },
  ]);
  const cells = matrix(set, newYear);
  const told = (agents: string | undefined, connector: string): string[] =>
    cells
      .filter((cell) => cell.agents === agents && cell.connector === connector)
      .map(({ operation, risk, decision }) => `${operation} ${risk} ${decision.approval ?? decision.reason}`);

  expect(cells).toHaveLength(3 * (30 + 4));
  expect(told(undefined, "depot")).toEqual([
    "parcels:read low no_grant",
    "parcels:send medium no_grant",
    "parcels:destroy critical no_grant",
    "users:read medium no_grant",
  ]);
  expect(told("clerk-*", "depot")).toEqual([
    "parcels:read low none",
    "parcels:send medium hitl",
    "parcels:destroy critical denied_by_policy",
    "users:read medium no_grant",
  ]);
  expect(told("boss", "depot")[2]).toBe("parcels:destroy critical denied_by_policy");
  expect(told("boss", "okta")[0]).toBe("users:read low none");
});
