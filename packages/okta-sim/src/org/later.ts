import type { Clock } from "./clock.ts";

/** Work that goes on in the background, by the org's own clock: what is due is done before the next request. */
export class Later {
  #waiting: { readonly due: number; readonly work: () => void }[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Does `work` in `ms` milliseconds, at once if that is none. */
  after(ms: number, work: () => void): void {
    if (ms <= 0) work();
    else this.#waiting.push({ due: this.#clock().getTime() + ms, work });
  }

  /** Does all of it now. */
  finish(): void {
    const jobs = this.#waiting;
    this.#waiting = [];
    for (const { work } of jobs) work();
  }

  /** Does what is due. */
  catchUp(): void {
    if (this.#waiting.length === 0) return;
    const now = this.#clock().getTime();
    const due = this.#waiting.filter((job) => job.due <= now);
    this.#waiting = this.#waiting.filter((job) => job.due > now);
    for (const { work } of due) work();
  }
}
