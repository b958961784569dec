import type { Clock } from "./clock.ts";

interface Past<T> {
  readonly until: number;
  readonly record: T | undefined;
}

/**
 * Immutable records by id, in id order. It also remembers what each record was up to `lagMs()` milliseconds ago, so
 * that a search index can be read as it was then.
 */
export class Table<T extends { readonly id: string }> {
  readonly #records = new Map<string, T>();
  readonly #known = new Set<string>();
  readonly #past = new Map<string, Past<T>[]>();
  readonly #clock: Clock;
  readonly #lagMs: () => number;
  #sorted: readonly T[] | undefined;

  constructor(clock: Clock, lagMs: () => number) {
    this.#clock = clock;
    this.#lagMs = lagMs;
  }

  /** Whether there is a record of this id, or ever was one. */
  knew(id: string): boolean {
    return this.#known.has(id);
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  put(record: T): T {
    this.#remember(record.id);
    this.#records.set(record.id, record);
    this.#known.add(record.id);
    this.#sorted = undefined;
    return record;
  }

  remove(id: string): void {
    this.#remember(id);
    this.#records.delete(id);
    this.#sorted = undefined;
  }

  /** The current records, by id. */
  all(): readonly T[] {
    this.#sorted ??= [...this.#records.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return this.#sorted;
  }

  /** The records as a search index has them: late by the lag. */
  indexed(): readonly T[] {
    const lag = this.#lagMs();
    if (lag <= 0 || this.#past.size === 0) return this.all();
    const then = this.#clock().getTime() - lag;
    const ids = new Set([...this.#records.keys(), ...this.#past.keys()]);
    const records = [...ids].map((id) => this.#asOf(id, then)).filter((record) => record !== undefined);
    return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Forgets the past: what is there now has been there long enough for the index. */
  settle(): void {
    this.#past.clear();
  }

  #asOf(id: string, then: number): T | undefined {
    const past = this.#past.get(id)?.find(({ until }) => until > then);
    return past === undefined ? this.#records.get(id) : past.record;
  }

  #remember(id: string): void {
    const lag = this.#lagMs();
    if (lag <= 0) {
      this.#past.delete(id);
      return;
    }
    const now = this.#clock().getTime();
    const kept = (this.#past.get(id) ?? []).filter(({ until }) => until > now - lag);
    this.#past.set(id, [...kept, { until: now, record: this.#records.get(id) }]);
  }
}
