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

/** What the thread says: that it has the file open, or what became of the oldest units that it was told to write. */
export type FromThread =
  | "ready"
  | {
      readonly units: number;
      /** Those of which nothing was written, by their place among them; absent where another process has the lock. */
      readonly faults?: readonly (readonly [at: number, fault: Packed])[];
    };

/** What the thread works with. */
export interface ThreadSetup {
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly batchSize: number;
}

/** So many messages on their way keep the thread busy while its last answer is under way; more would only be smaller. */
const depth = 2;

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
  readonly #flights: Flight[] = [];
  /** How many of the units on their way each message holds, the oldest first. */
  readonly #messages: number[] = [];
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

  /** Whether anything is on its way: who writes elsewhere now has to wait for its lock. */
  get busy(): boolean {
    return this.#flights.length > 0;
  }

  /** Whether it has work for as long as it takes to hear from it: units that come now had better gather. */
  get full(): boolean {
    return this.#messages.length >= depth;
  }

  /**
   * Has units written, in their order, behind those that came before.
   * @throws DataCloneError if one holds what has no form outside this thread: none is written
   */
  write(units: readonly (Flight & { readonly unit: Unit })[]): void {
    this.#tell(units.map(({ unit }) => unit));
    if (this.#flights.length === 0) this.#worker.ref();
    this.#flights.push(...units);
    this.#messages.push(units.length);
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
    const { units, faults } = message;
    const settled = this.#flights.splice(0, units);
    if (!faults) for (const { reject } of settled) reject(lockFault(this.#file));
    for (const [at, fault] of faults ?? []) settled[at]?.reject(unpack(fault));
    // A promise that was rejected stays so.
    for (const { resolve } of settled) resolve();
    // The thread takes whole messages, as many at once as there are.
    for (let left = units; left > 0;) left -= this.#messages.shift()!;
    if (this.#flights.length === 0) this.#worker.unref();
    this.#onSettled();
  }

  #lost(cause: unknown): void {
    this.#state = "gone";
    const fault = new StoreUnavailableError(
      `the thread that writes the store ${this.#file} ended: whether it wrote the last units is not known`,
      { cause },
    );
    this.#messages.length = 0;
    for (const { reject } of this.#flights.splice(0)) reject(fault);
    this.#onSettled();
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
