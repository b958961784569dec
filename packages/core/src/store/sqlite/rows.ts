import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Approval, ApprovalState, NewApproval, Vote } from "../../approval/approval.ts";
import type { AuditRecord } from "../../audit/record.ts";
import type { AuditQuery, StoredRecord } from "../store.ts";

type Row = Record<string, SQLOutputValue>;

const pageSize = 500;

/** An approval as the interface gives it: the request as it was made, and what became of it. */
export function approvalFrom(db: DatabaseSync, row: Row): Approval {
  const votes = db
    .prepare("SELECT vote FROM vote WHERE approval_id = ? ORDER BY at, person")
    .all(row["id"] ?? null)
    .map((vote) => JSON.parse(String(vote["vote"])) as Vote);
  return {
    ...(JSON.parse(String(row["request"])) as NewApproval),
    state: String(row["state"]) as ApprovalState,
    version: Number(row["version"]),
    changedAt: Number(row["changed_at"]),
    ...(row["execute_by"] !== null && { executeBy: Number(row["execute_by"]) }),
    votes,
  };
}

/** One page of the log, from behind `afterSeq`. */
export function auditStatement(db: DatabaseSync, query: AuditQuery): Row[] {
  const filters: [column: string, value: string | number | undefined][] = [
    ["kind =", query.kind],
    ["action_id =", query.actionId],
    ["agent_id =", query.agentId],
    ["operation =", query.operation],
    ["verdict =", query.verdict],
    ["outcome =", query.outcome],
    ["at >=", query.since],
    ["at <", query.until],
  ];
  const used = filters.filter((filter): filter is [string, string | number] => filter[1] !== undefined);
  const where = ["org_id = ?", "seq > ?", ...used.map(([column]) => `${column} ?`)].join(" AND ");
  return db
    .prepare(`SELECT seq, body, hash FROM audit WHERE ${where} ORDER BY seq LIMIT ${pageSize}`)
    .all(query.orgId, query.afterSeq ?? 0, ...used.map(([, value]) => value));
}

/** The record of a row, together with the text that was hashed. */
export function recordFrom(row: Row): StoredRecord {
  const body = String(row["body"]);
  const hash = String(row["hash"]);
  return { seq: Number(row["seq"]), body, hash, record: { ...(JSON.parse(body) as AuditRecord), hash } };
}
