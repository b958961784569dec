import type { Clock } from "../runtime/clock.ts";
import type { Change, Store } from "../store/store.ts";
import type { Checkpointer } from "./checkpointer.ts";
import type { AuditDraft } from "./record.ts";

/** What the writer of a record gives; the log adds the instant. */
export type AuditEntry = Omit<AuditDraft, "at">;

/** The log of what agents did and were refused. Whatever is written here is durable before anything depends on it. */
export class AuditLog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #checkpointer: Checkpointer | undefined;

  /** @param checkpointer is told of each entry; absent: nobody signs the log */
  constructor(store: Store, clock: Clock, checkpointer?: Checkpointer) {
    this.#store = store;
    this.#clock = clock;
    this.#checkpointer = checkpointer;
  }

  /** An entry as a step of a larger unit, for changes that must be recorded or not happen. */
  step(entry: AuditEntry): Change {
    this.#checkpointer?.noted(entry.orgId);
    return { do: "append", draft: { ...entry, at: this.#clock.now() } };
  }

  /** @throws StoreUnavailableError if the record could not be made durable */
  async append(...entries: readonly AuditEntry[]): Promise<void> {
    return this.#store.commit(entries.map((entry) => this.step(entry)));
  }
}
