import { type AuditRecord, replayDecisions, type Store } from "@arx/core";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { policySetOf } from "../home/policies.ts";
import { openLog } from "../home/log.ts";
import { formatTable } from "../output/table.ts";
import { withProgress } from "../output/progress.ts";
import { decisionJson, verdictText } from "../output/words.ts";

/** `arx policy replay` */
export async function replayLog(
  context: Context,
  folder: string,
  { since, exitCode = false }: { readonly since?: number; readonly exitCode?: boolean },
): Promise<void> {
  const { terminal } = context;
  const candidate = await policySetOf(context, folder);
  await using log = await openLog(context);
  const records = recordsOf(log.store, log.orgId, since);
  const { decisions, skipped, changes } = await withProgress(
    terminal,
    "deciding again",
    replayDecisions(records, candidate),
  );
  const json = changes.map(({ after, ...rest }) => ({ ...rest, after: decisionJson(after) }));
  const rows = changes.map(({ agentId, operation, risk, before, after, count, lastSeq }) => [
    ...[
      agentId,
      operation,
      risk.toUpperCase(),
      `${verdictText(before)} -> ${verdictText(after)}`,
      String(count),
      String(lastSeq),
    ],
  ]);
  terminal.show({ decisions, skipped, changes: json }, () =>
    [
      ...(rows.length > 0
        ? [formatTable(["AGENT", "OPERATION", "RISK", "CHANGE", "TIMES", "LAST RECORD"], rows), ""]
        : []),
      `${decisions} decisions taken again, ${changes.reduce((sum, { count }) => sum + count, 0)} otherwise`,
    ].join("\n"),
  );
  if (exitCode && changes.length > 0) process.exitCode = exitCodes.checkFailed;
}

async function* recordsOf(
  store: Store,
  orgId: string,
  since: number | undefined,
): AsyncGenerator<AuditRecord> {
  for await (const { record } of store.audit({
    orgId,
    kind: "decision",
    ...(since !== undefined && { since }),
  }))
    yield record;
}
