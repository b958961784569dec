/** Fills one log through the runtime of a home, as 64 actions at once would, and then verifies it. */
import { randomUUIDv7 } from "node:crypto";
import { stat } from "node:fs/promises";
import { homeAt, openRuntime } from "@arx/core";
import { catalog } from "@arx/okta";
import { atOnce, type Sample, timed } from "../measure.ts";
import { tell } from "./tell.ts";

/** What the log took. */
export interface LogMeasured {
  /** In the order in which the log was written. */
  readonly appends: readonly Sample[];
  readonly verifying: Sample;
  /** The most memory that verifying took, over what the process had before it, in MB of 10^6 bytes. */
  readonly peakMb: number;
  readonly fileMb: number;
}

const [, , records = "", parts = ""] = process.argv;
const home = process.env["ARX_HOME"] ?? "";
const runtime = await openRuntime({ catalogs: [catalog], home });
const { audit, checkpoints } = runtime;

async function append(orgId: string, count: number): Promise<void> {
  await atOnce(64, count, () =>
    audit.append({
      ...{ kind: "decision", orgId, actionId: randomUUIDv7(), agentId: "agent-001", connector: "okta" },
      ...{ operation: "users:read_detail", risk: "low", verdict: "allow" },
      details: {
        connectorVersion: "0.1.0",
        input: { userId: "00u1a2b3c4d5e6f7g8" },
        policies: ["read"],
        policySet: "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
      },
    }),
  );
}

// Another log of the same database: what compiles at first is not what the first records are to be measured by.
await append("org-before", Math.min(20_000, Number(records) / 10));
const appends: Sample[] = [];
for (let part = 0; part < Number(parts); part += 1) {
  appends.push(await timed(Number(records) / Number(parts), (count) => append("org-bench", count)));
}

const idle = process.memoryUsage.rss();
let peak = idle;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
const verifying = await timed(Number(records), async () => {
  const found = await checkpoints.verify("org-bench");
  if (!found.intact || found.records !== Number(records)) throw new Error(JSON.stringify(found));
});
clearInterval(watch);
const { size } = await stat(homeAt(home).store);
const told: LogMeasured = { appends, verifying, peakMb: (peak - idle) / 1e6, fileMb: size / 1e6 };
await runtime.close();
tell(told);
