import { rate, type Row, type Sample } from "./measure.ts";
import { startOrg } from "./org.ts";
import { ask } from "./processes.ts";
import type { LogVerified } from "./processes/verify-log.ts";

/** So many parts of the log are measured each on its own; a tenth is five of them. */
const parts = 50;
const tenth = parts / 10;

/** A log of a million records in one database: whether it slows down as it grows, and what verifying it takes. */
export async function auditLog(records = 1_000_000): Promise<readonly Row[]> {
  await using org = await startOrg();
  const appends = await ask<readonly Sample[]>("audit-log", [String(records), String(parts)], org.env);
  const verified = (orgId: string, count: number): Promise<LogVerified> =>
    ask<LogVerified>("verify-log", [orgId, String(count)], org.env);
  const small = await verified("org-small", records / 10);
  const large = await verified("org-large", records);
  const rates = appends.map(rate);
  const named = (count: number): string => `${count.toLocaleString("en-US")} records`;
  return [
    {
      ...{ what: `append to the audit log, the last tenth of ${named(records)}`, unit: "records/s" },
      ...{ ours: rates.slice(-tenth), peer: rates.slice(0, tenth), peerName: "the first tenth" },
      goal: { atLeast: 0.9 },
    },
    {
      ...{ what: `verify an audit log of ${named(records)}`, unit: "records/s", peerName: "appending them" },
      ours: [rate(large.verifying)],
      peer: [records / appends.reduce((sum, { seconds }) => sum + seconds, 0)],
    },
    {
      ...{
        what: `verify an audit log of ${named(records)}: memory at its peak, over idle`,
        unit: "MB",
        peerName: `verifying ${named(records / 10)}`,
      },
      ...{ ours: [large.peakMb], peer: [small.peakMb] },
    },
  ];
}
