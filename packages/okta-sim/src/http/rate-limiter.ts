import type { Clock } from "../org/clock.ts";
import type { Knobs } from "../knobs.ts";
import { type Bucket, DEFAULT_LIMITS } from "./buckets.ts";

const WINDOW_SECONDS = 60;

/** What the three rate limit headers say, and whether this call was one too many. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds at which the window ends. */
  readonly reset: number;
  readonly exceeded: boolean;
  /** Whether it is the first one too many of its window. */
  readonly firstViolation: boolean;
}

interface Window {
  readonly reset: number;
  used: number;
  violated: boolean;
}

/** Counts calls in fixed windows of 60 seconds that start at the first call of each bucket. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();
  readonly #clock: Clock;
  readonly #knobs: Readonly<Knobs>;

  constructor(clock: Clock, knobs: Readonly<Knobs>) {
    this.#clock = clock;
    this.#knobs = knobs;
  }

  /** Counts one call of `caller` against `bucket`. */
  take(bucket: Bucket, caller: string): Allowance {
    const now = Math.floor(this.#clock().getTime() / 1000);
    const window = this.#window(`${bucket} ${caller}`, now);
    const limit = this.#limit(bucket);
    const exceeded = this.#knobs.rateLimits !== "off" && window.used >= limit;
    const firstViolation = exceeded && !window.violated;
    if (exceeded) window.violated = true;
    else window.used += 1;
    return {
      limit,
      remaining: Math.max(0, limit - (this.#knobs.rateLimits === "off" ? 0 : window.used)),
      reset: window.reset + this.#knobs.resetSkewSeconds,
      exceeded,
      firstViolation,
    };
  }

  #window(key: string, now: number): Window {
    const open = this.#windows.get(key);
    if (open !== undefined && now < open.reset) return open;
    // Consecutive windows of a busy bucket follow each other without a gap.
    const follows = open !== undefined && now < open.reset + WINDOW_SECONDS;
    const next = { reset: (follows ? open.reset : now) + WINDOW_SECONDS, used: 0, violated: false };
    this.#windows.set(key, next);
    return next;
  }

  #limit(bucket: Bucket): number {
    const { rateLimits, tokenShare } = this.#knobs;
    const org =
      rateLimits === "off" ? DEFAULT_LIMITS[bucket] : (rateLimits[bucket] ?? DEFAULT_LIMITS[bucket]);
    return Math.max(1, Math.floor(org * tokenShare));
  }
}
