/** Fills two logs through the runtime of a home, as 64 actions at once would: one of a tenth of the records, then one of all. */
import { randomUUIDv7 } from "node:crypto";
import { openRuntime } from "@arx/core";
import { catalog } from "@arx/okta";
import { atOnce, type Sample, timed } from "../measure.ts";
import { tell } from "./tell.ts";

const [, , records = "", parts = ""] = process.argv;
const home = process.env["ARX_HOME"] ?? "";
const runtime = await openRuntime({ catalogs: [catalog], home });
const { audit } = runtime;

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

// What compiles at first is not what the first records are to be measured by.
await append("org-small", Number(records) / 10);
const appends: Sample[] = [];
for (let part = 0; part < Number(parts); part += 1) {
  appends.push(await timed(Number(records) / Number(parts), (count) => append("org-large", count)));
}
await runtime.close();
tell(appends);
