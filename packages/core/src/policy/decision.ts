import type { OperationId, Risk } from "../connector/operation.ts";

/** What a policy decision point is asked: may this agent do this, at this risk, at this instant? */
export interface AccessRequest {
  readonly connector: string;
  readonly agentId: string;
  readonly operation: OperationId;
  /** The effective risk of this very call, at least that of the catalog. */
  readonly risk: Risk;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** `allow` goes on, `escalate` waits for people, `deny` ends the action. */
export type Verdict = "allow" | "escalate" | "deny";

/** How an allowed action is approved: not at all, by the policy itself, or by a person ("human in the loop"). */
export type ApprovalMode = "none" | "auto" | "hitl";

/** Why an action was denied. */
export type DenyReason =
  /** A policy's `deny` names the operation. */
  | "denied_by_policy"
  /** No policy grants it to this agent at this risk now. */
  | "no_grant"
  | "unknown_operation"
  | "invalid_input"
  /** A person would have to approve it, and nobody is asked for a read that only serves another action. */
  | "needs_approval"
  /** The evaluator failed; failing is never permission. */
  | "evaluator_failed";

/** Who must approve, as one granting policy demands it. Each demand must be met. */
export interface ApprovalDemand {
  readonly policy: string;
  /** People and `group:NAME`; absent: any person who is not barred. */
  readonly approvers?: readonly string[];
  /** Distinct people that must approve. */
  readonly quorum: number;
}

/** The answer of a policy decision point: data, never a throw. */
export interface Decision {
  readonly verdict: Verdict;
  /** Present where the verdict is `deny`. */
  readonly reason?: DenyReason;
  /** Present where the verdict is not `deny`. */
  readonly approval?: ApprovalMode;
  /** The policies that granted, or, where denied by policy, those that denied; sorted by name. */
  readonly policies: readonly string[];
  /** Where a request for approval is announced; empty unless the verdict is `escalate`. */
  readonly channels: readonly string[];
  /** Empty unless the verdict is `escalate`. */
  readonly demands: readonly ApprovalDemand[];
  /** The hash of the policy set that decided. */
  readonly policySet: string;
}

/** What one policy had to say, for `explain`. */
export interface PolicyOpinion {
  readonly policy: string;
  readonly effect: "grant" | "deny" | "abstain";
  /** Why, in a stable word. Of several reasons to abstain the first in this order counts. */
  readonly because:
    | "granted"
    | "denied"
    | "other_connector"
    | "operation_not_granted"
    | "other_agent"
    | "above_risk_max"
    | "expired"
    /** A lock withholds it: it came under the glob after the policies were locked. */
    | "held";
  /** The glob that matched, where one did. */
  readonly pattern?: string;
  /** The approval that this policy asks for, where it grants. */
  readonly approval?: ApprovalMode;
  /** The grant's terms with every default applied, where a glob of the grant matched. */
  readonly grant?: {
    readonly riskMax: Risk;
    readonly approval: Readonly<Record<Risk, ApprovalMode>>;
    /** Milliseconds since the epoch. */
    readonly expires?: number;
  };
  readonly file: string;
  readonly line: number;
}

/** A decision with its whole trace; near misses are the opinions that abstain although the operation matched. */
export interface Explanation {
  /** At its effective risk: never below that of the catalog. */
  readonly request: AccessRequest;
  readonly decision: Decision;
  readonly opinions: readonly PolicyOpinion[];
}

/** Decides on actions. Implementations are prepared at load: deciding is a look-up. */
export interface PolicyDecisionPoint {
  decide(request: AccessRequest): Decision;
  explain(request: AccessRequest): Explanation;
  /** SHA-256 (hex) over the canonical form of the loaded set; part of what an approval is bound to. */
  readonly hash: string;
}
