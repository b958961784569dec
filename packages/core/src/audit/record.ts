import type { OperationId, Risk } from "../connector/operation.ts";
import type { Verdict } from "../policy/decision.ts";
import { canonicalJson, sha256 } from "./canonical.ts";

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What a record is about.
 * - `decision`: policy decided on an action, denials and refused inputs among them
 * - `approval`: a request for approval came to be or changed its state
 * - `announcement`: people were told of a request, or could not be
 * - `vote`: a person approved or denied
 * - `intent`: the action is about to be carried out; of a read that nobody was asked about, the decision says it
 * - `vault`: a credential path was read for the action (never what it held)
 * - `attempt`: one request of the action went over the wire; the last one stands in the outcome
 * - `outcome`: how the action ended, as far as is known
 * - `settlement`: an unknown outcome was settled
 * - `policy`: a policy set came into force, was rejected, or kept a runtime from opening
 */
export type AuditKind =
  | "decision"
  | "approval"
  | "announcement"
  | "vote"
  | "intent"
  | "vault"
  | "attempt"
  | "outcome"
  | "settlement"
  | "policy";

/** How an action ended. `unknown`: the API may have carried it out. */
export type Outcome = "success" | "failure" | "not_sent" | "unknown";

/** A record before it is given its place in the log. Its details hold no secret. */
export interface AuditDraft {
  readonly kind: AuditKind;
  readonly orgId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly actionId?: string;
  readonly agentId?: string;
  readonly connector?: string;
  readonly operation?: OperationId;
  /** The effective risk. */
  readonly risk?: Risk;
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
  /** The rest, by kind; JSON values. */
  readonly details: { readonly [key: string]: unknown };
}

/** A draft but for its details. */
export type BareDraft = Omit<AuditDraft, "details">;

/** A record of the log: numbered without gaps, and chained to the one before it. */
export interface AuditRecord extends Omit<AuditDraft, "at"> {
  /** From 1, dense within an organisation. */
  readonly seq: number;
  /** RFC 3339, UTC, with milliseconds. */
  readonly time: string;
  /** The hash of the record before, 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 over the canonical JSON of all other members. */
  readonly hash: string;
}

/** The end of a log: where the next record is chained to. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head of a log that has no record yet. */
export const genesis: AuditHead = { seq: 0, hash: "0".repeat(64) };

/** A record as it is stored: the canonical text that is hashed, and its hash. */
export interface SealedRecord {
  readonly record: AuditRecord;
  /** The canonical JSON of the record without its hash. */
  readonly body: string;
}

/** What is kept of a record beside its text, to be searched by. */
export interface AuditIndex {
  readonly orgId: string;
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: string;
  readonly actionId: string | null;
  readonly agentId: string | null;
  readonly operation: string | null;
  readonly verdict: string | null;
  readonly outcome: string | null;
}

/** What a record is to be found by. */
export function indexOf({ time, ...record }: Omit<AuditRecord, "hash">): AuditIndex {
  return indexOfDraft({ ...record, at: Date.parse(time) }, record.seq);
}

/** What a draft is to be found by, once it has its number. */
export function indexOfDraft(draft: BareDraft, seq: number): AuditIndex {
  const { orgId, at, kind, actionId, agentId, operation, verdict, outcome } = draft;
  return {
    ...{ orgId, seq, at, kind, actionId: actionId ?? null, agentId: agentId ?? null },
    ...{ operation: operation ?? null, verdict: verdict ?? null, outcome: outcome ?? null },
  };
}

/** Gives a draft its place behind `head`. @throws TypeError if it has no JSON form */
export function seal(draft: AuditDraft, head: AuditHead): SealedRecord {
  const { at, ...rest } = draft;
  const body = bodyOf(draft, canonicalJson(draft.details), head);
  const place = { seq: head.seq + 1, time: timeOf(at), previous: head.hash };
  return { record: { ...rest, ...place, hash: sha256(body) }, body };
}

/**
 * The text of a draft behind `head` that is hashed: {@link canonicalJson} of the record without its hash, the members in
 * the order that RFC 8785 gives them.
 * @param details in that form already
 * @throws TypeError if it has no JSON form
 */
export function bodyOf(draft: BareDraft, details: string, { seq, hash }: AuditHead): string {
  const { actionId, agentId, connector, kind, operation, orgId, outcome, risk, verdict } = draft;
  let text = `{${member("actionId", actionId)}${member("agentId", agentId)}${member("connector", connector)}`;
  text += `"details":${details},${member("kind", kind)}${member("operation", operation)}`;
  text += `${member("orgId", orgId)}${member("outcome", outcome)}"previous":"${hash}",${member("risk", risk)}`;
  text += `"seq":${seq + 1},"time":"${timeOf(draft.at)}"`;
  return verdict === undefined ? `${text}}` : `${text},"verdict":${textual(verdict)}}`;
}

function member(name: string, value: string | undefined): string {
  return value === undefined ? "" : `"${name}":${textual(value)},`;
}

/** Most texts stand in JSON as they are. */
function textual(value: string): string {
  return /^[\w .:-]*$/.test(value) ? `"${value}"` : canonicalJson(value);
}

let last = { at: Number.NaN, time: "" };

/** Records come many a millisecond. */
function timeOf(at: number): string {
  if (last.at !== at) last = { at, time: new Date(at).toISOString() };
  return last.time;
}
