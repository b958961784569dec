import { DatabaseSync } from "node:sqlite";
import type { Approval } from "../../approval/approval.ts";
import { type AuditHead, type AuditRecord, genesis } from "../../audit/record.ts";
import { StoreConflictError } from "../../errors/store-conflict-error.ts";
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
import { ChangeApplier } from "./changes.ts";
import { storeFault } from "./fault.ts";
import { migrate } from "./migrations.ts";
import {
  announcementFrom,
  announcementRows,
  approvalFrom,
  approvalRows,
  auditStatement,
  openActionFrom,
  recordFrom,
} from "./rows.ts";

interface Waiting {
  readonly unit: readonly Change[];
  resolve(records: readonly AuditRecord[]): void;
  reject(error: unknown): void;
}

/** How the file is opened. */
export interface SqliteStoreOptions {
  readonly file: string;
  /** How long to wait for another process's lock, in milliseconds. */
  readonly busyTimeoutMs?: number;
}

/**
 * The default store: one SQLite file, WAL with `synchronous=FULL`, so that what `commit` resolved is on the disk.
 * The first unit of an event loop turn is committed at once; those that come in the same turn share one commit.
 */
export class SqliteStore implements Store {
  readonly #file: string;
  readonly #db: DatabaseSync;
  readonly #applier: ChangeApplier;
  readonly #waiting: Waiting[] = [];
  #turnTaken = false;

  private constructor(file: string, db: DatabaseSync) {
    this.#file = file;
    this.#db = db;
    this.#applier = new ChangeApplier(db);
  }

  /**
   * Opens the file, creating and migrating it as needed.
   * @throws StoreUnavailableError if it can't be opened for writing, is damaged, or is of a newer release
   */
  static open({ file, busyTimeoutMs = 5_000 }: SqliteStoreOptions): SqliteStore {
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
      db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000");
      migrate(db);
      return new SqliteStore(file, db);
    } catch (error) {
      db?.close();
      throw storeFault(file, "opened", error);
    }
  }

  commit(unit: readonly Change[]): Promise<readonly AuditRecord[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ unit, resolve, reject });
      if (this.#turnTaken) return;
      this.#turnTaken = true;
      this.#flush();
      setImmediate(() => {
        this.#turnTaken = false;
        this.#flush();
      });
    });
  }

  #flush(): void {
    const batch = this.#waiting.splice(0);
    if (batch.length === 0) return;
    const settle: (() => void)[] = [];
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      this.#applier.forget();
      for (const waiting of batch) settle.push(this.#applyUnit(waiting));
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      for (const { reject } of batch) reject(storeFault(this.#file, "written", error));
      return;
    }
    for (const done of settle) done();
  }

  /** One unit inside its savepoint: its conflict is its own and leaves the others of the batch alone. */
  #applyUnit({ unit, resolve, reject }: Waiting): () => void {
    this.#db.exec("SAVEPOINT unit");
    try {
      const records = unit
        .map((change) => this.#applier.apply(change))
        .filter((record) => record !== undefined);
      this.#db.exec("RELEASE unit");
      return () => resolve(records);
    } catch (error) {
      if (!(error instanceof StoreConflictError)) throw error;
      this.#db.exec("ROLLBACK TO unit; RELEASE unit");
      this.#applier.forget();
      return () => reject(error);
    }
  }

  async approval(id: string): Promise<Approval | undefined> {
    return this.#read((db) => {
      const row = db.prepare("SELECT * FROM approval WHERE id = ?").get(id);
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
        .prepare(
          "SELECT action, unknown_since FROM open_action WHERE org_id = coalesce(?, org_id) ORDER BY started_at, action_id",
        )
        .all(orgId ?? null)
        .map(openActionFrom),
    );
  }

  async auditHead(orgId: string): Promise<AuditHead> {
    const row = this.#read((db) =>
      db.prepare("SELECT seq, hash FROM audit WHERE org_id = ? ORDER BY seq DESC LIMIT 1").get(orgId),
    );
    return row ? { seq: Number(row["seq"]), hash: String(row["hash"]) } : genesis;
  }

  async *audit(query: AuditQuery): AsyncGenerator<StoredRecord> {
    let afterSeq = query.afterSeq ?? 0;
    // In pages, so that a long read holds neither a snapshot of the file nor the event loop.
    for (;;) {
      const rows = this.#read((db) => auditStatement(db, { ...query, afterSeq }).map(recordFrom));
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined) return;
      afterSeq = last.seq;
    }
  }

  async orgs(): Promise<readonly string[]> {
    return this.#read((db) =>
      db
        .prepare("SELECT DISTINCT org_id FROM audit ORDER BY org_id")
        .all()
        .map((row) => String(row["org_id"])),
    );
  }

  async close(): Promise<void> {
    this.#flush();
    if (this.#db.isOpen) this.#db.close();
  }

  #read<T>(query: (db: DatabaseSync) => T): T {
    try {
      return query(this.#db);
    } catch (error) {
      throw storeFault(this.#file, "read", error);
    }
  }
}
