import { alternate, cpuMicros, type Goal, rate, type Row, type Sample } from "./measure.ts";
import { startOrg } from "./org.ts";
import { sdk } from "./peers.ts";
import { remoteSide } from "./processes.ts";

/** A governed getUser, decision and outcome on the disk, against Okta's SDK and a bare pool, which record nothing. */
export async function oktaSdk(): Promise<readonly Row[]> {
  await using org = await startOrg();
  const rows: Row[] = [];
  for (const width of [1, 16, 64]) {
    const args = [org.origin, String(width)];
    await using arx = await remoteSide("execute()", "call-arx", args, org.env);
    await using okta = await remoteSide(sdk, "call-sdk", args, org.env);
    await using pool = await remoteSide("bare undici Pool", "call-pool", args, org.env);
    const [ours = [], theirs = [], bare = []] = await alternate([arx, okta, pool], {
      rounds: 9,
      roundMs: 400,
    });
    const speed = (peerName: string, peer: readonly Sample[], goal?: Goal): Row => ({
      ...{ what: `governed getUser, ${width} at once`, unit: "calls/s", peerName },
      ...{ ours: ours.map(rate), peer: peer.map(rate), ...(goal && { goal }) },
    });
    const cost = (peerName: string, peer: readonly Sample[], goal?: Goal): Row => ({
      ...{ what: `its processor time, ${width} at once`, unit: "µs/call", peerName },
      ...{ ours: ours.map(cpuMicros), peer: peer.map(cpuMicros), ...(goal && { goal }) },
    });
    rows.push(
      speed(okta.name, theirs, width === 64 ? { atLeast: 3 } : undefined),
      cost(okta.name, theirs, { atMost: 1 }),
      speed(pool.name, bare),
      cost(pool.name, bare),
    );
  }
  return rows;
}
