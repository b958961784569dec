import type { Checkpoint } from "../../audit/checkpoint.ts";
import type { AuditIndex, AuditRecord } from "../../audit/record.ts";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type { AuditQuery, StoredRecord } from "../store.ts";
import type { Row } from "./rows.ts";
import type { Statements } from "./statements.ts";

/** So many records are looked at in one go, whether or not a query wants them: what is read at once must end soon. */
const pageSize = 1_000;

const columns =
  "org_id AS orgId, seq, at, kind, action_id AS actionId, agent_id AS agentId, operation, verdict, outcome, body, hash";

/** One page of the log behind `afterSeq`, and where the next one begins; undefined behind the last. */
export interface AuditPage {
  readonly records: readonly StoredRecord[];
  readonly endSeq: number;
}

/** Reads one page of a query, up to `lastSeq`. */
export function auditPage(
  db: Statements,
  { orgId, afterSeq = 0, ...query }: AuditQuery,
  lastSeq: number,
): AuditPage | undefined {
  if (afterSeq >= lastSeq) return undefined;
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
  // An action's records have an index of their own; all else is looked for page by page.
  const endSeq = query.actionId === undefined ? pageEnd(db, orgId, afterSeq) : lastSeq;
  const where = ["org_id = ?", "seq > ?", "seq <= ?", ...used.map(([column]) => `${column} ?`)].join(" AND ");
  const rows = db
    .of(`SELECT ${columns} FROM audit WHERE ${where} ORDER BY seq`)
    .all(orgId, afterSeq, Math.min(endSeq, lastSeq), ...used.map(([, value]) => value));
  return { records: rows.map(storedRecord), endSeq };
}

function pageEnd(db: Statements, orgId: string, afterSeq: number): number {
  const page = "SELECT seq FROM audit WHERE org_id = ? AND seq > ? ORDER BY seq LIMIT ?";
  return Number(db.of(`SELECT max(seq) AS seq FROM (${page})`).get(orgId, afterSeq, pageSize)?.["seq"]);
}

/** One page of a log's checkpoints, from behind the last one that was read. */
export function checkpointRows(db: Statements, orgId: string, after?: Checkpoint): Checkpoint[] {
  return db
    .of(
      `SELECT org_id AS orgId, seq, hash, time, key_id AS keyId, signature FROM checkpoint
       WHERE org_id = ? AND (seq, key_id) > (?, ?) ORDER BY seq, key_id LIMIT ${pageSize}`,
    )
    .all(orgId, after?.seq ?? 0, after?.keyId ?? "")
    .map((row) => ({ ...row }) as unknown as Checkpoint);
}

function storedRecord({ body: text, hash: sum, ...row }: Row): StoredRecord {
  const index = row as unknown as AuditIndex;
  const [body, hash] = [String(text), String(sum)];
  return {
    ...{ index, body, hash },
    get record(): AuditRecord {
      try {
        return { ...(JSON.parse(body) as AuditRecord), hash };
      } catch (cause) {
        throw new StoreUnavailableError(`record ${index.seq} of ${index.orgId} is damaged: verify the log`, {
          cause,
        });
      }
    },
  };
}
