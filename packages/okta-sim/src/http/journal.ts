import type { IncomingHttpHeaders } from "node:http";

/** A request that the org got, and what it answered. */
export interface JournalEntry {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The query as it was sent, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Undefined while the request is under way, and after a connection that was cut. */
  status: number | undefined;
}

/** The latest requests, oldest first; older ones than `size` are forgotten. */
export class Journal {
  readonly entries: JournalEntry[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  add(entry: JournalEntry): JournalEntry {
    this.entries.push(entry);
    if (this.entries.length > this.#size) this.entries.shift();
    return entry;
  }
}
