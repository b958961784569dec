import { expect, test } from "vitest";
import {
  acknowledge,
  type CatalogReach,
  checkLock,
  formatNewcomers,
  parseLock,
  policyLock,
} from "../../src/author/index.ts";

const policies = [
  { name: "readers", connector: "depot", operations: ["*:read*", "zones:clear"] },
  { name: "desk", connector: "depot", operations: ["parcels:*", "parcels:*"], deny: ["*:clear*"] },
  { name: "elsewhere", connector: "okta", operations: ["*:*"] },
];

const catalog: CatalogReach = {
  connector: "depot",
  operations: {
    "parcels:read": { risk: "low" },
    "parcels:hold": { risk: "medium" },
    "zones:read": { risk: "low" },
    "zones:clear": { risk: "critical" },
  },
};

/** The catalog with operations that are new or have another risk. */
const later = (operations: CatalogReach["operations"]): CatalogReach => ({
  ...catalog,
  operations: { ...catalog.operations, ...operations },
});

test("a lock says what each wildcard reaches, and nothing of patterns that name one operation", () => {
  expect(policyLock(policies, catalog)).toEqual({
    version: 1,
    connector: "depot",
    wildcards: [
      { policy: "desk", effect: "deny", pattern: "*:clear*", reaches: { "zones:clear": "critical" } },
      {
        policy: "desk",
        effect: "grant",
        pattern: "parcels:*",
        reaches: { "parcels:hold": "medium", "parcels:read": "low" },
      },
      {
        policy: "readers",
        effect: "grant",
        pattern: "*:read*",
        reaches: { "parcels:read": "low", "zones:read": "low" },
      },
    ],
  });
});

test("a lock does not depend on the order of policies and operations", () => {
  const turned = {
    ...catalog,
    operations: Object.fromEntries(Object.entries(catalog.operations).toReversed()),
  };
  expect(JSON.stringify(policyLock(policies.toReversed(), turned))).toBe(
    JSON.stringify(policyLock(policies, catalog)),
  );
});

test("a lock has no newcomers in its own catalog, nor where an operation is gone or less grave", () => {
  const lock = policyLock(policies, catalog);
  const { "parcels:read": _, ...operations } = later({ "parcels:hold": { risk: "low" } }).operations;
  expect(checkLock(lock, catalog)).toEqual([]);
  expect(checkLock(lock, { ...catalog, operations })).toEqual([]);
  expect(formatNewcomers([])).toContain("No operation has come under a wildcard");
});

test("a newcomer that is HIGH or CRITICAL is held under a grant, and no other", () => {
  const lock = policyLock(policies, catalog);
  const newcomers = checkLock(
    lock,
    later({
      "parcels:weigh": { risk: "medium" },
      "parcels:burn": { risk: "high" },
      "parcels:clear_all": { risk: "critical" },
      "zones:paint": { risk: "critical" },
    }),
  );
  expect(newcomers.map(({ operation, effect, held }) => [operation, effect, held])).toEqual([
    ["parcels:clear_all", "deny", false],
    ["parcels:burn", "grant", true],
    ["parcels:clear_all", "grant", true],
    ["parcels:weigh", "grant", false],
  ]);
  expect(formatNewcomers(newcomers).split("\n")[0]).toBe(
    "parcels:burn  HIGH  grant parcels:* of desk  HELD until acknowledged",
  );
});

test("an operation that has become graver is a newcomer again", () => {
  const lock = policyLock(policies, catalog);
  const newcomers = checkLock(lock, later({ "parcels:hold": { risk: "high" } }));
  expect(newcomers).toEqual([
    {
      policy: "desk",
      effect: "grant",
      pattern: "parcels:*",
      operation: "parcels:hold",
      risk: "high",
      was: "medium",
      held: true,
    },
  ]);
  expect(formatNewcomers(newcomers)).toContain("MEDIUM -> HIGH");
});

test("what is acknowledged is in the lock as it is today, and the rest stays a newcomer", () => {
  const lock = policyLock(policies, catalog);
  const today = later({ "parcels:burn": { risk: "high" }, "parcels:sink": { risk: "high" } });
  const next = acknowledge(lock, today, ["parcels:burn"]);
  expect(checkLock(next, today).map(({ operation }) => operation)).toEqual(["parcels:sink"]);
  expect(checkLock(next, later({ "parcels:burn": { risk: "critical" } }))).toMatchObject([
    { was: "high", held: true },
  ]);
  expect(acknowledge(next, today, ["parcels:sink"])).toEqual(policyLock(policies, today));
});

test("what is no newcomer can not be acknowledged", () => {
  const lock = policyLock(policies, catalog);
  const today = later({ "parcels:burn": { risk: "high" } });
  expect(() => acknowledge(lock, today, ["parcels:born"])).toThrow("parcels:born is no newcomer");
});

test("a lock survives its file", () => {
  const lock = policyLock(policies, catalog);
  expect(parseLock(JSON.parse(JSON.stringify(lock)))).toEqual(lock);
});

test.each([
  ["is no object", null],
  ["is of another version", { version: 2, connector: "depot", wildcards: [] }],
  ["has another key", { version: 1, connector: "depot", wildcards: [], extra: true }],
  [
    "knows another risk",
    {
      version: 1,
      connector: "d",
      wildcards: [{ policy: "p", effect: "grant", pattern: "*:*", reaches: { "a:b": "none" } }],
    },
  ],
])("what %s is no lock", (_, value) => {
  expect(() => parseLock(value)).toThrow(/no policy lock/);
});

test("a lock is not checked against another connector's catalog", () => {
  const lock = policyLock(policies, catalog);
  expect(() => checkLock(lock, { connector: "okta", operations: {} })).toThrow("the lock is for depot");
});
