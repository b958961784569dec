import type { AuditEntry } from "../audit/audit-log.ts";
import type { Approval, ApprovalState, NewApproval } from "./approval.ts";

type Details = AuditEntry["details"];

/** A request came to be, or changed its state. */
export function approvalEntry(approval: NewApproval, state: ApprovalState, more: Details = {}): AuditEntry {
  const { id, digest } = approval;
  return { ...subject(approval), kind: "approval", details: { approvalId: id, state, digest, ...more } };
}

/** A person decided on what the card of this digest showed, or tried to. */
export function voteEntry(approval: Approval, details: Details): AuditEntry {
  const { id, cardDigest } = approval;
  return { ...subject(approval), kind: "vote", details: { approvalId: id, cardDigest, ...details } };
}

/** A channel was told of a request, or could not be. */
export function announcementEntry(approval: Approval, details: Details): AuditEntry {
  return { ...subject(approval), kind: "announcement", details: { approvalId: approval.id, ...details } };
}

function subject(approval: NewApproval): Omit<AuditEntry, "kind" | "details"> {
  const { orgId, actionId, agentId, connector, operation, card } = approval;
  return { orgId, actionId, agentId, connector, operation, risk: card.risk };
}
