import { closeSync, openSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { DatabaseSync } from "node:sqlite";
import type { Approval } from "../../approval/approval.ts";
import type { Checkpoint } from "../../audit/checkpoint.ts";
import { type AuditHead, genesis } from "../../audit/record.ts";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type {
  Announcement,
  AnnouncementQuery,
  ApprovalQuery,
  AuditQuery,
  Change,
  OpenAction,
  Store,
  StoredRecord,
} from "../store.ts";
import { auditPage, checkpointRows } from "./audit-rows.ts";
import { openReading, openWriting, waitForLocksOutside } from "./connection.ts";
import { isLocked, storeFault } from "./fault.ts";
import { GroupCommit } from "./group-commit.ts";
import { migrate } from "./migrations.ts";
import { announcementFrom, announcementRows, approvalFrom, approvalRows, openActionFrom } from "./rows.ts";
import { Statements } from "./statements.ts";

/** How the file is opened. */
export interface SqliteStoreOptions {
  readonly file: string;
  /** How long to wait for another process's lock, in milliseconds; 5000 if absent. */
  readonly busyTimeoutMs?: number;
}

/**
 * The default store: one SQLite file, WAL with `synchronous=FULL`, so that what `commit` resolved is on the disk.
 * Many processes may have it open. One connection writes, the other reads.
 */
export class SqliteStore implements Store {
  readonly #file: string;
  readonly #writing: DatabaseSync;
  readonly #reading: DatabaseSync;
  readonly #statements: Statements;
  readonly #commits: GroupCommit;
  #closing: Promise<void> | undefined;

  private constructor(file: string, writing: DatabaseSync, reading: DatabaseSync, busyTimeoutMs: number) {
    this.#file = file;
    this.#writing = writing;
    this.#reading = reading;
    this.#statements = new Statements(reading);
    this.#commits = new GroupCommit(file, writing, busyTimeoutMs);
  }

  /**
   * Opens the file, creating and migrating it as needed, and proves that it can be written.
   * @throws StoreUnavailableError if it can't, is damaged, is another program's, or is of a newer release
   */
  static open({ file, busyTimeoutMs = 5_000 }: SqliteStoreOptions): SqliteStore {
    const opened: DatabaseSync[] = [];
    const connect = (open: typeof openWriting): DatabaseSync => {
      const db = open(file, busyTimeoutMs);
      opened.push(db);
      return db;
    };
    try {
      // Made before SQLite would, which lets everybody read: the log and the cards tell of people.
      closeSync(openSync(file, "a", 0o600));
      const writing = connect(openWriting);
      prepare(writing, busyTimeoutMs);
      return new SqliteStore(file, writing, connect(openReading), busyTimeoutMs);
    } catch (error) {
      for (const db of opened) db.close();
      throw storeFault(file, "opened", error);
    }
  }

  commit(unit: readonly Change[]): Promise<void> {
    return this.#commits.add(unit);
  }

  async approval(id: string): Promise<Approval | undefined> {
    return this.#read((db) => {
      const row = db.of("SELECT * FROM approval WHERE id = ?").get(id);
      return row && approvalFrom(db, row);
    });
  }

  async approvals(query: ApprovalQuery): Promise<readonly Approval[]> {
    return this.#read((db) => approvalRows(db, query).map((row) => approvalFrom(db, row)));
  }

  async announcements(query: AnnouncementQuery): Promise<readonly Announcement[]> {
    return this.#read((db) => announcementRows(db, query).map(announcementFrom));
  }

  async openActions(orgId?: string): Promise<readonly OpenAction[]> {
    return this.#read((db) =>
      db
        .of(
          "SELECT action, unknown_since FROM open_action WHERE org_id = coalesce(?, org_id) ORDER BY started_at, action_id",
        )
        .all(orgId ?? null)
        .map(openActionFrom),
    );
  }

  async openAction(actionId: string): Promise<OpenAction | undefined> {
    const row = this.#read((db) =>
      db.of("SELECT action, unknown_since FROM open_action WHERE action_id = ?").get(actionId),
    );
    return row && openActionFrom(row);
  }

  async auditHead(orgId: string): Promise<AuditHead> {
    const row = this.#read((db) =>
      db.of("SELECT seq, hash FROM audit WHERE org_id = ? ORDER BY seq DESC LIMIT 1").get(orgId),
    );
    return row ? { seq: Number(row["seq"]), hash: String(row["hash"]) } : genesis;
  }

  async *audit(query: AuditQuery): AsyncGenerator<StoredRecord> {
    const { seq: lastSeq } = await this.auditHead(query.orgId);
    let afterSeq = query.afterSeq ?? 0;
    // In pages, so that a long read holds neither a snapshot of the file nor the event loop.
    for (;;) {
      const page = this.#read((db) => auditPage(db, { ...query, afterSeq }, lastSeq));
      if (page === undefined) return;
      yield* page.records;
      afterSeq = page.endSeq;
      await nextTurn();
    }
  }

  async *checkpoints(orgId: string): AsyncGenerator<Checkpoint> {
    let last: Checkpoint | undefined;
    do {
      const page = this.#read((db) => checkpointRows(db, orgId, last));
      yield* page;
      last = page.at(-1);
    } while (last);
  }

  async orgs(): Promise<readonly string[]> {
    return this.#read((db) =>
      db
        .of("SELECT DISTINCT org_id FROM audit ORDER BY org_id")
        .all()
        .map((row) => String(row["org_id"])),
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#commits.close();
    this.#reading.close();
    this.#writing.close();
  }

  #read<T>(query: (db: Statements) => T): T {
    if (this.#closing) throw new StoreUnavailableError(`the store ${this.#file} is closed`);
    try {
      return query(this.#statements);
    } catch (error) {
      throw storeFault(this.#file, "read", error);
    }
  }
}

/** Makes a connection the writing one. */
function prepare(db: DatabaseSync, busyTimeoutMs: number): void {
  const mode = writeAhead(db, performance.now() + busyTimeoutMs);
  /* v8 ignore if -- it takes a network's disk */
  if (mode !== "wal")
    throw new StoreUnavailableError(
      `the store's disk allows no write-ahead log (it stays ${String(mode)}): keep it on a local one`,
    );
  migrate(db);
  // A file that can only be read opens as well, and even its lock is given: try a write before anything depends on one.
  db.exec("BEGIN IMMEDIATE; PRAGMA user_version = 0; ROLLBACK");
  waitForLocksOutside(db);
}

/** Of several that make a file at once SQLite lets one have its way, and the others do not wait: they try again. */
function writeAhead(db: DatabaseSync, deadline: number): unknown {
  for (;;) {
    try {
      return db.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"];
    } catch (error) {
      if (!isLocked(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
