import { setImmediate as turn } from "node:timers/promises";
import type { Timer } from "../../src/http/timer.ts";

interface Due {
  readonly at: number;
  readonly ms: number;
  readonly run: () => void;
}

/** From this length on a wait is a call's own time limit, which `elapse` leaves alone. */
export const timeLimitMs = 600_000;

/** Time that passes only when a test says so. */
export class FakeTimer implements Timer {
  readonly #due = new Set<Due>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const due = { at: this.#now + ms, ms, run };
    this.#due.add(due);
    return () => void this.#due.delete(due);
  }

  /** How many waits are under way, time limits among them. */
  get pending(): number {
    return this.#due.size;
  }

  /** How many waits are under way, time limits aside. */
  get waits(): number {
    return this.#waits().length;
  }

  /** Lets `ms` milliseconds pass, and runs what falls due in them. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#due].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  /** Waits until somebody waits, and lets just so much time pass; gives how much. */
  async elapse(): Promise<number> {
    for (;;) {
      const [next] = this.#waits();
      if (next) {
        const ms = next.at - this.#now;
        this.advance(ms);
        return ms;
      }
      await turn();
    }
  }

  #waits(): Due[] {
    return [...this.#due].filter(({ ms }) => ms < timeLimitMs).toSorted((a, b) => a.at - b.at);
  }
}
