import type { Approval, ApprovalState, NewApproval, Vote } from "../approval/approval.ts";
import type { Checkpoint } from "../audit/checkpoint.ts";
import type { AuditDraft, AuditHead, AuditIndex, AuditKind, AuditRecord, Outcome } from "../audit/record.ts";
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
  /** Since when it is known that its outcome is not; absent while somebody is at it. */
  readonly unknownSince?: number;
}

/** What is to be told to one channel about one request, and how far that is. */
export interface Announcement {
  readonly approvalId: string;
  readonly channel: string;
  /** `failed`: nobody could be told while the request stood; `moot`: it was decided before anybody was. */
  readonly state: "waiting" | "sent" | "failed" | "moot";
  /** How often it was claimed; the number of the latest claim. */
  readonly attempts: number;
  /** Before this instant nobody claims it: an attempt is under way, or the next one is to wait. */
  readonly nextAt: number;
  /** When it is given up. */
  readonly decideBy: number;
}

/** One step of a unit. Conditions that do not hold undo the whole unit. */
export type Change =
  | { readonly do: "append"; readonly draft: AuditDraft }
  /** Holds if the log has this very record; one that this key signed before stays. */
  | { readonly do: "checkpoint"; readonly checkpoint: Checkpoint }
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
  /** Holds if it is approved: another request takes its place, and it expires before its time. */
  | { readonly do: "supersede"; readonly approvalId: string; readonly at: number }
  | {
      readonly do: "announce";
      readonly approvalId: string;
      readonly channel: string;
      readonly at: number;
      readonly decideBy: number;
    }
  /** Holds if the announcement waits, is due at `at`, and `attempt` is the next: of many callers one gets it, until `until`. */
  | {
      readonly do: "claim";
      readonly approvalId: string;
      readonly channel: string;
      readonly attempt: number;
      readonly at: number;
      readonly until: number;
    }
  /** Holds if the announcement waits and nobody claimed it since. */
  | {
      readonly do: "announced";
      readonly approvalId: string;
      readonly channel: string;
      readonly attempt: number;
      readonly state: Announcement["state"];
      readonly nextAt: number;
    }
  | { readonly do: "begin"; readonly action: OpenAction }
  /** Holds if the action is open and was not in doubt before. */
  | { readonly do: "doubt"; readonly actionId: string; readonly at: number }
  /** Holds if the action is open. */
  | { readonly do: "end"; readonly actionId: string };

/** Which records to read; absent members do not restrict. */
export interface AuditQuery {
  readonly orgId: string;
  readonly afterSeq?: number;
  /** From this instant on, in milliseconds since the epoch. */
  readonly since?: number;
  /** Before this instant. */
  readonly until?: number;
  readonly kind?: AuditKind;
  readonly actionId?: string;
  readonly agentId?: string;
  readonly operation?: OperationId;
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
}

/** A stored line of the log as it is, whether or not it is what was written: `verify` finds that out. */
export interface StoredRecord {
  /** What it is found by. */
  readonly index: AuditIndex;
  /** The text that was hashed. */
  readonly body: string;
  readonly hash: string;
  /**
   * The record that the text says, read when it is asked for.
   * @throws StoreUnavailableError if the text is no record
   */
  readonly record: AuditRecord;
}

/** Which requests to list; absent members do not restrict. */
export interface ApprovalQuery {
  readonly orgId?: string;
  readonly state?: ApprovalState;
  /** Those whose state a time limit ends by this instant. */
  readonly dueAt?: number;
}

/** Which announcements to list; absent members do not restrict. */
export interface AnnouncementQuery {
  readonly approvalId?: string;
  /** Those that wait and may be claimed at this instant. */
  readonly dueAt?: number;
}

/**
 * Where the pipeline keeps what must last. Many processes may share one store: whatever must be true of a state
 * is a condition of the change itself, checked in its transaction.
 *
 * Time limits are such conditions, and they are as good as the clock that they go by. `at` and `dueAt` are the caller's time.
 * A store whose callers all run on one host may take them for the time, for they have one clock. A store that hosts share must
 * not, for a host whose clock is slow would decide on what is over, and one whose clock is fast would end what is not: it
 * reads one clock of its own within the transaction, goes by that wherever a change "holds", and keeps it as the time of the
 * change. Times that a record, a vote and an announcement hold are their caller's in any case.
 */
export interface Store {
  /**
   * Applies all of a unit or nothing of it; durable when it resolves.
   * @throws StoreConflictError if a condition does not hold
   * @throws StoreUnavailableError if the store can't write (full, locked, read-only, damaged, gone, closed)
   * @throws TypeError if what is to be kept has no JSON form
   */
  commit(unit: readonly Change[]): Promise<void>;
  approval(id: string): Promise<Approval | undefined>;
  /** Oldest first. */
  approvals(query: ApprovalQuery): Promise<readonly Approval[]>;
  announcements(query: AnnouncementQuery): Promise<readonly Announcement[]>;
  openActions(orgId?: string): Promise<readonly OpenAction[]>;
  /** One action that has no outcome yet; undefined where it is not open (any more). */
  openAction(actionId: string): Promise<OpenAction | undefined>;
  auditHead(orgId: string): Promise<AuditHead>;
  /** In the order of the log, as far as it went when the reading began. */
  audit(query: AuditQuery): AsyncIterable<StoredRecord>;
  /** The checkpoints that are kept beside a log, in its order. */
  checkpoints(orgId: string): AsyncIterable<Checkpoint>;
  /** The organisations that have a log. */
  orgs(): Promise<readonly string[]>;
  /** Ends it once what was handed to `commit` before is settled; whatever is asked of it later is refused. */
  close(): Promise<void>;
}
