import type { AuditEntry } from "../audit/audit-log.ts";
import { ApprovalAlteredError } from "../errors/approval-altered-error.ts";
import { ArxError } from "../errors/arx-error.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import type { Announcement, Change } from "../store/store.ts";
import type { AnnouncedApproval, ApprovalChannel, Delivery } from "./channel.ts";
import type { Approval, NewApproval } from "./approval.ts";
import { boundAction } from "./binding.ts";
import { expireIfDue, type ExpiryParts } from "./expiry.ts";
import { announcementEntry } from "./records.ts";
import type { Sealer } from "./sealer.ts";

/** What the outbox stands on. */
export interface OutboxOptions extends ExpiryParts {
  readonly channels: readonly ApprovalChannel[];
  /** Opens what a request is bound to, so that none that was altered is announced. */
  readonly sealer: Sealer;
  /** As {@link Delivery.person}. */
  readonly person: Delivery["person"];
}

/** The channel of requests that name none. */
const everywhere = "*";
const pollMs = 1_000;
/** How long one attempt may take. */
const attemptMs = 30_000;
/** How long nobody else tries: longer than an attempt and the record of its end. */
const leaseMs = attemptMs + 15_000;
/** How long a runtime that is closed waits for what is being told. */
const closingMs = 3_000;

/**
 * Tells channels of requests. What is to be told is stored with the request, so it survives the process that asked; of
 * the processes that have the channel one tells it, and again until it worked or the request's time is over. It also
 * writes down the time limits that pass while it runs.
 */
export class Outbox {
  readonly #parts: ExpiryParts;
  readonly #person: Delivery["person"];
  readonly #sealer: Sealer;
  readonly #channels = new Map<string, ApprovalChannel>();
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** Requests that were announced from here, and the channels that want to know when they are settled. */
  readonly #told = new Map<string, Set<ApprovalChannel>>();
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  #again = false;
  #closed = false;

  /** @throws RangeError if two channels have one name */
  constructor({ channels, person, sealer, ...parts }: OutboxOptions) {
    this.#parts = parts;
    this.#person = person;
    this.#sealer = sealer;
    for (const channel of channels) {
      if (this.#channels.has(channel.name)) throw new RangeError(`two channels are named ${channel.name}`);
      this.#channels.set(channel.name, channel);
    }
  }

  /** Looks for announcements from now on, those that other processes left too. */
  start(): void {
    this.#timer ??= setInterval(() => this.nudge(), pollMs).unref();
    this.nudge();
  }

  /** What is to be stored together with a request: one announcement a channel. */
  steps({ id: approvalId, channels, requestedAt: at, decideBy }: NewApproval): Change[] {
    const names = new Set(channels);
    if (names.size === 0 || this.#channels.has(everywhere)) names.add(everywhere);
    return [...names].map((channel) => ({ do: "announce", approvalId, channel, at, decideBy }));
  }

  /** Looks now. One look is under way at a time; a nudge during one asks for another. */
  nudge(): void {
    if (this.#closed) return;
    if (this.#pass !== undefined) {
      this.#again = true;
      return;
    }
    this.#begin();
  }

  #begin(): void {
    this.#again = false;
    // A store that can't be read now is read again at the next tick; the announcements stay in it.
    this.#pass = this.#look()
      .catch(() => undefined)
      .finally(() => {
        this.#pass = undefined;
        if (this.#again && !this.#stopping.signal.aborted) this.#begin();
      });
  }

  /**
   * Gives what is under way a moment to end: a process that asks and closes at once may be the only one that has the
   * channel. What is not told by then is left to other processes and later ones.
   */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    const over = setTimeout(() => this.#stopping.abort(new Error("the runtime was closed")), closingMs);
    while (this.#pass !== undefined) await this.#pass;
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    clearTimeout(over);
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#parts;
    for (const approval of await store.approvals({ dueAt: clock.now() }))
      await expireIfDue(approval, this.#parts);
    for (const announcement of await store.announcements({ dueAt: clock.now() }))
      this.#track(this.#take(announcement));
    for (const [id, channels] of this.#told) {
      const approval = await store.approval(id);
      if (!approval || approval.state === "pending") continue;
      this.#told.delete(id);
      for (const channel of channels)
        this.#track(this.#bounded(async () => channel.settled?.(announced(approval))));
    }
  }

  #track(work: Promise<void>): void {
    // Failures were recorded where they matter; a settled notice is a courtesy.
    const tracked = work.catch(() => undefined).finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  async #take(announcement: Announcement): Promise<void> {
    const { store, clock } = this.#parts;
    const channel = this.#channels.get(announcement.channel);
    const here = channel !== undefined && (channel.isReady?.() ?? true);
    if (!here && clock.now() < announcement.decideBy) return;
    const approval = await store.approval(announcement.approvalId);
    /* v8 ignore next -- an announcement is stored with its request, and a store forgets neither */
    if (!approval) return;
    const { attempts: before } = announcement;
    if (approval.state === "expired") {
      const why = before === 0 ? "no process had this channel" : "every attempt failed";
      return this.#end(approval, announcement, "failed", { gaveUp: why, attempts: before });
    }
    if (approval.state !== "pending") return this.#end(approval, announcement, "moot");
    /* v8 ignore else -- its time ended within this look: the next one finds it expired */
    if (here) await this.#tell(channel, approval, announcement);
  }

  async #tell(channel: ApprovalChannel, approval: Approval, due: Announcement): Promise<void> {
    const { store, clock } = this.#parts;
    try {
      boundAction(approval, this.#sealer);
    } catch (error) {
      // Sealed by another key, it is for a process that has that; altered, it is for nobody to see.
      if (!(error instanceof ApprovalAlteredError)) throw error;
      return this.#end(approval, due, "failed", { gaveUp: error.message, attempts: due.attempts });
    }
    if (this.#stopping.signal.aborted) return;
    const at = clock.now();
    const attempt = due.attempts + 1;
    const claim = { approvalId: approval.id, channel: due.channel, attempt, at, until: at + leaseMs };
    try {
      await store.commit([{ do: "claim", ...claim }]);
    } catch (error) {
      if (error instanceof StoreConflictError) return;
      throw error;
    }
    const claimed = { ...due, attempts: attempt };
    try {
      const idempotencyKey = `${approval.id}:${channel.name}`;
      await this.#bounded((signal) =>
        channel.announce(announced(approval), { idempotencyKey, signal, person: this.#person }),
      );
    } catch (error) {
      return this.#end(approval, claimed, "waiting", { attempt, error: reasonOf(error) });
    }
    if (channel.settled) this.#told.set(approval.id, (this.#told.get(approval.id) ?? new Set()).add(channel));
    await this.#end(approval, claimed, "sent", { attempt });
  }

  /** A channel that heeds no signal is left behind when its time is over. */
  async #bounded(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(attemptMs)]);
    signal.throwIfAborted();
    const over = Promise.withResolvers<never>();
    const end = (): void => over.reject(signal.reason);
    signal.addEventListener("abort", end, { once: true });
    try {
      await Promise.race([work(signal), over.promise]);
    } finally {
      signal.removeEventListener("abort", end);
    }
  }

  async #end(
    approval: Approval,
    due: Announcement,
    state: Announcement["state"],
    details?: AuditEntry["details"],
  ): Promise<void> {
    const { store, audit, clock } = this.#parts;
    const { approvalId, channel, attempts: attempt, decideBy } = due;
    const nextAt = Math.min(clock.now() + backoff(attempt), decideBy);
    const entry = details && audit.step(announcementEntry(approval, { channel, state, ...details }));
    await store.commit([
      { do: "announced", approvalId, channel, attempt, state, nextAt },
      ...(entry ? [entry] : []),
    ]);
  }
}

function announced(approval: Approval): AnnouncedApproval {
  const { sealedAction: _, ...shown } = approval;
  return shown;
}

/** From a second to a minute, with jitter so that processes do not come back together. */
function backoff(attempt: number): number {
  return Math.round(Math.min(60_000, 1_000 * 2 ** Math.min(attempt - 1, 6)) * (0.5 + Math.random() / 2));
}

/** What others' errors say may quote addresses and tokens; only our own are known to hold no secret. */
function reasonOf(error: unknown): string {
  if (error instanceof ArxError) return error.message;
  return error instanceof Error ? error.name : "unknown";
}
