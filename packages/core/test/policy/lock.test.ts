import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "@arx/yaml";
import { expect, onTestFinished, test, vi } from "vitest";
import type { OperationId, Risk } from "../../src/connector/operation.ts";
import { formatExplanation } from "../../src/policy/format-explanation.ts";
import { loadPolicies } from "../../src/policy/load.ts";
import { heldOperations, lockFileOf, policyLock, type PolicyLock, underLock } from "../../src/policy/lock.ts";
import { parsePolicies } from "../../src/policy/parse.ts";
import type { PolicySet } from "../../src/policy/policy-set.ts";
import { PolicyStore } from "../../src/policy/policy-store.ts";
import { PolicyTable } from "../../src/policy/policy-table.ts";
import { watchPolicies } from "../../src/policy/watch.ts";
import { catalogOf } from "./catalog.ts";
import { newYear } from "./bench.ts";

const operations: Readonly<Record<OperationId, Risk>> = {
  "parcels:read": "low",
  "parcels:send": "medium",
  "parcels:burn": "high",
  "zones:clear": "critical",
};
const later: typeof operations = { ...operations, "parcels:lose": "high", "parcels:weigh": "medium" };

const desk = `- name: desk
  connector: depot
  operations: ["parcels:*"]
  risk_max: critical
`;

interface Load {
  readonly set?: PolicySet;
  readonly codes: readonly string[];
  /** The verdict for any agent, with its reason. */
  decide(operation: OperationId): string;
}

/** A real policy folder, whose API has other operations from load to load. */
async function bench(policies = desk) {
  const home = await mkdtemp(join(tmpdir(), "arx-lock-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const folder = join(home, "policies");
  await mkdir(folder);
  const write = (text: string): Promise<void> => writeFile(join(folder, "policies.yaml"), text);
  await write(policies);
  const load = async (offered = operations): Promise<Load> => {
    const catalog = catalogOf("depot", offered);
    const { set, diagnostics } = await loadPolicies({ folder, catalogs: [catalog], now: newYear });
    const decide = (operation: OperationId): string => {
      const request = { connector: "depot", agentId: "agent-001", operation, at: newYear };
      const { verdict, reason } = new PolicyTable(set!).decide({ ...request, risk: offered[operation]! });
      return reason === undefined ? verdict : `${verdict} ${reason}`;
    };
    return { ...(set && { set }), codes: diagnostics.map(({ code }) => code), decide };
  };
  /** What a load has to tell. */
  const told = async (offered = operations): Promise<readonly Diagnostic[]> =>
    (await loadPolicies({ folder, catalogs: [catalogOf("depot", offered)], now: newYear })).diagnostics;
  const writeLock = (lock: PolicyLock | string): Promise<void> =>
    writeFile(lockFileOf(folder), typeof lock === "string" ? lock : JSON.stringify(lock));
  /** Locks what wildcards reach in these operations. */
  const lock = async (offered = operations, acknowledged: readonly string[] = []): Promise<void> =>
    writeLock(policyLock((await load(offered)).set!, acknowledged));
  return { home, folder, write, load, lock, told, writeLock };
}

test("a lock says what wildcards grant, and nothing of operations named in full or beyond the policy's risk", async () => {
  const { load } = await bench(
    `${desk}- { name: readers, connector: depot, operations: ["*:*", "parcels:read"], risk_max: medium }\n` +
      `- { name: exact, connector: depot, operations: ["zones:clear"], risk_max: critical }\n`,
  );
  expect(policyLock((await load()).set!)).toEqual({
    version: 1,
    policies: {
      desk: {
        connector: "depot",
        operations: { "parcels:burn": "high", "parcels:read": "low", "parcels:send": "medium" },
      },
      readers: { connector: "depot", operations: { "parcels:send": "medium" } },
    },
  });
});

test("without a lock file nothing is withheld", async () => {
  const { load } = await bench();
  const { codes, decide, set } = await load(later);
  expect([codes, decide("parcels:lose")]).toEqual([[], "escalate"]);
  expect(heldOperations(set!)).toEqual([]);
});

test("what is HIGH and new under a wildcard stays ungranted until it is acknowledged; the rest goes on", async () => {
  const { load, lock } = await bench();
  await lock();
  const before = await load();
  expect([before.codes, before.decide("parcels:burn")]).toEqual([[], "escalate"]);

  const held = await load(later);
  expect(held.codes).toEqual(["held_operation"]);
  expect(held.decide("parcels:lose")).toBe("deny no_grant");
  expect(held.decide("parcels:weigh")).toBe("escalate");
  expect(held.decide("parcels:burn")).toBe("escalate");
  expect(heldOperations(held.set!)).toEqual([
    { policy: "desk", connector: "depot", operation: "parcels:lose", risk: "high", pattern: "parcels:*" },
  ]);

  await lock(later);
  expect((await load(later)).decide("parcels:lose")).toBe("deny no_grant");
  await lock(later, ["parcels:lose"]);
  const taken = await load(later);
  expect([taken.codes, taken.decide("parcels:lose")]).toEqual([[], "escalate"]);
});

test("an operation that became graver is held, one that became milder is not", async () => {
  const { load, lock } = await bench();
  await lock();
  const { decide, codes } = await load({ ...operations, "parcels:send": "high", "parcels:burn": "low" });
  expect([decide("parcels:send"), decide("parcels:burn")]).toEqual(["deny no_grant", "allow"]);
  expect(codes).toEqual(["held_operation"]);
  expect((await load({ ...operations, "parcels:burn": "critical" })).decide("parcels:burn")).toBe(
    "deny no_grant",
  );
});

test("a wider wildcard, another name and another connector are under no lock yet", async () => {
  const { load, lock, write, writeLock } = await bench();
  await lock();
  await write(desk.replace('"parcels:*"', '"*:*"'));
  expect((await load()).decide("zones:clear")).toBe("deny no_grant");
  expect((await load()).decide("parcels:burn")).toBe("escalate");
  await write(desk.replace("desk", "counter"));
  expect((await load()).decide("parcels:burn")).toBe("deny no_grant");
  await write(desk);
  await writeLock({
    version: 1,
    policies: { desk: { connector: "other", operations: { "parcels:burn": "high" } } },
  });
  expect((await load()).decide("parcels:burn")).toBe("deny no_grant");
});

test("an operation that a policy names in full needs no acknowledgement", async () => {
  const { load, lock, write } = await bench();
  await lock();
  await write(desk.replace('"parcels:*"', '"parcels:*", "parcels:lose"'));
  const { codes, decide } = await load(later);
  expect([codes, decide("parcels:lose")]).toEqual([[], "escalate"]);
});

test("what is held by one policy is granted where another grants it, and explained", async () => {
  const { load, lock, write } = await bench();
  await lock();
  const request = { connector: "depot", agentId: "agent-001", risk: "high", at: newYear } as const;
  const asked = { ...request, operation: "parcels:lose" } as const;
  const explained = new PolicyTable((await load(later)).set!).explain(asked);
  expect(explained).toMatchObject({
    decision: { verdict: "deny", reason: "no_grant", policies: [] },
    opinions: [{ policy: "desk", effect: "abstain", because: "held", pattern: "parcels:*" }],
  });
  expect(formatExplanation(explained)).toContain(
    "Near misses:\n  desk `parcels:*`: held: it came under the glob after the policies were locked",
  );
  await write(`${desk}- { name: exact, connector: depot, operations: ["parcels:lose"], risk_max: high }\n`);
  expect(new PolicyTable((await load(later)).set!).decide(asked)).toMatchObject({
    verdict: "escalate",
    policies: ["exact"],
  });
});

test("what is held is a warning at its policy that says what was withheld and how to acknowledge it", async () => {
  const zones = `- { name: no-clearing, connector: depot, deny: ["zones:clear"] }\n`;
  const { folder, lock, told } = await bench(zones + desk);
  await lock();
  expect(await told(later)).toEqual([
    {
      ...{
        code: "held_operation",
        severity: "warning",
        file: join(folder, "policies.yaml"),
        line: 2,
        column: 1,
      },
      message:
        "`parcels:lose`, HIGH, came under `parcels:*` of desk after the policies were locked, and is not granted",
      remedy: "Acknowledge it: `arx policy lock --acknowledge parcels:lose`; or name it in the policy.",
      frame: "",
    },
  ]);
});

test("each connector's operations are locked at its own catalog's risk", () => {
  const catalogs = [catalogOf("other", { "parcels:burn": "low" }), catalogOf("depot", operations)];
  const { set } = parsePolicies([{ file: "policies.yaml", text: desk }], catalogs, newYear);
  expect(policyLock(set!).policies["desk"]!.operations["parcels:burn"]).toBe("high");
  expect(
    heldOperations(underLock(set!, { version: 1, policies: {} })).map(({ operation }) => operation),
  ).toEqual(["parcels:burn"]);
});

test("of a faulty policy under a lock, its fault is told, and of a faulty lock its own", async () => {
  const { load, lock, write, writeLock, told } = await bench();
  await lock();
  await write(desk.replace("parcels:*", "parcel:*"));
  expect((await load()).codes).toEqual(["no_such_operation"]);
  await write(`${desk}  expires: 2025-01-01T00:00:00Z\n`);
  expect(await told()).toMatchObject([{ severity: "warning" }]);
  await writeLock("{{{");
  expect(new Set((await told()).map(({ severity }) => severity))).toEqual(new Set(["error"]));
});

// Names that are too long for a lock are told otherwise there.
test.skipIf(process.platform === "win32")(
  "a lock that can't even be looked for is no absent lock",
  async () => {
    const home = await mkdtemp(join(tmpdir(), "arx-lock-"));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const folder = join(home, "p".repeat(250));
    await mkdir(folder);
    await writeFile(join(folder, "policies.yaml"), desk);
    const catalogs = [catalogOf("depot", operations)];
    const { set, diagnostics } = await loadPolicies({ folder, catalogs, now: newYear });
    expect(set).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        code: "unreadable_file",
        severity: "error",
        file: lockFileOf(folder),
        remedy: "Let this process read it.",
      },
    ]);
    expect(diagnostics[0]!.message).toContain("ENAMETOOLONG");
  },
);

test("sets that differ in what they say, or in what is withheld of it, differ in their hash", () => {
  const hashOf = (text: string, locked: readonly OperationId[]): string => {
    const catalogs = [catalogOf("depot", later)];
    const { set } = parsePolicies([{ file: "policies.yaml", text }], catalogs, newYear);
    const risks = Object.fromEntries(locked.map((operation) => [operation, later[operation]!]));
    const lock = { version: 1, policies: { desk: { connector: "depot", operations: risks } } } as const;
    return underLock(set!, lock).hash;
  };
  const hashes = [
    hashOf(desk, ["parcels:burn", "parcels:lose"]),
    hashOf(desk, ["parcels:burn"]),
    hashOf(desk, ["parcels:lose"]),
    hashOf(desk, []),
    hashOf(`${desk}  quorum: 2\n`, []),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("the hash of a set tells what is withheld, and is as without a lock where nothing is", async () => {
  const { load, lock } = await bench();
  const [free, freeLater] = [await load(), await load(later)];
  expect(freeLater.set!.hash).toBe(free.set!.hash);
  await lock();
  expect((await load()).set!.hash).toBe(free.set!.hash);
  expect((await load(later)).set!.hash).not.toBe(free.set!.hash);
});

test.each([
  ["no JSON", "{{{"],
  ["nothing", ""],
  ["another version", '{"version": 2, "policies": {}}'],
  [
    "an unknown risk",
    '{"version":1,"policies":{"desk":{"connector":"depot","operations":{"parcels:burn":"hgih"}}}}',
  ],
  ["a member too many", '{"version":1,"policies":{},"all":true}'],
  [
    "a policy twice",
    '{"version":1,"policies":{"desk":{"connector":"a","operations":{}},"desk":{"connector":"b","operations":{}}}}',
  ],
])("a lock file with %s keeps the policies from being loaded", async (_what, text) => {
  const { load, writeLock } = await bench();
  await writeLock(text);
  const { set, codes } = await load();
  expect(set).toBeUndefined();
  expect(codes).not.toEqual([]);
});

test("a lock file that can't be read, or leads away, is a fault and no absent lock", async () => {
  const { home, folder, load } = await bench();
  const file = lockFileOf(folder);
  await mkdir(file);
  expect((await load()).codes).toEqual(["not_a_file"]);
  await rm(file, { recursive: true });
  await symlink(join(home, "nowhere.json"), file);
  expect((await load()).codes).toEqual(["unreadable_file"]);
});

test("a store that is watched heeds a lock that is written, and one that is spoiled changes nothing", async () => {
  const { folder, load, writeLock } = await bench();
  const lock = policyLock((await load()).set!);
  const catalogs = [catalogOf("depot", later)];
  const store = await PolicyStore.open({ folder, catalogs, now: () => newYear });
  const request = { connector: "depot", agentId: "agent-001", risk: "high", at: newYear } as const;
  const verdict = (): string => store.decide({ ...request, operation: "parcels:lose" }).verdict;
  expect(verdict()).toBe("escalate");
  await using _watch = watchPolicies(store, { settleMs: 5, pollMs: 10 });
  await writeLock(lock);
  await vi.waitFor(() => expect(verdict()).toBe("deny"), { timeout: 4_500 });
  await writeLock("{{{");
  await vi.waitFor(() => expect(store.health.ok).toBe(false), { timeout: 4_500 });
  expect(verdict()).toBe("deny");
});
