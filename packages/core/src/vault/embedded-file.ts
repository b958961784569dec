import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { ArxError } from "../errors/arx-error.ts";
import { VaultCorruptError } from "../errors/vault-corrupt-error.ts";
import { VaultInputError } from "../errors/vault-input-error.ts";
import { VaultUnavailableError } from "../errors/vault-unavailable-error.ts";
import { VaultWriteError } from "../errors/vault-write-error.ts";
import { fileIdentity } from "../store/sqlite/file-identity.ts";
import type { Ciphertext } from "./key.ts";

const applicationId = 0x41727856;
const formatVersion = 1;
const busyTimeoutMs = 5_000;

/** The row that says whose entries the file holds, and that none was added, changed or taken away. */
export interface VaultHead {
  readonly id: string;
  readonly keyId: string;
  readonly seal: Uint8Array;
}

/** One encrypted value; `version` grows with each change of the field. */
export interface VaultEntry extends Ciphertext {
  readonly path: string;
  readonly field: string;
  readonly version: number;
}

/**
 * The file of the embedded vault: what is stored, and nothing about what it means.
 *
 * SQLite rather than a replaced JSON file, because two processes may write at once: its locks end with the process
 * that held them, where a lock file outlives a kill. And a file of its own rather than tables in the store, so that
 * the two are backed up, moved and permitted apart. The rollback journal rather than WAL: at rest the vault is then
 * one file, and no replaced ciphertext stays in a second one.
 */
export class VaultFile {
  readonly path: string;
  readonly #db: DatabaseSync;
  readonly #identity: string;

  private constructor(path: string) {
    this.path = path;
    this.#identity = fileIdentity(path);
    // `mode=rw`, so that opening never makes a file.
    const url = pathToFileURL(path);
    url.searchParams.set("mode", "rw");
    this.#db = this.#guard("read", () => {
      const db = new DatabaseSync(url, { timeout: busyTimeoutMs });
      // EXTRA also syncs the folder when the journal goes, which is the moment of commit.
      db.exec("PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;");
      return db;
    });
  }

  /** Whether there is a file, and a vault in it. */
  static isAt(path: string): boolean {
    if (!existsSync(path)) return false;
    const file = new VaultFile(path);
    try {
      return file.holdsVault();
    } finally {
      file.close();
    }
  }

  /** Opens the file of a vault that was made before. */
  static open(path: string): VaultFile {
    const file = existsSync(path) ? new VaultFile(path) : undefined;
    if (file?.holdsVault() === true) return file;
    file?.close();
    throw new VaultUnavailableError("embedded", `there is no vault at ${path}: create it first`, {
      retryable: false,
    });
  }

  /** Makes the file with an empty vault; `head` is called under the lock, once it is sure that there is none. */
  static create(path: string, head: () => VaultHead): VaultFile {
    makeFile(path);
    const file = new VaultFile(path);
    try {
      file.write(() => {
        if (file.holdsVault())
          throw new VaultInputError(`there is a vault at ${path} already: open it instead`);
        file.#db.exec(`
          PRAGMA application_id = ${applicationId};
          PRAGMA user_version = ${formatVersion};
          CREATE TABLE vault (
            one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, key_id TEXT NOT NULL, seal BLOB NOT NULL
          ) STRICT;
          CREATE TABLE entry (
            path TEXT NOT NULL, field TEXT NOT NULL, version INTEGER NOT NULL,
            nonce BLOB NOT NULL, ciphertext BLOB NOT NULL, tag BLOB NOT NULL,
            PRIMARY KEY (path, field)
          ) STRICT, WITHOUT ROWID;`);
        file.setHead(head());
      });
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Whether the file holds a vault; an empty file holds none, and anything else is an error. */
  holdsVault(): boolean {
    return this.#guard("read", () => {
      if (this.#pragma("application_id") === applicationId) {
        const version = this.#pragma("user_version");
        if (version === formatVersion) return true;
        throw new VaultCorruptError(
          this.path,
          `its format is ${String(version)}, and this release knows ${formatVersion}`,
        );
      }
      if (this.#db.prepare("SELECT 1 FROM sqlite_schema").get() === undefined) return false;
      throw new VaultCorruptError(this.path, "it is some other program's database");
    });
  }

  head(): VaultHead {
    const row = this.#db.prepare("SELECT id, key_id AS keyId, seal FROM vault").get();
    if (row === undefined) throw new VaultCorruptError(this.path, "the row that names its key is gone");
    return row as unknown as VaultHead;
  }

  setHead({ id, keyId, seal }: VaultHead): void {
    this.#db.prepare("INSERT OR REPLACE INTO vault VALUES (1, ?, ?, ?)").run(id, keyId, seal);
  }

  /** All entries, in the order of path and field. */
  entries(): readonly VaultEntry[] {
    return this.#db.prepare("SELECT * FROM entry ORDER BY path, field").all() as unknown as VaultEntry[];
  }

  put({ path, field, version, nonce, ciphertext, tag }: VaultEntry): void {
    this.#db
      .prepare("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?)")
      .run(path, field, version, nonce, ciphertext, tag);
  }

  remove({ path, field }: VaultEntry): void {
    this.#db.prepare("DELETE FROM entry WHERE path = ? AND field = ?").run(path, field);
  }

  /** Runs `work` on one state of the file, whatever others write meanwhile. */
  read<T>(work: () => T): T {
    return this.#guard("read", () => this.#transaction("DEFERRED", () => this.#ofThisFile("read", work)));
  }

  /** Runs `work` while nobody else writes; all of it becomes durable, or none. */
  write<T>(work: () => T): T {
    return this.#guard("written", () =>
      this.#transaction("IMMEDIATE", () => this.#ofThisFile("written", work)),
    );
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #transaction<T>(mode: "DEFERRED" | "IMMEDIATE", work: () => T): T {
    this.#db.exec(`BEGIN ${mode}`);
    try {
      const result = work();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite has rolled back already after some failures, a full disk among them.
      /* v8 ignore else -- a disk is full in processes of their own, where nothing is counted */
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #ofThisFile<T>(verb: Verb, work: () => T): T {
    const result = work();
    if (fileIdentity(this.path) === this.#identity) return result;
    const problem = `${this.path} was removed or replaced while it was open: restart to use what is there now`;
    throw refusal(verb, problem, { retryable: false });
  }

  #pragma(name: string): SQLOutputValue | undefined {
    return this.#db.prepare(`PRAGMA ${name}`).get()?.[name];
  }

  #guard<T>(verb: Verb, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#fault(verb, error);
    }
  }

  #fault(verb: Verb, error: unknown): unknown {
    const { code, errcode } = error as { readonly code?: string; readonly errcode?: number };
    if (error instanceof ArxError || (errcode === undefined && code !== "ERR_INVALID_STATE")) return error;
    // Primary result codes, https://www.sqlite.org/rescode.html
    const result = (errcode ?? 0) & 0xff;
    if (result === 11 || result === 26) {
      return new VaultCorruptError(this.path, "it is damaged, or no vault at all", { cause: error });
    }
    const problem = `${this.path} can't be ${verb}: ${problems[result] ?? (error as Error).message}`;
    return refusal(verb, problem, { cause: error, retryable: result === 5 });
  }
}

/** What was to be done with the file. */
type Verb = "read" | "written";

function refusal(
  verb: Verb,
  problem: string,
  options: ErrorOptions & { readonly retryable: boolean },
): VaultWriteError | VaultUnavailableError {
  return verb === "written"
    ? new VaultWriteError(problem, options)
    : new VaultUnavailableError("embedded", problem, options);
}

const problems: Readonly<Record<number, string>> = {
  0: "it was closed",
  5: "another process holds its lock; try again",
  8: "this user may not write to it",
  10: "the disk failed or is full",
  13: "the disk is full; free space and try again",
  14: "this user may not open it, or not write to its folder",
};

/** Makes the file and its folder before SQLite does, which would leave them readable by others. */
function makeFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new VaultWriteError(`${path} can't be made (${code}): check its folder`, { cause: error });
  }
}
