import type { DatabaseSync } from "node:sqlite";
import { StoreConflictError } from "../../errors/store-conflict-error.ts";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import { StepApplier, type Unit } from "./changes.ts";
import { isConstraint, isLocked, isSqlite, storeFault } from "./fault.ts";
import { fileIdentity } from "./file-identity.ts";
import { Statements } from "./statements.ts";

/** What became of a unit: undefined where it was written, else why nothing of it was. */
export type Written = Error | undefined;

/** Writes batches of units through one connection, each in one transaction. */
export class BatchWriter {
  readonly #file: string;
  readonly #db: DatabaseSync;
  readonly #statements: Statements;
  readonly #applier: StepApplier;
  readonly #identity: string;

  constructor(file: string, db: DatabaseSync) {
    this.#file = file;
    this.#db = db;
    this.#statements = new Statements(db);
    this.#applier = new StepApplier(db);
    this.#identity = fileIdentity(file);
  }

  /** What became of each unit; undefined where another process holds the lock, and nothing was done. */
  write(units: readonly Unit[]): readonly Written[] | undefined {
    try {
      this.#mustBeThere();
      // Nearly always nothing is wrong with any unit, and a savepoint for each would double the statements.
      try {
        return this.#transaction(units, (unit) => this.#apply(unit));
      } catch (error) {
        if (!isOfTheUnit(error)) throw error;
        return this.#transaction(units, (unit) => this.#applyApart(unit));
      }
    } catch (error) {
      if (isLocked(error)) return undefined;
      const fault = storeFault(this.#file, "written", error);
      return units.map(() => fault);
    }
  }

  /** All of it or, if this throws, nothing. */
  #transaction(units: readonly Unit[], apply: (unit: Unit) => Written): readonly Written[] {
    this.#run("BEGIN IMMEDIATE");
    this.#applier.forget();
    try {
      const written = units.map(apply);
      this.#run("COMMIT");
      return written;
    } catch (error) {
      /* v8 ignore else -- SQLite has rolled back already after some failures, a full disk among them */
      if (this.#db.isTransaction) this.#run("ROLLBACK");
      throw error;
    }
  }

  #apply(unit: Unit): undefined {
    for (const step of unit) this.#applier.apply(step);
  }

  /** One unit inside its savepoint: what is wrong with it is its own and leaves the others of the batch alone. */
  #applyApart(unit: Unit): Written {
    this.#run("SAVEPOINT unit");
    try {
      this.#apply(unit);
      this.#run("RELEASE unit");
      return undefined;
    } catch (error) {
      if (!isOfTheUnit(error)) throw error;
      this.#run("ROLLBACK TO unit");
      this.#run("RELEASE unit");
      this.#applier.forget();
      if (!isConstraint(error)) return error as Error;
      return new StoreConflictError("constraint", "what the unit says contradicts what is stored", {
        cause: error,
      });
    }
  }

  #run(sql: string): void {
    this.#statements.of(sql).run();
  }

  #mustBeThere(): void {
    if (fileIdentity(this.#file) === this.#identity) return;
    throw new StoreUnavailableError(
      `the store ${this.#file} was removed or replaced while it was open: restart to use what is there now`,
    );
  }
}

/** Whether it is the unit that is wrong, and not the store that fails. */
function isOfTheUnit(error: unknown): boolean {
  return !isSqlite(error) || isConstraint(error);
}
