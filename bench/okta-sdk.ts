import { alternate, cpuMicros, rate, type Row } from "./measure.ts";
import { startOrg } from "./org.ts";
import { remoteSide } from "./processes.ts";

const peer = "okta-sdk-nodejs";

/** A governed getUser, decision and outcome on the disk, against Okta's SDK, which does neither. */
export async function oktaSdk(): Promise<readonly Row[]> {
  await using org = await startOrg();
  const rows: Row[] = [];
  for (const width of [1, 16, 64]) {
    const args = [org.origin, String(width)];
    await using arx = await remoteSide("execute()", "call-arx", args, org.env);
    await using sdk = await remoteSide(peer, "call-sdk", args, org.env);
    const [ours = [], theirs = []] = await alternate([arx, sdk], { rounds: 9, roundMs: 400 });
    rows.push(
      {
        ...{ what: `governed getUser, ${width} at once`, unit: "calls/s", peerName: peer },
        ...{ ours: ours.map(rate), peer: theirs.map(rate) },
        ...(width === 64 && { goal: { atLeast: 3 } }),
      },
      {
        ...{ what: `its processor time, ${width} at once`, unit: "µs/call", peerName: peer },
        ...{ ours: ours.map(cpuMicros), peer: theirs.map(cpuMicros), goal: { atMost: 1 } },
      },
    );
  }
  return rows;
}
