import { extname } from "node:path";
import type { Worker } from "node:worker_threads";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type { Unit } from "./changes.ts";
import { type PackedError, type PackedUnit, packUnit, unpackError } from "./crossing.ts";
import { lockFault } from "./fault.ts";

/** A commit that has so many units takes no more with it: those behind it would hold them up for too long. */
export const batchSize = 512;

/** What the thread is told: to write units, or to end once it has. */
export type ToThread = readonly PackedUnit[] | "close";

/** What the thread says: that it has the file open, and then what became of units. */
export type FromThread = "ready" | Settled;

/** What became of the units that shared a transaction, in the order in which they were told. */
interface Settled {
  readonly units: number;
  /** Of which nothing was written, by their place among them; or that another process has the lock, and no unit was. */
  readonly faults: "locked" | readonly (readonly [at: number, fault: PackedError])[];
}

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
  /** In the order in which the thread was told of them, and settles them. */
  readonly #flights: Flight[] = [];
  #state: "starting" | "ready" | "gone" = "starting";

  constructor(setup: ThreadSetup) {
    this.#file = setup.file;
    // Beside this file, as source and as it is published.
    const entry = new URL(`./commit-thread${extname(import.meta.filename)}`, import.meta.url);
    // Loaded where a thread is started: most processes never start one.
    const threads = process.getBuiltinModule("node:worker_threads");
    this.#worker = new threads.Worker(entry, { name: "arx store", workerData: setup });
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

  /** Whether it has units in hand: who writes elsewhere waits for its lock. */
  get busy(): boolean {
    return this.#flights.length > 0;
  }

  /**
   * Has units written, behind those that it was told of before.
   * @throws DataCloneError if one holds what has no form outside this thread: none is written
   */
  write(flights: readonly (Flight & { readonly unit: Unit })[]): void {
    this.#tell(flights.map(({ unit }) => packUnit(unit)));
    this.#worker.ref();
    this.#flights.push(...flights);
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
    const settled = this.#flights.splice(0, message.units);
    if (message.faults === "locked") for (const { reject } of settled) reject(lockFault(this.#file));
    else for (const [at, fault] of message.faults) settled[at]?.reject(unpackError(fault));
    // A promise that was rejected stays so.
    for (const { resolve } of settled) resolve();
    if (!this.busy) this.#worker.unref();
  }

  #lost(cause: unknown): void {
    this.#state = "gone";
    const fault = new StoreUnavailableError(
      `the thread that writes the store ${this.#file} ended: whether it wrote the last units is not known`,
      { cause },
    );
    for (const { reject } of this.#flights.splice(0)) reject(fault);
  }
}
