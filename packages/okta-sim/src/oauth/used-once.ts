import type { Clock } from "../org/clock.ts";

/** Remembers one-time values until they would be refused for their age anyway. */
export class UsedOnce {
  readonly #seen = new Map<string, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False if `value` was used before. `untilSeconds` is the epoch second from which it no longer matters. */
  use(value: string, untilSeconds: number): boolean {
    const now = this.#clock().getTime() / 1000;
    for (const [seen, until] of this.#seen) if (until <= now) this.#seen.delete(seen);
    if (this.#seen.has(value)) return false;
    this.#seen.set(value, untilSeconds);
    return true;
  }
}
