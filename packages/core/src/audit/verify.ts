import type { Store } from "../store/store.ts";
import { sha256 } from "./canonical.ts";
import { type AuditHead, genesis } from "./record.ts";

/** What is wrong at the first place where a log is not what it was. */
export type AuditFault =
  /** The text and its hash disagree: it was edited. */
  | "edited"
  /** A record is missing, was put in, or stands elsewhere. */
  | "gap"
  /** It is not chained to the record before it. */
  | "broken_chain"
  /** The log ends before, or differs from, a head that was seen earlier. */
  | "truncated"
  | "forked";

/** The result of verifying one organisation's log. */
export type Verification =
  | { readonly intact: true; readonly records: number; readonly head: AuditHead }
  | { readonly intact: false; readonly fault: AuditFault; readonly seq: number; readonly message: string };

/**
 * Reads one log from its first record and checks every hash, number and link, in constant memory.
 * @param known a head that was seen earlier and kept elsewhere: shows truncation and a restored backup
 */
export async function verifyAudit(store: Store, orgId: string, known?: AuditHead): Promise<Verification> {
  let head = genesis;
  for await (const { seq, body, hash, record } of store.audit({ orgId })) {
    const broken = (fault: AuditFault, message: string): Verification => ({ intact: false, fault, seq, message });
    if (seq !== head.seq + 1 || record.seq !== seq) return broken("gap", `record ${head.seq + 1} is missing or misplaced`);
    if (sha256(body) !== hash) return broken("edited", `record ${seq} was edited: its hash does not fit its text`);
    if (record.previous !== head.hash) return broken("broken_chain", `record ${seq} does not follow record ${head.seq}`);
    if (known?.seq === seq && known.hash !== hash) {
      return broken("forked", `record ${seq} is not the one that was seen earlier`);
    }
    head = { seq, hash };
  }
  if (known && known.seq > head.seq) {
    const message = `the log ends at record ${head.seq}, but record ${known.seq} was seen earlier`;
    return { intact: false, fault: "truncated", seq: head.seq, message };
  }
  return { intact: true, records: head.seq, head };
}
