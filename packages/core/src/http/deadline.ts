import type { Timer } from "./timer.ts";

/**
 * Until when a call may take, and whether its caller still wants it: one signal for every step on the way.
 * Not `AbortSignal.any` with `AbortSignal.timeout`: those are paid for by the garbage collector, call by call.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: Timer;
  readonly #at: number;
  readonly #caller: AbortSignal | undefined;
  readonly #takeBack: () => void;
  #passed = false;

  /** @param ms how long the call may take, in milliseconds */
  constructor(timer: Timer, ms: number, caller?: AbortSignal) {
    this.#timer = timer;
    this.#at = timer.now() + ms;
    this.#caller = caller;
    this.#takeBack = timer.after(ms, () => {
      this.#passed = true;
      this.#controller.abort(new DOMException(`it took longer than ${ms} ms`, "TimeoutError"));
    });
    if (caller?.aborted) this.#cancel();
    else caller?.addEventListener("abort", this.#cancel, { once: true });
  }

  /** Aborts when time is up, or with the caller's own signal and its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether time was up before the caller gave up. */
  get passed(): boolean {
    return this.#passed;
  }

  /** In milliseconds; below 0 once it has passed. */
  remainingMs(): number {
    return this.#at - this.#timer.now();
  }

  /** Ends it before its time, whatever the caller wants. */
  cut(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** Lets go of the timer and of the caller's signal. */
  end(): void {
    this.#takeBack();
    this.#caller?.removeEventListener("abort", this.#cancel);
  }

  readonly #cancel = (): void => this.#controller.abort(this.#caller?.reason);
}
