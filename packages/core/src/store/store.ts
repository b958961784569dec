import type { Approval, ApprovalState, NewApproval, Vote } from "../approval/approval.ts";
import type { AuditDraft, AuditHead, AuditKind, AuditRecord, Outcome } from "../audit/record.ts";
import type { OperationId } from "../connector/operation.ts";
import type { Verdict } from "../policy/decision.ts";

/** An action that was started and has no outcome yet. */
export interface OpenAction {
  readonly actionId: string;
  readonly orgId: string;
  readonly agentId: string;
  readonly connector: string;
  readonly operation: OperationId;
  /** The action, encrypted. */
  readonly sealedAction: string;
  /** Where it runs: a host's name and a process id, to tell a dead process from a busy one. */
  readonly host: string;
  readonly pid: number;
  readonly startedAt: number;
  /** After this instant nobody is still at it, in milliseconds since the epoch. */
  readonly endsBy: number;
}

/** One step of a unit. Conditions that do not hold undo the whole unit. */
export type Change =
  | { readonly do: "append"; readonly draft: AuditDraft }
  | { readonly do: "request"; readonly approval: NewApproval }
  /** Holds if the request is pending, not past `decideBy`, of this version, and the person has not voted. */
  | { readonly do: "vote"; readonly vote: Vote; readonly version: number }
  /** Holds if the state is `from`, and `at` is within its time limit (past it, where `to` is expired). */
  | {
      readonly do: "transition";
      readonly approvalId: string;
      readonly from: ApprovalState;
      readonly to: ApprovalState;
      readonly at: number;
      /** With `to: "approved"`. */
      readonly executeBy?: number;
    }
  | { readonly do: "begin"; readonly action: OpenAction }
  /** Holds if the action is open. */
  | { readonly do: "end"; readonly actionId: string };

/** Which records to read; absent members do not restrict. */
export interface AuditQuery {
  readonly orgId: string;
  readonly afterSeq?: number;
  readonly since?: number;
  readonly until?: number;
  readonly kind?: AuditKind;
  readonly actionId?: string;
  readonly agentId?: string;
  readonly operation?: OperationId;
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
}

/** A stored line of the log, as `verify` needs it: the text that was hashed and the hash that was kept. */
export interface StoredRecord {
  readonly seq: number;
  readonly body: string;
  readonly hash: string;
  readonly record: AuditRecord;
}

/** Which requests to list; absent members do not restrict. */
export interface ApprovalQuery {
  readonly orgId?: string;
  readonly state?: ApprovalState;
}

/**
 * Where the pipeline keeps what must last. Many processes may share one store: whatever must be true of a state
 * is a condition of the change itself, checked in its transaction.
 */
export interface Store {
  /**
   * Applies all of a unit or nothing of it; durable when it resolves. Returns the appended records.
   * @throws StoreConflictError if a condition does not hold
   * @throws StoreUnavailableError if the store can't write (full, locked, read-only, damaged, gone)
   */
  commit(unit: readonly Change[]): Promise<readonly AuditRecord[]>;
  approval(id: string): Promise<Approval | undefined>;
  /** Oldest first. */
  approvals(query: ApprovalQuery): Promise<readonly Approval[]>;
  openActions(orgId?: string): Promise<readonly OpenAction[]>;
  auditHead(orgId: string): Promise<AuditHead>;
  /** In the order of the log. */
  audit(query: AuditQuery): AsyncIterable<StoredRecord>;
  /** The organisations that have a log. */
  orgs(): Promise<readonly string[]>;
  close(): Promise<void>;
}
