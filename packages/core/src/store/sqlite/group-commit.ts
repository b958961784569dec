import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { AuditRecord } from "../../audit/record.ts";
import { StoreConflictError } from "../../errors/store-conflict-error.ts";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type { Change } from "../store.ts";
import { ChangeApplier } from "./changes.ts";
import { isConstraint, isLocked, isSqlite, storeFault } from "./fault.ts";
import { Statements } from "./statements.ts";

interface Waiting {
  readonly unit: readonly Change[];
  readonly since: number;
  readonly promise: Promise<readonly AuditRecord[]>;
  resolve(records: readonly AuditRecord[]): void;
  reject(error: unknown): void;
}

/** So many units share a commit at most: more would hold the event loop for too long. */
const batchSize = 512;
/** After so many units the write-ahead log is worth folding into the file. */
const foldAfter = 500;
const foldIdleMs = 50;

/**
 * The one writer of a connection. A unit that comes alone is committed at once; while others come in the same turn of
 * the event loop, they share one commit at its end: the busier it is, the more of them. Another process's lock is waited
 * for without holding up the loop.
 */
export class GroupCommit {
  readonly #file: string;
  readonly #db: DatabaseSync;
  readonly #busyTimeoutMs: number;
  readonly #statements: Statements;
  readonly #applier: ChangeApplier;
  readonly #identity: string;
  readonly #waiting: Waiting[] = [];
  #turnTaken = false;
  /** Whether the last commit was shared: then this one will be too, and waits for the turn's end. */
  #busy = false;
  #closed = false;
  #unfolded = 0;
  #folding: NodeJS.Timeout | undefined;

  constructor(file: string, db: DatabaseSync, busyTimeoutMs: number) {
    this.#file = file;
    this.#db = db;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#statements = new Statements(db);
    this.#applier = new ChangeApplier(db);
    this.#identity = identityOf(file);
  }

  /** Commits a unit, as {@link Store.commit} says. */
  add(unit: readonly Change[]): Promise<readonly AuditRecord[]> {
    if (this.#closed) return Promise.reject(new StoreUnavailableError(`the store ${this.#file} is closed`));
    const settling = Promise.withResolvers<readonly AuditRecord[]>();
    this.#waiting.push({ unit, since: performance.now(), ...settling });
    if (!this.#turnTaken) {
      this.#turnTaken = true;
      if (this.#busy) setImmediate(() => this.#turn());
      else this.#turn();
    }
    return settling.promise;
  }

  /** Resolves when all units are settled; takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#waiting.map(({ promise }) => promise));
    clearTimeout(this.#folding);
  }

  #turn(): void {
    this.#turnTaken = this.#waiting.length > 0;
    if (!this.#turnTaken) return;
    const batch = this.#waiting.splice(0, batchSize);
    this.#busy = batch.length > 1;
    try {
      this.#write(batch);
      setImmediate(() => this.#turn());
    } catch (error) {
      if (!isLocked(error)) throw error;
      this.#postpone(batch, error);
    }
  }

  /** Settles each unit of a batch; throws where another process holds the lock, and nothing is settled. */
  #write(batch: readonly Waiting[]): void {
    const run = (sql: string): void => void this.#statements.of(sql).run();
    const settle: (() => void)[] = [];
    try {
      this.#mustBeThere();
      run("BEGIN IMMEDIATE");
      this.#applier.forget();
      for (const waiting of batch) settle.push(this.#applyUnit(waiting, run));
      run("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) run("ROLLBACK");
      if (isLocked(error)) throw error;
      for (const { reject } of batch) reject(storeFault(this.#file, "written", error));
      return;
    }
    for (const done of settle) done();
    this.#foldLater(batch.length);
  }

  /** One unit inside its savepoint: what is wrong with it is its own and leaves the others of the batch alone. */
  #applyUnit({ unit, resolve, reject }: Waiting, run: (sql: string) => void): () => void {
    run("SAVEPOINT unit");
    try {
      const records = unit
        .map((change) => this.#applier.apply(change))
        .filter((record) => record !== undefined);
      run("RELEASE unit");
      return () => resolve(records);
    } catch (error) {
      if (isSqlite(error) && !isConstraint(error)) throw error;
      run("ROLLBACK TO unit");
      run("RELEASE unit");
      this.#applier.forget();
      const own = isConstraint(error)
        ? new StoreConflictError("constraint", "what the unit says contradicts what is stored", {
            cause: error,
          })
        : error;
      return () => reject(own);
    }
  }

  /** Puts a batch back to be tried again, except for what has waited long enough. */
  #postpone(batch: readonly Waiting[], locked: unknown): void {
    const deadline = performance.now() - this.#busyTimeoutMs;
    for (const { reject } of batch.filter(({ since }) => since <= deadline)) {
      reject(storeFault(this.#file, "written", locked));
    }
    this.#waiting.unshift(...batch.filter(({ since }) => since > deadline));
    // Not in step with the others that wait for the same lock.
    setTimeout(() => this.#turn(), 1 + Math.random() * 3);
  }

  /** SQLite goes on writing to a file whose name is gone: what it calls durable would be lost. */
  #mustBeThere(): void {
    if (identityOf(this.#file) === this.#identity) return;
    throw new StoreUnavailableError(
      `the store ${this.#file} was removed or replaced while it was open: restart to use what is there now`,
    );
  }

  /** Folds the write-ahead log into the file while nobody waits for a commit. */
  #foldLater(units: number): void {
    this.#unfolded += units;
    if (this.#unfolded < foldAfter) return;
    this.#folding ??= setTimeout(() => this.#fold(), foldIdleMs).unref();
    this.#folding.refresh();
  }

  #fold(): void {
    this.#folding = undefined;
    this.#unfolded = 0;
    try {
      this.#db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // What is committed is safe where it is, and the next fold takes it along.
    }
  }
}

function identityOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "none" : `${stats.dev}:${stats.ino}`;
}
