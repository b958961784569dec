import type { AuditRecord } from "../audit/record.ts";
import type { OperationId, Risk } from "../connector/operation.ts";
import type { Decision, Verdict } from "./decision.ts";
import type { PolicySet } from "./policy-set.ts";
import { PolicyTable } from "./policy-table.ts";

/** Recorded decisions that a candidate set would have taken otherwise, all in the same way. */
export interface ReplayedChange {
  readonly agentId: string;
  readonly connector: string;
  readonly operation: OperationId;
  readonly risk: Risk;
  /** As it was recorded. */
  readonly before: { readonly verdict: Verdict; readonly approval?: string };
  /** As the candidate decides the latest of them. */
  readonly after: Decision;
  readonly count: number;
  /** The number of the latest such record. */
  readonly lastSeq: number;
}

/** What would have been otherwise under a candidate set. */
export interface Replay {
  /** How many recorded decisions were taken again. */
  readonly decisions: number;
  /** Decisions on what no policy speaks of: unknown operations and invalid inputs. */
  readonly skipped: number;
  readonly changes: readonly ReplayedChange[];
}

/** Takes the recorded decisions of a log again under a candidate set, each at the instant of its record. */
export async function replayDecisions(
  records: AsyncIterable<AuditRecord>,
  candidate: PolicySet,
): Promise<Replay> {
  const table = new PolicyTable(candidate);
  const changes = new Map<string, ReplayedChange>();
  let [decisions, skipped] = [0, 0];
  for await (const { kind, agentId, connector, operation, risk, verdict, details, time, seq } of records) {
    if (kind !== "decision") continue;
    const decidable =
      agentId !== undefined && connector !== undefined && operation !== undefined && risk !== undefined;
    if (!decidable || verdict === undefined || details["reason"] === "invalid_input") {
      skipped++;
      continue;
    }
    decisions++;
    const decided = table.decide({ connector, agentId, operation, risk, at: Date.parse(time) });
    // A read that serves another action asks nobody: where a person would be needed it is denied.
    const after: Decision =
      details["servesAction"] !== undefined && decided.verdict === "escalate"
        ? { ...decided, verdict: "deny", reason: "needs_approval" }
        : decided;
    const approval = typeof details["approval"] === "string" ? { approval: details["approval"] } : {};
    const sameApproval =
      verdict === "deny" || approval.approval === undefined || approval.approval === after.approval;
    if (after.verdict === verdict && sameApproval) continue;
    const key = JSON.stringify([
      agentId,
      connector,
      operation,
      risk,
      verdict,
      approval.approval,
      after.verdict,
      after.approval,
    ]);
    const count = (changes.get(key)?.count ?? 0) + 1;
    changes.set(key, {
      agentId,
      connector,
      operation,
      risk,
      before: { verdict, ...approval },
      after,
      count,
      lastSeq: seq,
    });
  }
  return { decisions, skipped, changes: [...changes.values()] };
}
