import type { NewApproval, Vote } from "../approval/approval.ts";
import type { AuditDraft } from "../audit/record.ts";
import type { OpenAction } from "../store/store.ts";

/** 2026-01-01T00:00:00Z: what samples are dated by. */
export const sampleTime: number = Date.UTC(2026, 0, 1);

/** A record to append: the outcome of a write, unless told otherwise. */
export function sampleDraft(changed: Partial<AuditDraft> = {}): AuditDraft {
  return {
    ...{ kind: "outcome", orgId: "org-a", at: sampleTime, actionId: "action-1", agentId: "agent-001" },
    ...{ connector: "depot", operation: "crates:move", risk: "high", outcome: "success" },
    details: { attempts: 1, last: { method: "POST", path: "/crates/7", status: 200, ms: 12 } },
    ...changed,
  };
}

/** A pending request that may be decided for an hour. */
export function sampleApproval(id: string, changed: Partial<NewApproval> = {}): NewApproval {
  const orgId = "org-a";
  const [agentId, operation] = ["agent-001", "crates:move"] as const;
  const card = {
    operation,
    title: "Depot",
    summary: "Move a crate",
    risk: "high",
    agentId,
    orgId,
    input: {},
  } as const;
  return {
    ...{ id, orgId, actionId: `action-of-${id}`, agentId, connector: "depot", operation },
    ...{
      digest: "0".repeat(64),
      policySet: "2".repeat(64),
      cardDigest: "1".repeat(64),
      sealedAction: "sealed",
    },
    card: {
      ...card,
      request: "POST /crates/7",
      credentials: "depot",
      policies: ["movers"],
      undo: "move it back",
    },
    ...{ demands: [], channels: ["mail"], requestedAt: sampleTime, decideBy: sampleTime + 3_600_000 },
    ...changed,
  };
}

/** Somebody's approval a second after the request. */
export function sampleVote(approvalId: string, person: string): Vote {
  const said = { groups: [], authenticatedBy: "test", choice: "approve", reason: "as agreed" } as const;
  return { approvalId, person, ...said, at: sampleTime + 1_000 };
}

/** A write that was started. */
export function sampleAction(actionId: string): OpenAction {
  return {
    ...{ actionId, orgId: "org-a", agentId: "agent-001", connector: "depot", operation: "crates:move" },
    ...{ sealedAction: "sealed", host: "host", pid: 1, startedAt: sampleTime, endsBy: sampleTime + 60_000 },
  };
}
