import type { Json } from "../audit/record.ts";
import type { OperationId, Risk } from "../connector/operation.ts";
import type { ApprovalDemand } from "../policy/decision.ts";

/** pending -> approved | denied | expired; approved -> consumed | expired. The rest are ends. */
export type ApprovalState = "pending" | "approved" | "denied" | "expired" | "consumed";

/** What an approver is shown, rendered from the very action that the approval is bound to. */
export interface ApprovalCard {
  readonly operation: OperationId;
  readonly title: string;
  readonly summary: string;
  readonly risk: Risk;
  readonly riskRaised?: string;
  readonly agentId: string;
  readonly orgId: string;
  /** The target by name and its present state, where the operation has a preview. */
  readonly target?: {
    readonly name: string;
    readonly state: { readonly [field: string]: Json };
    /** Fields that have a value now and are gone afterwards, because the arguments replace the whole that they belong to. */
    readonly erases?: readonly string[];
  };
  /** Why there is no `target` although the operation has a preview. */
  readonly targetUnavailable?: string;
  /** The arguments, secrets redacted. */
  readonly input: Json;
  /** The method and the path that will be sent. */
  readonly request: string;
  /** The vault path whose credentials will be used: they decide which org of the API it changes. */
  readonly credentials: string;
  /** The policies that ask for a person. */
  readonly policies: readonly string[];
  readonly undo: string;
}

/** A request for approval, bound by `digest` to one action and to nothing else. */
export interface Approval {
  readonly id: string;
  readonly orgId: string;
  readonly actionId: string;
  readonly agentId: string;
  /** Who is answerable for the agent; barred from approving, as the agent is. */
  readonly agentOwner?: string;
  /** The person who had the agent do it; barred too. */
  readonly requestedBy?: string;
  readonly connector: string;
  readonly operation: OperationId;
  readonly state: ApprovalState;
  /** Grows with every vote and change of state. */
  readonly version: number;
  /** SHA-256 (hex) of the action that is to be approved. */
  readonly digest: string;
  /** The hash of the policy set that asked; part of what `digest` covers. */
  readonly policySet: string;
  readonly card: ApprovalCard;
  /** SHA-256 (hex) of the card as it is shown. */
  readonly cardDigest: string;
  readonly demands: readonly ApprovalDemand[];
  readonly channels: readonly string[];
  /** The action, encrypted: it may hold secrets that the log must not. */
  readonly sealedAction: string;
  /** All times are milliseconds since the epoch. */
  readonly requestedAt: number;
  /** Until when people may decide. */
  readonly decideBy: number;
  /** Until when the approved action may start; set by the approval. */
  readonly executeBy?: number;
  readonly changedAt: number;
  readonly votes: readonly Vote[];
}

/** One person's word on one request. */
export interface Vote {
  readonly approvalId: string;
  /** The authenticated identity, such as `alice@acme.com`. */
  readonly person: string;
  readonly groups: readonly string[];
  /** How the identity was proven, such as `os` or `oidc`. */
  readonly authenticatedBy: string;
  readonly choice: "approve" | "deny";
  readonly reason: string;
  readonly at: number;
  /** Of the vote that approved the request, its {@link Approval.executeBy}. */
  readonly executeBy?: number;
  /** Proves that it was counted by a holder of the runtime's key, on the very request; without it a stored vote is none. */
  readonly seal?: string;
}

/** A new request: everything but what the store keeps itself. */
export type NewApproval = Omit<Approval, "state" | "version" | "changedAt" | "votes" | "executeBy">;
