import type { DatabaseSync } from "node:sqlite";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type { Change } from "../store.ts";
import { BatchWriter } from "./batch-writer.ts";
import { stepOf, type Unit } from "./changes.ts";
import { batchSize, CommitThread } from "./commit-thread-client.ts";
import { lockFault } from "./fault.ts";

interface Waiting {
  readonly unit: Unit;
  readonly since: number;
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/** After so many units that shared their commits, a thread for them is worth its start. */
const threadAfter = 256;

/**
 * The one writer of a store. A unit that comes alone is committed at once; while others come in the same turn of the
 * event loop, or during a commit, they share the next: the busier it is, the more of them. A busy store commits in a
 * thread, so that the loop does not wait for the disk. Another process's lock is waited for without holding up the loop.
 */
export class GroupCommit {
  readonly #file: string;
  readonly #busyTimeoutMs: number;
  readonly #writer: BatchWriter;
  readonly #waiting: Waiting[] = [];
  #thread: CommitThread | undefined;
  #turnTaken = false;
  /** Whether the last commit was shared: then this one will be too, and waits for the turn's end. */
  #busy = false;
  #shared = 0;
  #closed = false;

  constructor(file: string, db: DatabaseSync, busyTimeoutMs: number) {
    this.#file = file;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#writer = new BatchWriter(file, db);
  }

  /** Commits a unit, as {@link Store.commit} says. */
  add(changes: readonly Change[]): Promise<void> {
    if (this.#closed) return Promise.reject(new StoreUnavailableError(`the store ${this.#file} is closed`));
    let unit: Unit;
    try {
      unit = changes.map(stepOf);
    } catch (error) {
      return Promise.reject(error);
    }
    const settling = Promise.withResolvers<void>();
    this.#waiting.push({ unit, since: performance.now(), ...settling });
    // A thread that has units in hand gathers what comes until it has written them.
    if (this.#thread?.busy === true) this.#turn();
    else if (!this.#turnTaken) {
      if (this.#busy) this.#takeTurn();
      else this.#turn();
    }
    return settling.promise;
  }

  /** Resolves when all units are settled; takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#waiting.map(({ promise }) => promise));
    await this.#thread?.close();
  }

  #takeTurn(): void {
    this.#turnTaken = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#turnTaken = false;
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, batchSize);
    // A single unit just after shared ones is the first of more, and behind those in the thread it can't be written here.
    const crowded = batch.length > 1 || this.#thread?.busy === true;
    const shared = crowded || this.#busy;
    this.#busy = crowded;
    if (shared && this.#writtenInThread(batch)) {
      if (this.#waiting.length > 0) this.#takeTurn();
      return;
    }
    const written = this.#writer.write(batch.map(({ unit }) => unit));
    if (written === undefined) {
      this.#postpone(batch);
      return;
    }
    batch.forEach(({ resolve, reject }, i) => {
      const fault = written[i];
      if (fault) reject(fault);
      else resolve();
    });
    this.#takeTurn();
  }

  /** False where it is to be written here: there is no thread (yet), or a unit can't leave this one. */
  #writtenInThread(batch: readonly Waiting[]): boolean {
    this.#shared += batch.length;
    if (this.#shared < threadAfter) return false;
    try {
      this.#thread ??= new CommitThread({ file: this.#file, busyTimeoutMs: this.#busyTimeoutMs });
      if (!this.#thread.ready) return false;
      this.#thread.write(batch);
      return true;
    } catch {
      // A process that may start no thread commits here; what is wrong with a unit is told of that unit alone.
      return false;
    }
  }

  /** Puts a batch back to be tried again, except for what has waited long enough. */
  #postpone(batch: readonly Waiting[]): void {
    const deadline = performance.now() - this.#busyTimeoutMs;
    for (const { reject } of batch.filter(({ since }) => since <= deadline)) reject(lockFault(this.#file));
    this.#waiting.unshift(...batch.filter(({ since }) => since > deadline));
    this.#turnTaken = true;
    // Not in step with the others that wait for the same lock.
    setTimeout(() => this.#turn(), 1 + Math.random() * 3);
  }
}
