import { type AuditFormat, exportAudit } from "@arx/core";
import type { Context } from "../context.ts";
import { type Filters, openLog, queryOf } from "../home/log.ts";

/** `arx audit export` */
export async function exportLog(context: Context, format: AuditFormat, filters: Filters): Promise<void> {
  await using log = await openLog(context);
  const records = await exportAudit(log.store, queryOf(context, log.orgId, filters), format, process.stdout);
  context.terminal.note(`${records} records of ${log.orgId}`);
}
