import { expect, test } from "vitest";
import type { AuditRecord } from "../../src/audit/record.ts";
import { replayDecisions } from "../../src/policy/replay.ts";
import { newYear, setOf } from "./bench.ts";

let seq = 0;
function record(operation: string, more: Partial<AuditRecord> = {}): AuditRecord {
  seq++;
  return {
    ...{
      kind: "decision",
      orgId: "acme",
      agentId: "agent-001",
      connector: "depot",
      risk: "low",
      verdict: "allow",
    },
    ...{ operation: operation as AuditRecord["operation"], details: { approval: "none" } },
    ...{ seq, time: new Date(newYear).toISOString(), previous: "", hash: "" },
    ...more,
  };
}

async function* log(...records: readonly AuditRecord[]): AsyncGenerator<AuditRecord> {
  yield* records;
}

const reads = setOf([{ name: "reads", connector: "depot", operations: ["parcels:read"], risk_max: "low" }]);

test("decisions that the candidate takes otherwise are counted by what would change", async () => {
  const sent = { risk: "medium", details: { approval: "auto" } } as const;
  const { decisions, changes } = await replayDecisions(
    log(record("parcels:read"), record("parcels:send", sent), record("parcels:send", sent)),
    reads,
  );
  expect(decisions).toBe(3);
  expect(changes).toMatchObject([
    {
      operation: "parcels:send",
      before: { verdict: "allow", approval: "auto" },
      after: { verdict: "deny" },
      count: 2,
      lastSeq: seq,
    },
  ]);
});

test("a decision that stays what it was is no change, and other kinds of records are passed over", async () => {
  expect(
    await replayDecisions(log(record("parcels:read"), record("parcels:send", { kind: "intent" })), reads),
  ).toEqual({
    decisions: 1,
    skipped: 0,
    changes: [],
  });
});

test("of a record that tells no approval, the verdict alone is compared", async () => {
  const bare = { details: {} } as const;
  const { decisions, changes } = await replayDecisions(
    log(record("parcels:read", bare), record("parcels:send", { ...bare, risk: "medium" })),
    reads,
  );
  expect(decisions).toBe(2);
  expect(changes).toMatchObject([
    { operation: "parcels:send", before: { verdict: "allow" }, after: { verdict: "deny" } },
  ]);
});

test("the instant of the record counts, not the present one", async () => {
  const ended = setOf([
    {
      name: "reads",
      connector: "depot",
      operations: ["parcels:read"],
      risk_max: "low",
      expires: "2026-02-01T00:00:00Z",
    },
  ]);
  const later = record("parcels:read", { time: "2026-03-01T00:00:00.000Z" });
  expect((await replayDecisions(log(record("parcels:read"), later), ended)).changes).toMatchObject([
    { count: 1, lastSeq: later.seq },
  ]);
});

test("a read that serves another action is denied where the candidate would ask a person", async () => {
  const asks = setOf([
    {
      name: "reads",
      connector: "depot",
      operations: ["parcels:read"],
      risk_max: "low",
      approval: { low: "hitl" },
    },
  ]);
  const served = record("parcels:read", { details: { approval: "none", servesAction: "other" } });
  expect((await replayDecisions(log(served), asks)).changes).toMatchObject([
    { after: { verdict: "deny", reason: "needs_approval" } },
  ]);
});

test("what no policy speaks of is skipped and counted", async () => {
  const invalid = record("parcels:read", { verdict: "deny", details: { reason: "invalid_input" } });
  const { risk: _, ...unknown } = record("parcels:lose", {
    verdict: "deny",
    details: { reason: "unknown_operation" },
  });
  expect(await replayDecisions(log(invalid, unknown), reads)).toEqual({
    decisions: 0,
    skipped: 2,
    changes: [],
  });
});

test.each(["agentId", "connector", "operation", "risk", "verdict"] as const)(
  "a decision that does not say its %s is skipped",
  async (key) => {
    const { [key]: _, ...rest } = record("parcels:send", { risk: "medium" });
    expect(await replayDecisions(log(rest), reads)).toEqual({ decisions: 0, skipped: 1, changes: [] });
  },
);

test("another approval of what stays allowed is a change, what stays denied or waits for people is none", async () => {
  const sends = (approval: "auto" | "hitl") =>
    setOf([{ name: "all", connector: "depot", operations: ["parcels:*"], risk_max: "medium", approval }]);
  const at = { risk: "medium" } as const;
  const allowed = record("parcels:send", { ...at, details: { approval: "none" } });
  const asked = record("parcels:send", { ...at, verdict: "escalate", details: { approval: "hitl" } });
  const denied = record("parcels:destroy", { risk: "critical", verdict: "deny", details: {} });

  expect((await replayDecisions(log(allowed, denied), sends("auto"))).changes).toMatchObject([
    { before: { verdict: "allow", approval: "none" }, after: { verdict: "allow", approval: "auto" } },
  ]);
  expect((await replayDecisions(log(asked, denied), sends("hitl"))).changes).toEqual([]);
});

test("a denial that told an approval is compared by its verdict", async () => {
  const served = { verdict: "deny", details: { approval: "hitl", reason: "needs_approval" } } as const;
  const none = setOf([{ name: "no", connector: "depot", deny: ["parcels:read"] }]);
  expect((await replayDecisions(log(record("parcels:read", served)), none)).changes).toEqual([]);
});

test("a read that serves no action is asked for, and one that serves one and is allowed stays so", async () => {
  const asks = setOf([{ name: "reads", connector: "depot", operations: ["parcels:read"], approval: "hitl" }]);
  expect((await replayDecisions(log(record("parcels:read")), asks)).changes).toMatchObject([
    { after: { verdict: "escalate" } },
  ]);
  const served = record("parcels:read", { details: { approval: "none", servesAction: "other" } });
  expect((await replayDecisions(log(served), reads)).changes).toEqual([]);
});

test("changes of different agents and operations are told apart", async () => {
  const denied = setOf([{ name: "no", connector: "depot", deny: ["parcels:*"] }]);
  const { changes } = await replayDecisions(
    log(
      record("parcels:read"),
      record("parcels:read", { agentId: "agent-002" }),
      record("parcels:send", { risk: "medium" }),
      record("parcels:read"),
    ),
    denied,
  );
  expect(changes.map(({ agentId, operation, count }) => [agentId, operation, count])).toEqual([
    ["agent-001", "parcels:read", 2],
    ["agent-002", "parcels:read", 1],
    ["agent-001", "parcels:send", 1],
  ]);
});
