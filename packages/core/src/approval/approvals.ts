import { setTimeout as delay } from "node:timers/promises";
import type { AuditEntry, AuditLog } from "../audit/audit-log.ts";
import { ApprovalNotFoundError } from "../errors/approval-not-found-error.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import { VoteRefusedError } from "../errors/vote-refused-error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { ApprovalQuery, Change, Store } from "../store/store.ts";
import type { Approval, ApprovalState, NewApproval, Vote } from "./approval.ts";
import type { ApprovalChannel } from "./channel.ts";
import { mayDecide, type Principal, tally } from "./tally.ts";

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
export interface ApprovalsOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly limits?: ApprovalLimits;
  readonly channels?: readonly ApprovalChannel[];
}

const pollMs = 200;

/** Requests for approval: asked by the pipeline, decided by people, used once. */
export class Approvals {
  readonly #store: Store;
  readonly #audit: AuditLog;
  readonly #clock: Clock;
  readonly #channels: readonly ApprovalChannel[];
  readonly limits: ApprovalLimits;

  constructor({ store, audit, clock, limits = defaultApprovalLimits, channels = [] }: ApprovalsOptions) {
    this.#store = store;
    this.#audit = audit;
    this.#clock = clock;
    this.#channels = channels;
    this.limits = limits;
  }

  /** Stores a request together with its record, then tells the channels. */
  async request(approval: NewApproval): Promise<Approval> {
    await this.#store.commit([{ do: "request", approval }, this.#record(approval, "pending", { cardDigest: approval.cardDigest })]);
    const stored = await this.get(approval.id);
    for (const name of approval.channels.length > 0 ? approval.channels : ["*"]) {
      const channel = this.#channels.find((candidate) => candidate.name === name) ?? this.#channels.find(({ name }) => name === "*");
      // A channel that is down leaves the request pending in the store, where people can still find it.
      channel?.announce(stored).catch(() => undefined);
    }
    return stored;
  }

  /**
   * Counts one person's word. One denial ends the request; the last approval that its demands need approves it.
   * @throws ApprovalNotFoundError if there is no such request
   * @throws VoteRefusedError if the person is barred, not among the approvers, has voted, or the time is over
   */
  async vote(id: string, person: Principal, choice: Vote["choice"], reason: string): Promise<Approval> {
    for (;;) {
      const approval = await this.get(id);
      const refusal = this.#refusal(approval, person);
      if (refusal !== undefined) {
        await this.#store.commit([this.#voteRecord(approval, person, { choice, refused: refusal })]);
        throw new VoteRefusedError(id, person.id, refusal, { actionId: approval.actionId });
      }
      const at = this.#clock.now();
      const vote: Vote = {
        approvalId: id,
        person: person.id,
        groups: person.groups,
        authenticatedBy: person.authenticatedBy,
        choice,
        reason,
        at,
      };
      const result = tally(approval.demands, [...approval.votes, vote]);
      const unit: Change[] = [
        { do: "vote", vote, version: approval.version },
        this.#voteRecord(approval, person, { choice, reason }),
      ];
      if (result !== "open") {
        const executeBy = at + this.limits.executeMs;
        unit.push(
          { do: "transition", approvalId: id, from: "pending", to: result, at, ...(result === "approved" && { executeBy }) },
          this.#record(approval, result),
        );
      }
      try {
        await this.#store.commit(unit);
        return await this.get(id);
      } catch (error) {
        // Somebody voted meanwhile, or the time ran out: look again and say what holds now.
        if (!(error instanceof StoreConflictError)) throw error;
        if (this.#clock.now() < approval.changedAt) {
          throw new VoteRefusedError(id, person.id, "the clock was moved back", { actionId: approval.actionId, cause: error });
        }
      }
    }
  }

  /** @throws ApprovalNotFoundError if there is no such request */
  async get(id: string): Promise<Approval> {
    const approval = await this.#store.approval(id);
    if (approval === undefined) throw new ApprovalNotFoundError(id);
    return this.#expire(approval);
  }

  /** Oldest first. */
  async list(query: ApprovalQuery): Promise<readonly Approval[]> {
    const found = await Promise.all((await this.#store.approvals(query)).map((approval) => this.#expire(approval)));
    return query.state === undefined ? found : found.filter(({ state }) => state === query.state);
  }

  /** Waits until the request is decided, at most `waitMs`, and gives it as it then is. */
  async wait(id: string, waitMs: number, signal?: AbortSignal): Promise<Approval> {
    const until = this.#clock.now() + waitMs;
    for (;;) {
      const approval = await this.get(id);
      const left = until - this.#clock.now();
      if (approval.state !== "pending" || left <= 0) return approval;
      await delay(Math.min(pollMs, left), undefined, signal && { signal });
    }
  }

  /** Records what became of a request; a step for units that change its state. */
  record(approval: NewApproval, state: ApprovalState): Change {
    return this.#record(approval, state);
  }

  /** A time limit that has passed is written down by whoever sees it first. */
  async #expire(approval: Approval): Promise<Approval> {
    const limit = approval.state === "pending" ? approval.decideBy : approval.state === "approved" ? approval.executeBy : undefined;
    const at = this.#clock.now();
    if (limit === undefined || at < limit) return approval;
    try {
      await this.#store.commit([
        { do: "transition", approvalId: approval.id, from: approval.state, to: "expired", at },
        this.#record(approval, "expired"),
      ]);
    } catch (error) {
      if (!(error instanceof StoreConflictError)) throw error;
    }
    return (await this.#store.approval(approval.id)) ?? approval;
  }

  #refusal(approval: Approval, person: Principal): string | undefined {
    if (approval.state !== "pending") return `the request is ${approval.state}`;
    if (person.id === approval.agentId) return "an agent can't approve its own action";
    if (person.id === approval.agentOwner) return "the agent's owner can't approve its actions";
    if (approval.votes.some((vote) => vote.person === person.id)) return "this person has voted before";
    if (!approval.demands.some((demand) => mayDecide(demand, person))) return "this person is not among the approvers";
    return undefined;
  }

  #record(approval: NewApproval, state: ApprovalState, more: AuditEntry["details"] = {}): Change {
    return this.#audit.step({
      ...subject(approval),
      kind: "approval",
      details: { approvalId: approval.id, state, digest: approval.digest, ...more },
    });
  }

  #voteRecord(approval: Approval, person: Principal, details: AuditEntry["details"]): Change {
    const { id, authenticatedBy } = person;
    return this.#audit.step({
      ...subject(approval),
      kind: "vote",
      details: { approvalId: approval.id, person: id, authenticatedBy, ...details },
    });
  }
}

function subject(approval: NewApproval): Pick<AuditEntry, "orgId" | "actionId" | "agentId" | "connector" | "operation" | "risk"> {
  const { orgId, actionId, agentId, connector, operation } = approval;
  return { orgId, actionId, agentId, connector, operation, risk: approval.card.risk };
}
