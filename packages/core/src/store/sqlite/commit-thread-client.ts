import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type { Unit } from "./changes.ts";
import { type PackedError, type PackedUnit, packUnit, unpackError } from "./crossing.ts";
import { lockFault } from "./fault.ts";

/** What the thread is told: to write units, or to end. */
export type ToThread = readonly PackedUnit[] | "close";

/**
 * What the thread says: that it has the file open; then, of each batch, that another process has the lock, or which
 * units nothing was written of, by their place among them.
 */
export type FromThread = "ready" | "locked" | readonly (readonly [at: number, fault: PackedError])[];

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
    this.#tell(batch.map(({ unit }) => packUnit(unit)));
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
    else for (const [at, fault] of message) batch[at]?.reject(unpackError(fault));
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
