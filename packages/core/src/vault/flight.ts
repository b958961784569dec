/**
 * One piece of work that many callers wait for. A caller that aborts leaves the others waiting; when the last one has
 * left, the work itself is aborted.
 */
export class Flight<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    // Not started before whoever made the flight has it in hand.
    this.#result = Promise.resolve().then(() => work(this.#controller.signal));
    // Each caller gets the failure through join; without callers it is nobody's unhandled rejection.
    this.#result.catch(() => {});
  }

  /** Whether everybody has left, so that nobody may join any more. */
  get abandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Waits for the result, or until `signal` aborts, whose reason is then thrown. */
  async join(signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    this.#waiting += 1;
    const { promise: left, reject: leave } = Promise.withResolvers<never>();
    const abort = (): void => leave(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await Promise.race([this.#result, left]);
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#controller.abort();
    }
  }
}
