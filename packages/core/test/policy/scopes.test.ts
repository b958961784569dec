import { expect, test } from "vitest";
import type { Catalog } from "../../src/connector/operation.ts";
import { parsePolicies } from "../../src/policy/parse.ts";
import type { PolicySet } from "../../src/policy/policy-set.ts";
import { type NeededScope, neededScopes } from "../../src/policy/scopes.ts";
import { newYear } from "./bench.ts";

const entry = { method: "GET", path: "/", summary: "" } as const;
const catalog: Catalog = {
  ...{ connector: "depot", title: "Depot", version: "1.0.0" },
  operations: {
    "parcels:read": { ...entry, id: "parcels:read", risk: "low", scopes: ["parcels.read"] },
    "parcels:send": {
      ...entry,
      id: "parcels:send",
      risk: "medium",
      scopes: ["parcels.write", "stamps.read"],
    },
    "parcels:destroy": { ...entry, id: "parcels:destroy", risk: "critical", scopes: ["parcels.write"] },
  },
};

function setOf(...policies: readonly object[]): PolicySet {
  const { set } = parsePolicies(
    [{ file: "policies.yaml", text: JSON.stringify(policies) }],
    [catalog],
    newYear,
  );
  return set!;
}

const everything = {
  name: "all",
  connector: "depot",
  operations: ["parcels:*"],
  risk_max: "critical",
  approval: { low: "none" },
};
const told = (found: readonly NeededScope[]): string[] =>
  found.map(({ scope, operations }) => `${scope}: ${operations.join(", ")}`);

test("a scope is needed by each operation that some agent may have done, with or without a person", () => {
  expect(told(neededScopes(setOf(everything), { at: newYear }))).toEqual([
    "parcels.read: parcels:read",
    "parcels.write: parcels:destroy, parcels:send",
    "stamps.read: parcels:send",
  ]);
});

test("scopes are told in their own order, whatever that of the operations is", () => {
  const only = { ...everything, operations: ["parcels:send"] };
  const [parcel] = [catalog.operations["parcels:send"]!];
  const turned = { ...parcel, scopes: ["stamps.read", "parcels.write", "boxes.read"] };
  const depot = { ...catalog, operations: { ...catalog.operations, "parcels:send": turned } };
  const { set } = parsePolicies([{ file: "p.yaml", text: JSON.stringify([only]) }], [depot], newYear);
  expect(neededScopes(set!, { at: newYear }).map(({ scope }) => scope)).toEqual([
    "boxes.read",
    "parcels.write",
    "stamps.read",
  ]);
});

test("what is denied to everyone needs no scope, what is denied to some does", () => {
  const denied = { name: "no", connector: "depot", deny: ["parcels:send"] };
  expect(told(neededScopes(setOf(everything, denied), { at: newYear }))).toEqual([
    "parcels.read: parcels:read",
    "parcels.write: parcels:destroy",
  ]);
  const some = { ...denied, agents: ["clerk-*"] };
  expect(told(neededScopes(setOf(everything, some), { at: newYear }))).toHaveLength(3);
  expect(told(neededScopes(setOf(everything, some), { at: newYear, agentId: "clerk-1" }))).toHaveLength(2);
});
