import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { StoreConflictError } from "../../errors/store-conflict-error.ts";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type { Unit } from "./batch-writer.ts";
import { lockFault } from "./fault.ts";

/** An error in a form that crosses threads with its class. */
type Packed =
  | { readonly step: string; readonly message: string; readonly cause: unknown }
  | { readonly retryable: boolean; readonly message: string; readonly cause: unknown }
  | { readonly error: Error };

/** What the thread is told: to write units, or to end. */
export type ToThread = readonly Unit[] | "close";

/**
 * What the thread says: that it has the file open; then, of each batch, that another process has the lock, or which
 * units nothing was written of, by their place among them.
 */
export type FromThread = "ready" | "locked" | readonly (readonly [at: number, fault: Packed])[];

/** What the thread works with. */
export interface ThreadSetup {
  readonly file: string;
  readonly busyTimeoutMs: number;
}

/** One unit on its way. */
interface Flight {
  resolve(): void;
  reject(error: unknown): void;
}

/** The near end of the thread that commits while a store is busy, so that the event loop does not wait for the disk. */
export class CommitThread {
  readonly #file: string;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #batch: readonly Flight[] = [];
  readonly #onSettled: () => void;
  #state: "starting" | "ready" | "gone" = "starting";

  /** @param onSettled called each time when units were settled, and there is room for more */
  constructor(setup: ThreadSetup, onSettled: () => void) {
    this.#onSettled = onSettled;
    this.#file = setup.file;
    // Beside this file, as source and as it is published.
    const entry = new URL(`./commit-thread${extname(import.meta.filename)}`, import.meta.url);
    this.#worker = new Worker(entry, { name: "arx store", workerData: setup });
    this.#worker.unref();
    this.#worker.on("message", (message: FromThread) => this.#heard(message));
    this.#worker.on("error", (error) => this.#lost(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        this.#lost(undefined);
        resolve();
      });
    });
  }

  /** Whether it can take units: it has opened the file, and has not ended. */
  get ready(): boolean {
    return this.#state === "ready";
  }

  /** Whether it has a batch in hand: units that come now had better gather, and who writes elsewhere waits for its lock. */
  get busy(): boolean {
    return this.#batch.length > 0;
  }

  /**
   * Has a batch of units written; to be called when it is not busy.
   * @throws DataCloneError if one holds what has no form outside this thread: none is written
   */
  write(batch: readonly (Flight & { readonly unit: Unit })[]): void {
    this.#tell(batch.map(({ unit }) => unit));
    this.#worker.ref();
    this.#batch = batch;
  }

  /** Ends the thread once it has done what it was told. */
  async close(): Promise<void> {
    this.#worker.ref();
    this.#tell("close");
    await this.#exited;
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #heard(message: FromThread): void {
    if (message === "ready") {
      this.#state = "ready";
      return;
    }
    const batch = this.#landed();
    if (message === "locked") for (const { reject } of batch) reject(lockFault(this.#file));
    else for (const [at, fault] of message) batch[at]?.reject(unpack(fault));
    // A promise that was rejected stays so.
    for (const { resolve } of batch) resolve();
    this.#worker.unref();
    this.#onSettled();
  }

  #lost(cause: unknown): void {
    this.#state = "gone";
    const fault = new StoreUnavailableError(
      `the thread that writes the store ${this.#file} ended: whether it wrote the last units is not known`,
      { cause },
    );
    for (const { reject } of this.#landed()) reject(fault);
    this.#onSettled();
  }

  #landed(): readonly Flight[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }
}

/** Makes an error ready to cross to another thread, where only the language's own classes arrive as what they are. */
/* v8 ignore next -- called in the thread, where nothing is counted */
export function pack(error: Error): Packed {
  const { message, cause } = error;
  if (error instanceof StoreConflictError) return { step: error.step, message, cause };
  if (error instanceof StoreUnavailableError) return { retryable: error.retryable, message, cause };
  return { error };
}

function unpack(packed: Packed): Error {
  if ("error" in packed) return packed.error;
  const { message, cause } = packed;
  if ("step" in packed) return new StoreConflictError(packed.step, message, { cause });
  return new StoreUnavailableError(message, { retryable: packed.retryable, cause });
}
