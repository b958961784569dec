import type { Clock } from "../../src/runtime/clock.ts";

/** A clock that stands until it is set. */
export class SetClock implements Clock {
  #now: number;

  constructor(now: number = Date.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** @param ms may be negative: clocks are moved back too */
  move(ms: number): void {
    this.#now += ms;
  }
}
