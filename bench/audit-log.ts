import { rate, type Row } from "./measure.ts";
import { startOrg } from "./org.ts";
import { ask } from "./processes.ts";
import type { LogMeasured } from "./processes/audit-log.ts";

/** So many parts of the log are measured each on its own; a tenth is five of them. */
const parts = 50;
const tenth = parts / 10;

/** A log of a million records in one database: whether it slows down as it grows, and what verifying it takes. */
export async function auditLog(records = 1_000_000): Promise<readonly Row[]> {
  await using org = await startOrg();
  const args = [String(records), String(parts)];
  const { appends, verifying, peakMb, fileMb } = await ask<LogMeasured>("audit-log", args, org.env);
  const rates = appends.map(rate);
  const log = `${records.toLocaleString("en-US")} records`;
  return [
    {
      ...{ what: `append, the last tenth of ${log}`, unit: "records/s", peerName: "the first tenth" },
      ...{ ours: rates.slice(-tenth), peer: rates.slice(0, tenth), goal: { atLeast: 0.9 } },
    },
    {
      ...{ what: `verify ${log}`, unit: "records/s", peerName: "appending them" },
      ...{
        ours: [rate(verifying)],
        peer: [records / appends.reduce((sum, { seconds }) => sum + seconds, 0)],
      },
    },
    {
      ...{ what: "memory of verifying at its peak, over idle", unit: "MB", peerName: "the log's file" },
      ...{ ours: [peakMb], peer: [fileMb] },
    },
  ];
}
