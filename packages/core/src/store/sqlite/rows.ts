import type { SQLOutputValue } from "node:sqlite";
import type { Approval, ApprovalState, NewApproval, Vote } from "../../approval/approval.ts";
import type { Announcement, AnnouncementQuery, ApprovalQuery, OpenAction } from "../store.ts";
import type { Statements } from "./statements.ts";

/** A row as SQLite gives it, by column. */
export type Row = Record<string, SQLOutputValue>;

/** An approval as the interface gives it: the request as it was made, and what became of it. */
export function approvalFrom(db: Statements, row: Row): Approval {
  const votes = db
    .of("SELECT vote FROM vote WHERE approval_id = ? ORDER BY at, person")
    .all(String(row["id"]))
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

/** The requests of a query, oldest first. */
export function approvalRows(db: Statements, { orgId, state, dueAt }: ApprovalQuery): Row[] {
  const due = `AND (state = 'pending' AND decide_by <= :dueAt OR state = 'approved' AND execute_by <= :dueAt)`;
  return db
    .of(
      `SELECT * FROM approval WHERE org_id = coalesce(:orgId, org_id) AND state = coalesce(:state, state)
       ${dueAt === undefined ? "" : due} ORDER BY requested_at, id`,
    )
    .all({ orgId: orgId ?? null, state: state ?? null, ...(dueAt !== undefined && { dueAt }) });
}

/** The announcements of a query, those first that are due longest. */
export function announcementRows(db: Statements, { approvalId, dueAt }: AnnouncementQuery): Row[] {
  const due = dueAt === undefined ? "" : "AND state = 'waiting' AND next_at <= :dueAt";
  return db
    .of(
      `SELECT * FROM announcement WHERE approval_id = coalesce(:id, approval_id) ${due} ORDER BY next_at, approval_id, channel`,
    )
    .all({ id: approvalId ?? null, ...(dueAt !== undefined && { dueAt }) });
}

/** An announcement as the interface gives it. */
export function announcementFrom(row: Row): Announcement {
  return {
    approvalId: String(row["approval_id"]),
    channel: String(row["channel"]),
    state: String(row["state"]) as Announcement["state"],
    attempts: Number(row["attempts"]),
    nextAt: Number(row["next_at"]),
    decideBy: Number(row["decide_by"]),
  };
}

/** An open action as the interface gives it. */
export function openActionFrom(row: Row): OpenAction {
  const action = JSON.parse(String(row["action"])) as OpenAction;
  return { ...action, ...(row["unknown_since"] !== null && { unknownSince: Number(row["unknown_since"]) }) };
}
