import { expect, test } from "vitest";
import { matrix } from "../../src/policy/matrix.ts";
import { newYear, setOf } from "./bench.ts";

test("the matrix tells what each class of agents may do with each operation of every catalog", () => {
  const set = setOf([
    { name: "reads", connector: "okta", operations: ["users:read"], risk_max: "low" },
    { name: "sends", connector: "depot", agents: ["clerk-*"], operations: ["parcels:*"], risk_max: "medium" },
    { name: "no-destroying", connector: "depot", agents: ["clerk-*", "boss"], deny: ["parcels:destroy"] },
  ]);
  const cells = matrix(set, newYear);
  const told = (agents: string, connector: string): string[] =>
    cells
      .filter((cell) => cell.agents.patterns.join() === agents && cell.connector === connector)
      .map(({ operation, risk, decision }) => `${operation} ${risk} ${decision.approval ?? decision.reason}`);

  expect(cells).toHaveLength(3 * (30 + 4));
  expect(told("", "depot")).toEqual([
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

test("agents that two patterns match together are a class of their own, decided by both", () => {
  const set = setOf([
    { name: "soc", connector: "depot", agents: ["soc-*"], operations: ["parcels:read"], risk_max: "low" },
    { name: "no-prod", connector: "depot", agents: ["*-prod"], deny: ["parcels:read"] },
  ]);
  const reads = matrix(set, newYear).filter(
    ({ connector, operation }) => connector === "depot" && operation === "parcels:read",
  );

  expect(reads.map(({ agents, decision }) => [agents.patterns, decision.verdict, decision.reason])).toEqual([
    [[], "deny", "no_grant"],
    [["*-prod"], "deny", "denied_by_policy"],
    [["*-prod", "soc-*"], "deny", "denied_by_policy"],
    [["soc-*"], "allow", undefined],
  ]);
});
