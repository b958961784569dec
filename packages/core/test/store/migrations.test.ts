import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify.ts";
import { genesis, indexOf, seal } from "../../src/audit/record.ts";
import { migrate, migrations } from "../../src/store/sqlite/migrations.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { sampleApproval, sampleDraft } from "../../src/testing/store-samples.ts";
import { append, bench } from "./bench.ts";

const versions = migrations.map((_, i) => i + 1);

/** The schema that SQLite keeps of a file. */
function schemaOf(file: string): unknown {
  const db = new DatabaseSync(file);
  try {
    return db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
  } finally {
    db.close();
  }
}

test.each(versions)(
  "a store of version %i, with a log and a request in it, opens with both and goes on",
  async (version) => {
    const { file, open } = bench();
    const old = new DatabaseSync(file);
    migrate(old, migrations.slice(0, version));
    // What every version has had since the first.
    const { record, body } = seal(sampleDraft(), genesis);
    const { orgId, seq, at, kind, actionId, agentId, operation, verdict, outcome } = indexOf(record);
    const columns = "org_id, seq, at, kind, action_id, agent_id, operation, verdict, outcome, body, hash";
    old
      .prepare(`INSERT INTO audit (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(...[orgId, seq, at, kind, actionId, agentId, operation, verdict, outcome, body, record.hash]);
    const approval = sampleApproval("apr-1");
    old
      .prepare(
        "INSERT INTO approval (id, org_id, state, version, requested_at, decide_by, changed_at, request) VALUES (?, ?, 'pending', 1, ?, ?, ?, ?)",
      )
      .run(
        ...[
          "apr-1",
          orgId,
          approval.requestedAt,
          approval.decideBy,
          approval.requestedAt,
          JSON.stringify(approval),
        ],
      );
    old.close();

    const store = open();
    await store.commit([append()]);
    expect(await verifyAudit(store, "org-a")).toMatchObject({ intact: true, records: 2 });
    expect(await store.approval("apr-1")).toMatchObject({ ...approval, state: "pending" });
  },
);

test.each(versions)("a store that was migrated from version %i has the schema of a new one", (version) => {
  const [old, fresh] = [bench(), bench()];
  const db = new DatabaseSync(old.file);
  migrate(db, migrations.slice(0, version));
  migrate(db);
  db.close();
  const other = new DatabaseSync(fresh.file);
  migrate(other);
  other.close();
  expect(schemaOf(old.file)).toEqual(schemaOf(fresh.file));
});

test("a step that fails leaves the store at its version", () => {
  const { file } = bench();
  const db = new DatabaseSync(file);
  migrate(db);
  const before = schemaOf(file);
  expect(() => migrate(db, [...migrations, "CREATE TABLE more (x); CREATE TABLE more (x)"])).toThrow(
    "already exists",
  );
  expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: migrations.length });
  expect(schemaOf(file)).toEqual(before);
  db.close();
});

test("a store that a newer release wrote is left alone, and says so", () => {
  const { file } = bench();
  const db = new DatabaseSync(file);
  migrate(db, [...migrations, "CREATE TABLE newer (x)"]);
  db.close();
  expect(() => SqliteStore.open({ file })).toThrow(
    expect.objectContaining({ code: "store_unavailable", message: expect.stringContaining("newer release") }),
  );
});
