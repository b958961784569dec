const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * How many requests go at once, where nothing but refusals tells how many an API bears: a refusal halves the width and
 * pauses everybody, and answers widen it again by one for each round of them. Times are those of one timer, in
 * milliseconds.
 */
export class Concurrency {
  readonly #most: number;
  readonly #random: () => number;
  #inFlight = 0;
  /** How many may be in flight; a fraction grows into one more. */
  #width: number;
  /** Until when nobody sends, because the API has too much to do at once. */
  #pausedUntil: number = Number.NEGATIVE_INFINITY;
  #narrowedUntil: number = Number.NEGATIVE_INFINITY;
  #strikes = 0;

  /** @param random from 0 to below 1 */
  constructor(most: number | undefined, random: () => number) {
    this.#most = most ?? Number.POSITIVE_INFINITY;
    this.#width = this.#most;
    this.#random = random;
  }

  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  isOpen(now: number): boolean {
    return this.#inFlight + 1 <= this.#width && now >= this.#pausedUntil;
  }

  enter(): void {
    this.#inFlight += 1;
  }

  leave(): void {
    this.#inFlight -= 1;
  }

  pause(now: number): void {
    if (now < this.#pausedUntil) return;
    const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#strikes) * (0.5 + this.#random() / 2);
    this.narrow(now, ms);
    this.#strikes += 1;
    this.#pausedUntil = now + ms;
  }

  /** Halves what goes at once. Further refusals within `ms` milliseconds are of the same burst, and say nothing new. */
  narrow(now: number, ms: number): void {
    if (now < this.#narrowedUntil) return;
    this.#narrowedUntil = now + ms;
    this.#width = Math.max(1, Math.floor(Math.min(this.#width, this.#inFlight + 1) / 2));
  }

  widen(now: number): void {
    if (this.#width >= this.#most || now < this.#narrowedUntil) return;
    this.#strikes = 0;
    this.#width = Math.min(this.#most, this.#width + 1 / this.#width);
  }
}
