import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AuditQuery, Store } from "../store/store.ts";
import { canonicalJson } from "./canonical.ts";
import { toOcsf } from "./ocsf.ts";
import type { AuditRecord } from "./record.ts";

/** How a log is exported: a line a record, as it is kept or as an event of OCSF. */
export type AuditFormat = "jsonl" | "ocsf";

const lineOf: Readonly<Record<AuditFormat, (record: AuditRecord) => string>> = {
  jsonl: toJsonLine,
  ocsf: (record) => `${canonicalJson(toOcsf(record))}\n`,
};

/**
 * A record as a line of JSON Lines. Without its `hash` and in canonical form (RFC 8785) it is the text that was hashed,
 * so that an export can be verified without the store.
 */
export function toJsonLine(record: AuditRecord): string {
  return `${canonicalJson(record)}\n`;
}

/**
 * Writes the records of a query as lines, in constant memory and as fast as the destination takes them; it stays open.
 * Returns how many there were.
 * @throws StoreUnavailableError if the store can't be read; whatever the destination fails with
 */
export async function exportAudit(
  store: Store,
  query: AuditQuery,
  format: AuditFormat,
  destination: Writable,
): Promise<number> {
  let records = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const { record } of store.audit(query)) {
      yield lineOf[format](record);
      records += 1;
    }
  }
  await pipeline(Readable.from(lines()), destination, { end: false });
  return records;
}
