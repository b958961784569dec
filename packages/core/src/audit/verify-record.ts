import type { Store, StoredRecord } from "../store/store.ts";
import { sha256 } from "./canonical.ts";
import { type AuditHead, type AuditIndex, type AuditRecord, indexOf } from "./record.ts";

/**
 * What is wrong at the first place where a log is not what it was.
 * - `edited`: a record's text does not fit its hash
 * - `index_edited`: what it is searched by does not fit its text
 * - `deleted`, `inserted`, `reordered`: the numbers that the records bear are not one after the other
 * - `broken_chain`: it does not follow the record before: one of the two was replaced, its hash included
 * - `truncated`: it ends before a checkpoint
 * - `forked`: it has another record where a checkpoint was made
 * - `checkpoint_invalid`: a checkpoint is not signed by a key that was given, or not for this log
 */
export type AuditFault =
  | "edited"
  | "index_edited"
  | "deleted"
  | "inserted"
  | "reordered"
  | "broken_chain"
  | "truncated"
  | "forked"
  | "checkpoint_invalid";

/** Where a log is not what it was. */
export interface AuditBreak {
  readonly intact: false;
  readonly fault: AuditFault;
  /** The number of the record that is wrong or missing. */
  readonly seq: number;
  readonly message: string;
}

/** What is wrong with a log, and where. */
export function broken(fault: AuditFault, seq: number, message: string): AuditBreak {
  return { intact: false, fault, seq, message };
}

/** What is wrong with a record that should be the one behind `head`. */
export async function breakAt(
  store: Store,
  orgId: string,
  stored: StoredRecord,
  head: AuditHead,
): Promise<AuditBreak | undefined> {
  // Only what fits its hash can be believed about itself.
  const record = sha256(stored.body) === stored.hash ? read(stored) : undefined;
  return (await misplaced(store, orgId, stored, record, head)) ?? faultOf(stored, record, orgId, head);
}

async function misplaced(
  store: Store,
  orgId: string,
  stored: StoredRecord,
  record: AuditRecord | undefined,
  head: AuditHead,
): Promise<AuditBreak | undefined> {
  const due = head.seq + 1;
  const column = stored.index.seq;
  const own = record?.seq;
  if (column === due && (own === due || own === undefined)) return undefined;
  if (own === due) return broken("index_edited", due, `record ${due} is stored under the number ${column}`);
  if (own !== undefined && own < due) {
    return broken("inserted", own, `two records bear the number ${own}: one of them was put in`);
  }
  for await (const later of store.audit({ orgId, afterSeq: column })) {
    if (read(later)?.seq === due) {
      return broken(
        "reordered",
        due,
        `record ${due} stands at the place ${later.index.seq}: records were moved`,
      );
    }
  }
  return broken(
    "deleted",
    due,
    `record ${due} is missing: behind record ${head.seq} comes record ${own ?? column}`,
  );
}

/** What is wrong with a record that stands where it should. */
function faultOf(
  stored: StoredRecord,
  record: AuditRecord | undefined,
  orgId: string,
  head: AuditHead,
): AuditBreak | undefined {
  const { seq } = stored.index;
  if (record === undefined) {
    return broken("edited", seq, `record ${seq} was edited: its text is no record, or does not fit its hash`);
  }
  if (record.orgId !== orgId) {
    return broken("inserted", seq, `record ${seq} is of the log of ${record.orgId}`);
  }
  if (record.previous !== head.hash) {
    return broken(
      "broken_chain",
      seq,
      `record ${seq} does not follow record ${head.seq}: one of the two was replaced, its hash included`,
    );
  }
  const expected = indexOf(record);
  const wrong = (Object.keys(expected) as (keyof AuditIndex)[]).find(
    (name) => expected[name] !== stored.index[name],
  );
  if (wrong === undefined) return undefined;
  return broken(
    "index_edited",
    seq,
    `record ${seq} is searched by ${wrong} ${JSON.stringify(stored.index[wrong])}, and says ${JSON.stringify(expected[wrong])}`,
  );
}

/** The record that a text says; undefined if it lacks what every record has. */
function read({ body }: StoredRecord): AuditRecord | undefined {
  try {
    const record = JSON.parse(body) as AuditRecord;
    const { seq, time, orgId } = record as { readonly [K in keyof AuditRecord]: unknown };
    return typeof seq === "number" && typeof time === "string" && typeof orgId === "string"
      ? record
      : undefined;
  } catch {
    return undefined;
  }
}
