import type { HttpMethod, Limits } from "../../connector/operation.ts";
import { RateLimitedError } from "../../errors/rate-limited-error.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Deadline } from "../deadline.ts";
import type { Timer } from "../timer.ts";
import type { HttpAnswer } from "../transport.ts";
import { Bucket, type BucketRules, type Lane, lanes, type Waiter } from "./bucket.ts";
import { Concurrency } from "./concurrency.ts";
import type { QuotaOptions } from "./options.ts";
import { bucketMatcher } from "./patterns.ts";
import { readRate } from "./reading.ts";

/** What a quota tells time and chance by. */
export interface QuotaParts {
  readonly timer: Timer;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Who asks for room. */
export interface Ask {
  /** The operation's id, for the error. */
  readonly operation: string;
  readonly deadline: Deadline;
  /** Whether a person waits for the answer, so that it may come out of the reserve. */
  readonly forPerson: boolean;
  /** Whether it was refused before, so that it goes before those who came later. */
  readonly again: boolean;
}

const usualWindowMs = 60_000;

/**
 * Shares among all callers of a process what an API lets one credential do: a counter for each of its buckets, and a
 * number of requests at once. Callers wait in the order in which they came, rather than be refused together.
 */
export class Quota {
  readonly #limits: Limits | undefined;
  readonly #parts: QuotaParts;
  readonly #rules: BucketRules;
  readonly #maxWaitMs: number;
  readonly #concurrency: Concurrency;
  readonly #bucketOf: (method: HttpMethod, path: string) => string | undefined;
  readonly #buckets = new Map<string, Bucket>();
  readonly #byRequest = new Map<string, Bucket>();
  readonly #waiting = new Set<Bucket>();
  #tickets = 0;
  #takeBack: (() => void) | undefined;

  /** @param concurrency how many requests go at once, if not as many as the limits say */
  constructor(
    limits: Limits | undefined,
    parts: QuotaParts,
    { reserve, maxWaitMs }: Required<QuotaOptions>,
    concurrency: number | undefined = limits?.concurrency,
  ) {
    this.#limits = limits;
    this.#parts = parts;
    this.#maxWaitMs = maxWaitMs;
    this.#rules = {
      windowMs: limits?.windowMs ?? usualWindowMs,
      reserve,
      announced: limits?.remaining !== undefined,
    };
    this.#concurrency = new Concurrency(concurrency, parts.random);
    this.#bucketOf = bucketMatcher(limits?.buckets ?? []);
  }

  /** The bucket that a request counts against: the one that the spec names, or matches, else one of its own. */
  bucket(method: HttpMethod, path: string, named?: string): Bucket {
    const request = named ?? `${method} ${path}`;
    const known = this.#byRequest.get(request);
    if (known) return known;
    const name = named ?? this.#bucketOf(method, path) ?? request;
    const perWindow = this.#limits?.buckets.find((bucket) => bucket.name === name)?.perWindow;
    const bucket =
      this.#buckets.get(name) ?? new Bucket(name, perWindow ?? Number.POSITIVE_INFINITY, this.#rules);
    this.#buckets.set(name, bucket);
    this.#byRequest.set(request, bucket);
    return bucket;
  }

  /**
   * Takes room for one request, now or when it is this call's turn; `left` gives it back.
   * @throws RateLimitedError if there will be none in time; the caller's own reason if it gives up
   */
  enter(bucket: Bucket, ask: Ask): void | Promise<void> {
    const now = this.#parts.timer.now();
    const lane = ask.forPerson ? lanes.person : ask.again ? lanes.again : lanes.usual;
    if (this.#concurrency.isOpen(now) && bucket.isOpenTo(lane, now)) return this.#spend(bucket, now);
    return this.#wait(bucket, ask, lane, now);
  }

  /** A request that had room was answered, or came to nothing; `arrived`: the API may have seen it. */
  left(bucket: Bucket, answer: HttpAnswer | undefined, arrived: boolean): void {
    const now = this.#parts.timer.now();
    this.#concurrency.leave();
    if (!answer) bucket.lost(arrived);
    else this.#learn(bucket, answer, now);
    this.#pump();
  }

  /** How long a new call would wait for room, in milliseconds. */
  waitFor(bucket: Bucket): number {
    const now = this.#parts.timer.now();
    return Math.max(
      0,
      this.#concurrency.pausedUntil - now,
      bucket.waitOf(lanes.usual, bucket.waiting(), now),
    );
  }

  #learn(bucket: Bucket, answer: HttpAnswer, now: number): void {
    const reading =
      this.#limits === undefined && answer.status !== 429
        ? {}
        : readRate(this.#limits ?? unlimited, answer, this.#parts.clock.now());
    if (answer.status !== 429) {
      const before = bucket.limit;
      bucket.answered(reading, answer.status >= 200 && answer.status < 300, now);
      if (bucket.limit < before) this.#prune(bucket, now);
      this.#concurrency.widen(now);
    } else if (reading.end !== undefined && reading.limit !== 0) {
      bucket.refused(reading.limit, reading.end, now);
      // Where it is not known how many a window bears, all who wait would come back at once.
      if (bucket.limit === Number.POSITIVE_INFINITY) this.#concurrency.narrow(now, reading.end.inMs);
      this.#prune(bucket, now);
    } else {
      // A limit of 0 marks a limit on requests at once, whose reset time means nothing: fewer at once is what helps.
      bucket.lost(false);
      this.#concurrency.pause(now);
    }
  }

  #spend(bucket: Bucket, now: number): void {
    this.#concurrency.enter();
    bucket.spend(now);
  }

  #wait(bucket: Bucket, { operation, deadline }: Ask, lane: Lane, now: number): Promise<void> {
    const { signal } = deadline;
    signal.throwIfAborted();
    const tooLong = (ms: number): RateLimitedError =>
      new RateLimitedError(operation, `the API's rate limit (${bucket.name}) leaves no room in time`, ms);
    const waitMs = Math.max(
      bucket.waitOf(lane, bucket.waiting(lane), now),
      this.#concurrency.pausedUntil - now,
    );
    if (waitMs > this.#patience(deadline)) throw tooLong(waitMs);
    return new Promise((resolve, reject) => {
      const step = (): void => {
        signal.removeEventListener("abort", abort);
        bucket.leave(waiter);
        if (bucket.waiting() > 0) return;
        this.#waiting.delete(bucket);
        this.#arm(this.#parts.timer.now());
      };
      const abort = (): void => {
        step();
        const ms = bucket.waitOf(lane, bucket.waiting(lane), this.#parts.timer.now());
        reject(deadline.passed ? tooLong(ms) : signal.reason);
      };
      const waiter: Waiter = {
        ticket: (this.#tickets += 1),
        lane,
        deadline,
        admit: () => {
          step();
          resolve();
        },
        refuse: (ms) => {
          step();
          reject(tooLong(ms));
        },
      };
      signal.addEventListener("abort", abort, { once: true });
      bucket.join(waiter);
      this.#waiting.add(bucket);
      this.#arm(now);
    });
  }

  #patience(deadline: Deadline): number {
    return Math.min(deadline.remainingMs(), this.#maxWaitMs);
  }

  /** Sends away at once those who, by what was just learned, would wait in vain. */
  #prune(bucket: Bucket, now: number): void {
    let ahead = 0;
    for (const waiter of bucket.waiters()) {
      const waitMs = bucket.waitOf(waiter.lane, ahead, now);
      if (waitMs > this.#patience(waiter.deadline)) waiter.refuse(waitMs);
      else ahead += 1;
    }
  }

  /** Lets in whoever there is room for, the longest waiting of all buckets first. */
  #pump(): void {
    if (this.#waiting.size === 0) return;
    const now = this.#parts.timer.now();
    while (this.#concurrency.isOpen(now)) {
      let first: Waiter | undefined;
      let from: Bucket | undefined;
      for (const bucket of this.#waiting) {
        const waiter = bucket.next(now);
        if (waiter && (!first || waiter.ticket < first.ticket)) [first, from] = [waiter, bucket];
      }
      if (!first || !from) break;
      this.#spend(from, now);
      first.admit();
    }
    this.#arm(now);
  }

  /** Looks again when time alone makes room; an answer does so by itself. */
  #arm(now: number): void {
    const opening = Math.min(...[...this.#waiting].map((bucket) => bucket.opensAt(now)));
    const at = Math.max(this.#concurrency.pausedUntil, opening);
    // There is room by now: an answer that is still to come tells of it, or the jitter that is left of the last look.
    if (at <= now) return;
    this.#takeBack?.();
    this.#takeBack = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    // Other processes wait for the same moment: not all of them need to come at once.
    const jitterMs = this.#parts.random() * 250;
    this.#takeBack = this.#parts.timer.after(at - now + jitterMs, () => this.#pump());
  }
}

/** What an API whose spec names no limits may still say with a 429. */
const unlimited: Limits = { resetUnit: "delay-seconds", buckets: [] };
