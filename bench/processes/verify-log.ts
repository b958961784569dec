/** Verifies one log of a home, in a process that has done nothing else. */
import { openRuntime } from "@arx/core";
import { catalog } from "@arx/okta";
import { type Sample, timed } from "../measure.ts";
import { tell } from "./tell.ts";

/** What verifying a log took. */
export interface LogVerified {
  readonly verifying: Sample;
  /** The most memory that it took, over what the process had before it, in MB of 10^6 bytes. */
  readonly peakMb: number;
}

const [, , orgId = "", records = ""] = process.argv;
const runtime = await openRuntime({ catalogs: [catalog], home: process.env["ARX_HOME"] ?? "" });
const idle = process.memoryUsage.rss();
let peak = idle;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 25);
const verifying = await timed(Number(records), async () => {
  const found = await runtime.checkpoints.verify(orgId);
  if (!found.intact || found.records !== Number(records)) throw new Error(JSON.stringify(found));
});
clearInterval(watch);
await runtime.close();
tell({ verifying, peakMb: (peak - idle) / 1e6 } satisfies LogVerified);
