import { expect, test } from "vitest";
import { diffPolicies } from "../../src/policy/diff.ts";
import type { WrittenPolicy } from "../../src/policy/schema.ts";
import { newYear, setOf } from "./bench.ts";

const reads: WrittenPolicy = {
  name: "reads",
  connector: "depot",
  operations: ["parcels:read"],
  risk_max: "low",
};

function changes(before: readonly WrittenPolicy[], after: readonly WrittenPolicy[]): string[] {
  return diffPolicies(setOf(before), setOf(after), { at: newYear }).map(
    ({ agents, connector, operation, risks, before: old, after: now, from }) =>
      `${agents.patterns.join("&") || "any"} ${connector}/${operation} ${risks.join("+")}: ${old.approval ?? old.verdict} -> ${now.approval ?? now.verdict}${from === newYear ? "" : " later"}`,
  );
}

test("sets that say the same in other words do not differ", () => {
  const renamed = [
    { ...reads, name: "first", approval: { low: "none" } as const },
    { ...reads, name: "second", approval: "none" as const },
  ];
  expect(changes([reads], renamed)).toEqual([]);
});

test("a raised ceiling is a change at every risk that it newly reaches", () => {
  const send: WrittenPolicy = {
    name: "send",
    connector: "depot",
    operations: ["parcels:send"],
    risk_max: "medium",
  };
  expect(changes([reads, send], [reads, { ...send, risk_max: "critical" }])).toEqual([
    "any depot/parcels:send high+critical: deny -> hitl",
  ]);
});

test("a change for agents that two patterns match together is found", () => {
  const reading: WrittenPolicy = { ...reads, name: "soc", agents: ["soc-*"] };
  const denying: WrittenPolicy = {
    name: "no-prod",
    connector: "depot",
    agents: ["*-prod"],
    deny: ["parcels:read"],
  };
  expect(changes([reading, denying], [reading])).toEqual([
    "*-prod&soc-* depot/parcels:read low: deny -> none",
  ]);
});

test("what differs from a later instant only is found, with that instant", () => {
  const ending = { ...reads, expires: "2026-02-01T00:00:00Z" };
  expect(changes([reads], [ending])).toEqual(["any depot/parcels:read low: none -> deny later"]);
});

test("other approvers or another quorum are a change, other policy names are none", () => {
  const asked: WrittenPolicy = {
    ...reads,
    approval: { low: "hitl" },
    approvers: ["alice@acme.com", "bob@acme.com"],
  };
  expect(changes([asked], [{ ...asked, name: "other" }])).toEqual([]);
  expect(changes([asked], [{ ...asked, quorum: 2 }])).toEqual(["any depot/parcels:read low: hitl -> hitl"]);
});

test("risks that no call of an operation can have are not compared", () => {
  const send: WrittenPolicy = {
    name: "send",
    connector: "depot",
    operations: ["parcels:send"],
    risk_max: "medium",
  };
  const [before, after] = [setOf([send]), setOf([{ ...send, risk_max: "critical" }])];
  expect(diffPolicies(before, after, { at: newYear, risksOf: (_, { risk }) => [risk] })).toEqual([]);
});

const send: WrittenPolicy = {
  ...{ name: "send", connector: "depot", operations: ["parcels:send"] },
  ...{ risk_max: "high", approval: { medium: "auto", high: "hitl" } },
};

test("a change is told at the operation's own risk and above, never below it", () => {
  expect(changes([reads], [reads, { ...send, risk_max: "medium" }])).toEqual([
    "any depot/parcels:send medium: deny -> auto",
  ]);
});

test("an operation that changes otherwise at another risk has two changes", () => {
  expect(changes([reads], [reads, send])).toEqual([
    "any depot/parcels:send medium: deny -> auto",
    "any depot/parcels:send high: deny -> hitl",
  ]);
});

test("another way of being allowed, and other people to ask, are changes", () => {
  const auto: WrittenPolicy = { ...reads, approval: "auto" };
  const asked: WrittenPolicy = { ...reads, approval: "hitl", approvers: ["alice@acme.com"] };
  expect(changes([reads], [auto])).toEqual(["any depot/parcels:read low: none -> auto"]);
  expect(changes([asked], [{ ...asked, approvers: ["bob@acme.com"] }])).toEqual([
    "any depot/parcels:read low: hitl -> hitl",
  ]);
});

test("a change is told from the first instant on at which it holds, and what was over before is none", () => {
  const until = (name: string, expires: string): WrittenPolicy => ({ ...reads, name, expires });
  const [march, february] = [until("b", "2026-03-01T00:00:00Z"), until("a", "2026-02-01T00:00:00Z")];
  const found = diffPolicies(setOf([march]), setOf([february, until("c", "2025-12-01T00:00:00Z")]), {
    at: newYear,
  });
  expect(found.map(({ from }) => from)).toEqual([Date.UTC(2026, 1, 1)]);
  const now = diffPolicies(setOf([reads]), setOf([until("c", "2026-01-01T00:00:00Z")]), { at: newYear });
  expect(now.map(({ from }) => from)).toEqual([newYear]);
  const over = [until("a", "2025-12-15T00:00:00Z"), until("a", "2025-12-01T00:00:00Z")] as const;
  expect(diffPolicies(setOf([over[0]]), setOf([over[1]]), { at: newYear })).toEqual([]);
});

test("a change that lasts is told once, however often something else changes meanwhile", () => {
  const sends: WrittenPolicy = { ...send, expires: "2026-03-01T00:00:00Z" };
  const before = setOf([reads, sends]);
  const after = setOf([{ ...reads, expires: "2026-02-01T00:00:00Z" }, sends]);
  expect(
    diffPolicies(before, after, { at: newYear }).map(({ operation, from }) => [operation, from]),
  ).toEqual([["parcels:read", Date.UTC(2026, 1, 1)]]);
});
