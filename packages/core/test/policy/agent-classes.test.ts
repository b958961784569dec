import { expect, test } from "vitest";
import { agentClasses } from "../../src/policy/agent-classes.ts";
import { compileGlob } from "../../src/policy/glob.ts";

const told = (...patterns: string[]): string[][] => agentClasses(patterns).map((one) => [...one.patterns]);

test("without a pattern all agents are one class", () => {
  expect(told()).toEqual([[]]);
});

test("patterns that overlap make a class for each way in which they do", () => {
  expect(told("soc-*", "*-prod")).toEqual([[], ["*-prod"], ["soc-*"], ["soc-*", "*-prod"]]);
});

test("an agent that is named and matched is told apart from one that is only matched", () => {
  expect(told("soc-*", "soc-1")).toEqual([[], ["soc-*"], ["soc-*", "soc-1"]]);
});

test("patterns that no agent can match together make no such class", () => {
  expect(told("team:*", "team-*")).toEqual([[], ["team-*"], ["team:*"]]);
});

test("each class names an agent that exactly its patterns match", () => {
  const patterns = ["~*", "soc-*", "*-prod", "s*-p*", "a:*", "é*"];
  const classes = agentClasses(patterns);
  expect(new Set(classes.map(({ agentId }) => agentId)).size).toBe(classes.length);
  for (const { agentId, patterns: matching } of classes) {
    expect(patterns.filter((pattern) => compileGlob(pattern).matches(agentId))).toEqual(matching);
  }
});

test("patterns that overlap in too many ways are refused, not compared in part", () => {
  const patterns = Array.from({ length: 26 }, (_, i) => `*${String.fromCharCode(97 + i)}*`);
  expect(() => agentClasses(patterns)).toThrow(RangeError);
});

test("a pattern for each of many teams, which don't overlap, is looked at as a whole", () => {
  const patterns = Array.from({ length: 10_000 }, (_, i) => `team-${i}-*`);
  expect(agentClasses(patterns)).toHaveLength(10_001);
});
