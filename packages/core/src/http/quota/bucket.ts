import type { Deadline } from "../deadline.ts";
import type { Reading, WindowEnd } from "./reading.ts";

/** In which order a bucket's waiters go: a person's reads, what was refused and goes again, everything else. */
export const lanes = { person: 0, again: 1, usual: 2 } as const;
/** One of {@link lanes}: the lower goes first. */
export type Lane = (typeof lanes)[keyof typeof lanes];

/** A call that stands in a bucket's queue. */
export interface Waiter {
  /** Grows with each call that joins a queue: who came first goes first. */
  readonly ticket: number;
  readonly lane: Lane;
  readonly deadline: Deadline;
  admit(): void;
  /** Sends it away, because it would have to wait so many milliseconds. */
  refuse(waitMs: number): void;
}

/** What all buckets of an API have in common. */
export interface BucketRules {
  readonly windowMs: number;
  /** The share of each window, from 0 to 1, that is kept for people. */
  readonly reserve: number;
  /** Whether answers are expected to tell what is left. */
  readonly announced: boolean;
}

/**
 * What is left of one counter of the API, as far as its answers tell, and who waits for more.
 * Requests without an answer yet count as spent: whether the last answer has counted them can't be known.
 */
export class Bucket {
  readonly name: string;
  readonly #rules: BucketRules;
  readonly #queues: readonly [Set<Waiter>, Set<Waiter>, Set<Waiter>] = [new Set(), new Set(), new Set()];
  #limit: number;
  #left: number;
  #inFlight = 0;
  /** When the window ends, by our own timer; absent between two windows: the next request begins one. */
  #endsAt: number | undefined;
  /** The window's end by the server's clock; absent where no answer has told it: `#endsAt` is then a guess. */
  #window: number | undefined;
  /** The same of the last window that is over. */
  #lastWindow = Number.NEGATIVE_INFINITY;

  /** @param perWindow requests a window until an answer tells; infinite if nothing is known */
  constructor(name: string, perWindow: number, rules: BucketRules) {
    this.name = name;
    this.#limit = perWindow;
    this.#left = perWindow;
    this.#rules = rules;
  }

  /** Requests a window, as far as is known. */
  get limit(): number {
    return this.#limit;
  }

  /** Whether a call that comes now may go at once as far as this bucket goes. */
  isOpenTo(lane: Lane, now: number): boolean {
    for (let ahead = 0; ahead <= lane; ahead += 1) if (this.#queues[ahead as Lane].size > 0) return false;
    return this.#room(lane, now) > 0;
  }

  /** The waiter whose turn it is, if there is room for it. */
  next(now: number): Waiter | undefined {
    for (const lane of [lanes.person, lanes.again, lanes.usual]) {
      const first = this.#queues[lane].values().next().value;
      if (first !== undefined && this.#room(lane, now) > 0) return first;
    }
    return undefined;
  }

  join(waiter: Waiter): void {
    this.#queues[waiter.lane].add(waiter);
  }

  leave(waiter: Waiter): void {
    this.#queues[waiter.lane].delete(waiter);
  }

  /** All who wait, in the order in which they go. */
  waiters(): Waiter[] {
    return this.#queues.flatMap((queue) => [...queue]);
  }

  /** How many wait in this lane and in those that go first. */
  waiting(lane: Lane = lanes.usual): number {
    return this.#queues.slice(0, lane + 1).reduce((sum, { size }) => sum + size, 0);
  }

  /** When there is room for the first in the queue: now, at the window's end, or (infinity) once an answer comes. */
  opensAt(now: number): number {
    if (this.next(now)) return now;
    return this.#endsAt ?? Number.POSITIVE_INFINITY;
  }

  /** How long a call of this lane would wait behind `ahead` others, in milliseconds. */
  waitOf(lane: Lane, ahead: number, now: number): number {
    const room = this.#room(lane, now);
    if (room > ahead) return 0;
    const untilEnd = (this.#endsAt ?? now) - now;
    const perWindow = Math.max(1, this.#limit - this.#reserved(lane));
    return untilEnd + Math.floor((ahead - Math.max(0, room)) / perWindow) * this.#rules.windowMs;
  }

  /** A request leaves. */
  spend(now: number): void {
    this.#roll(now);
    this.#inFlight += 1;
    this.#endsAt ??= now + this.#rules.windowMs;
  }

  /** A request came to nothing; the API has counted it if it may have `arrived`. */
  lost(arrived: boolean): void {
    this.#inFlight -= 1;
    if (arrived) this.#left -= 1;
  }

  /** A request was answered, with whatever but 429. */
  answered({ limit, left, end }: Reading, ok: boolean, now: number): void {
    this.#inFlight -= 1;
    this.#roll(now);
    if (left === undefined) {
      this.#left -= 1;
      // An API that counts says so with each success: this one does not count, whatever the spec expects of it.
      if (ok && this.#rules.announced) this.#limit = this.#left = Number.POSITIVE_INFINITY;
      return;
    }
    this.#learnLimit(limit);
    if (
      end?.at === undefined ||
      (this.#window !== undefined && Math.abs(end.at - this.#window) <= this.#blurMs)
    ) {
      this.#left = Math.min(this.#left, left);
    } else if (end.at > (this.#window ?? this.#lastWindow) + this.#blurMs) {
      this.#left = left;
      this.#endsAt = now + end.inMs;
      this.#window = end.at;
    } else {
      // It tells of a window that is over; the present one may have counted it all the same.
      this.#left -= 1;
    }
  }

  /** A request was refused because nothing is left until `end`. */
  refused(limit: number | undefined, end: WindowEnd, now: number): void {
    this.#inFlight -= 1;
    this.#roll(now);
    this.#learnLimit(limit);
    this.#left = 0;
    const known = this.#window === undefined ? 0 : this.#endsAt!;
    this.#endsAt = Math.max(known, now + end.inMs);
    // An end that can't be right marks no window: the next answer that tells one counts.
    if (end.at !== undefined) this.#window = Math.max(this.#window ?? 0, end.at);
  }

  #learnLimit(limit: number | undefined): void {
    if (limit === undefined || limit === 0) return;
    // What is left was counted from the limit that was known, be it the spec's guess.
    if (Number.isFinite(this.#limit)) this.#left += limit - this.#limit;
    this.#limit = limit;
  }

  #room(lane: Lane, now: number): number {
    this.#roll(now);
    return this.#left - this.#inFlight - this.#reserved(lane);
  }

  #reserved(lane: Lane): number {
    const reserved = lane === lanes.person ? 0 : Math.floor(this.#limit * this.#rules.reserve);
    return Number.isFinite(reserved) ? reserved : 0;
  }

  #roll(now: number): void {
    // What was taken is given back some day, even where no answer tells when.
    if (this.#left < this.#limit) this.#endsAt ??= now + this.#rules.windowMs;
    if (this.#endsAt === undefined || now < this.#endsAt) return;
    this.#lastWindow = this.#window ?? this.#lastWindow;
    this.#endsAt = undefined;
    this.#window = undefined;
    this.#left = this.#limit;
  }

  /** The end of one window is told in whole seconds, and by way of a delay not always the same. */
  get #blurMs(): number {
    return Math.min(2000, this.#rules.windowMs / 2);
  }
}
