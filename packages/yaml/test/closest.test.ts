import { expect, test } from "vitest";
import { closest } from "../src/index.ts";

test.for([
  ["risc", ["name", "risk"], "risk"],
  ["riskMax", ["risk", "risk_max"], "risk_max"],
  ["hihg", ["low", "high"], "high"],
  ["users:suspned", ["users:suspend", "users:unsuspend"], "users:suspend"],
  ["whatever", ["name", "risk"], undefined],
  ["id", ["name", "risk"], undefined],
  ["x", [], undefined],
] as const)("for %s of %j the closest is %s", ([word, candidates, meant]) => {
  expect(closest(word, candidates)).toBe(meant);
});
