import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../connector/clean-error.ts";
import { ApprovalAlteredError } from "../errors/approval-altered-error.ts";
import { ApprovalNotFoundError } from "../errors/approval-not-found-error.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import { VoteRefusedError } from "../errors/vote-refused-error.ts";
import type { ApprovalQuery, Change } from "../store/store.ts";
import type { Approval, NewApproval, Vote } from "./approval.ts";
import { boundAction, sealVote } from "./binding.ts";
import { expireIfDue, type ExpiryParts } from "./expiry.ts";
import type { Outbox } from "./outbox.ts";
import { barred, mayDecide, type Principal, principalFault, samePerson } from "./principal.ts";
import { approvalEntry, voteEntry } from "./records.ts";
import type { Sealer } from "./sealer.ts";
import { tally } from "./tally.ts";

/** How long people may take, in milliseconds. */
export interface ApprovalLimits {
  /** From the request to the decision. */
  readonly decideMs: number;
  /** From the approval to the start of the action. */
  readonly executeMs: number;
}

/** An hour to decide, ten minutes to start. */
export const defaultApprovalLimits: ApprovalLimits = { decideMs: 3_600_000, executeMs: 600_000 };

/** What the approvals room stands on. */
export interface ApprovalsOptions extends ExpiryParts {
  readonly outbox: Outbox;
  /** Opens what a request is bound to, so that none that was altered is shown or decided on. */
  readonly sealer: Sealer;
  readonly limits?: ApprovalLimits;
}

const pollMs = 200;
const longestReason = 2_000;

/** Requests for approval: asked by the pipeline, decided by people, used once. */
export class Approvals {
  readonly #parts: ExpiryParts;
  readonly #outbox: Outbox;
  readonly #sealer: Sealer;
  readonly limits: ApprovalLimits;

  /** @throws RangeError if a limit is no whole number of milliseconds above 0 */
  constructor({ outbox, sealer, limits = defaultApprovalLimits, ...parts }: ApprovalsOptions) {
    for (const [name, ms] of Object.entries(limits)) {
      if (!Number.isSafeInteger(ms) || ms <= 0)
        throw new RangeError(`${name} is ${ms}: use whole milliseconds above 0`);
    }
    this.#parts = parts;
    this.#outbox = outbox;
    this.#sealer = sealer;
    this.limits = limits;
  }

  /**
   * Stores a request, its record and its announcements in one transaction, then has the channels told.
   * @param instead an approval of the same action that no longer holds, and is of no use from then on
   * @throws StoreConflictError if `instead` is no longer approved
   */
  async request(approval: NewApproval, instead?: Approval): Promise<Approval> {
    const { store, audit } = this.#parts;
    const { id, cardDigest, agentOwner, requestedBy, requestedAt: at } = approval;
    const barring = {
      ...(agentOwner !== undefined && { agentOwner }),
      ...(requestedBy !== undefined && { requestedBy }),
    };
    await store.commit([
      ...(instead ? ([{ do: "supersede", approvalId: instead.id, at }] as const) : []),
      ...(instead ? [audit.step(approvalEntry(instead, "expired", { supersededBy: id }))] : []),
      { do: "request", approval },
      audit.step(approvalEntry(approval, "pending", { cardDigest, ...barring })),
      ...this.#outbox.steps(approval),
    ]);
    this.#outbox.nudge();
    return this.get(id);
  }

  /**
   * Counts one person's word. One denial ends the request; the last approval that its demands need approves it.
   * @param reason why, in the person's own words; at most 2,000 characters
   * @throws ApprovalNotFoundError if there is no such request
   * @throws ApprovalAlteredError if it is not the one that was asked
   * @throws VoteRefusedError if nobody was authenticated, the reply is malformed, the person is barred, not among the
   * approvers or has voted, the time is over, or the clock was moved back
   */
  async vote(id: string, person: Principal, choice: Vote["choice"], reason: string): Promise<Approval> {
    for (;;) {
      const approval = await this.get(id);
      const refusal = principalFault(person) ?? replyFault(choice, reason) ?? refusalOf(approval, person);
      if (refusal !== undefined) throw await this.#refused(approval, person, choice, refusal);
      try {
        await this.#parts.store.commit(this.#count(approval, person, choice, reason.trim()));
        return await this.get(id);
      } catch (error) {
        // Somebody voted meanwhile, or the time ran out: look again and say what holds now.
        if (!(error instanceof StoreConflictError)) throw error;
        if (this.#parts.clock.now() < approval.changedAt) {
          throw await this.#refused(approval, person, choice, "the clock was moved back");
        }
      }
    }
  }

  /**
   * A request as it is now: a time limit that has passed counts.
   * @throws ApprovalNotFoundError if there is no such request
   * @throws ApprovalAlteredError if it is not the one that was asked
   */
  async get(id: string): Promise<Approval> {
    const approval = await this.#parts.store.approval(id);
    if (approval === undefined) throw new ApprovalNotFoundError(id);
    return this.#current(approval);
  }

  /**
   * Oldest first.
   * @param onAltered told of each request that is not the one that was asked; the list is of the others then
   * @throws ApprovalAlteredError if there is one, and nobody to be told of it
   */
  async list(
    query: ApprovalQuery,
    onAltered?: (error: ApprovalAlteredError) => void,
  ): Promise<readonly Approval[]> {
    const stored = await this.#parts.store.approvals(query);
    const current = stored.map((approval) =>
      this.#current(approval).catch((error: unknown) => {
        if (!onAltered || !(error instanceof ApprovalAlteredError)) throw error;
        onAltered(error);
        return undefined;
      }),
    );
    const found = (await Promise.all(current)).filter((approval) => approval !== undefined);
    return query.state === undefined ? found : found.filter(({ state }) => state === query.state);
  }

  /** Waits until the request is decided, at most `waitMs` or until aborted, and gives it as it then is. */
  async wait(id: string, waitMs: number, signal?: AbortSignal): Promise<Approval> {
    // Not the clock that can be set: moving it back would make the wait endless.
    const until = performance.now() + (waitMs > 0 ? waitMs : 0);
    for (;;) {
      const approval = await this.get(id);
      const left = until - performance.now();
      if (approval.state !== "pending" || left <= 0 || signal?.aborted) return approval;
      await delay(Math.min(pollMs, left), undefined, signal && { signal }).catch(() => undefined);
    }
  }

  #count(approval: Approval, person: Principal, choice: Vote["choice"], reason: string): Change[] {
    const { audit, clock } = this.#parts;
    const at = clock.now();
    const { id: approvalId, version, demands } = approval;
    const { id, groups, authenticatedBy } = person;
    const given: Vote = { approvalId, person: id, groups, authenticatedBy, choice, reason, at };
    const result = tally(demands, [...approval.votes, given]);
    const executeBy = result === "approved" ? { executeBy: at + this.limits.executeMs } : {};
    const vote = sealVote({ ...given, ...executeBy }, approval, this.#sealer);
    const counted: Change[] = [
      { do: "vote", vote, version },
      audit.step(voteEntry(approval, { person: id, groups, authenticatedBy, choice, reason })),
    ];
    if (result === "open") return counted;
    return [
      ...counted,
      { do: "transition", approvalId, from: "pending", to: result, at, ...executeBy },
      audit.step(approvalEntry(approval, result)),
    ];
  }

  async #refused(
    approval: Approval,
    person: Principal,
    choice: unknown,
    refused: string,
  ): Promise<VoteRefusedError> {
    const name = said(person?.id);
    const details = {
      person: name,
      authenticatedBy: said(person?.authenticatedBy),
      choice: said(choice),
      refused,
    };
    await this.#parts.audit.append(voteEntry(approval, details));
    return new VoteRefusedError(approval.id, name, refused, { actionId: approval.actionId });
  }

  /** Nobody is shown, and nobody decides on, another card than the one that was rendered, or another request than was made. */
  async #current(approval: Approval): Promise<Approval> {
    // Its time first: an altered request, too, is over when that is, and in nobody's way any more.
    const current = await expireIfDue(approval, this.#parts);
    if (current.state === "pending" || current.state === "approved") boundAction(current, this.#sealer);
    return current;
  }
}

function replyFault(choice: unknown, reason: unknown): string | undefined {
  if (choice !== "approve" && choice !== "deny") return "the choice is neither approve nor deny";
  if (typeof reason !== "string" || reason.trim() === "") return "it has no reason";
  if (reason.length > longestReason) return `its reason is longer than ${longestReason} characters`;
  return reason.isWellFormed() ? undefined : "its reason is no well-formed text";
}

function refusalOf(approval: Approval, person: Principal): string | undefined {
  if (approval.state !== "pending") return `the request is ${approval.state}`;
  const bar = barred(approval, person);
  if (bar !== undefined) return bar;
  if (approval.votes.some((vote) => samePerson(vote.person, person.id)))
    return "this person has voted before";
  if (!approval.demands.some((demand) => mayDecide(demand, person)))
    return "this person is not among the approvers";
  return undefined;
}

/** What a malformed reply held, fit for the record: cut before it is mended, for a cut may halve a character. */
function said(value: unknown): string {
  return messageOf(value).slice(0, 200).toWellFormed();
}
