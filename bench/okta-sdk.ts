import { type Installed, installOurs } from "./installed.ts";
import { alternate, cpuMicros, type Goal, medianMicros, rate, type Row, type Sample } from "./measure.ts";
import { type Org, startOrg } from "./org.ts";
import { sdk } from "./peers.ts";
import { type RemoteSide, remoteSide } from "./processes.ts";

/** A governed getUser, decision and outcome on the disk, against Okta's SDK and a bare pool, which record nothing. */
export async function oktaSdk(): Promise<readonly Row[]> {
  await using installed = await installOurs("@arx/okta");
  await using org = await startOrg();
  const rows: Row[] = [];
  for (const width of [1, 16, 64]) {
    const args = [org.origin, String(width)];
    await using arx = await execute(org, installed, width);
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
      ...{ what: `processor time of governed getUser, ${width} at once`, unit: "µs/call", peerName },
      ...{ ours: ours.map(cpuMicros), peer: peer.map(cpuMicros), ...(goal && { goal }) },
    });
    rows.push(
      speed(okta.name, theirs, width === 64 ? { atLeast: 3 } : undefined),
      cost(okta.name, theirs, { atMost: 1 }),
      speed(pool.name, bare, width === 64 ? { atLeast: 0.6 } : undefined),
      cost(pool.name, bare),
    );
  }
  return [...rows, ...(await oneAtATime(org, installed)), ...(await manyAtOnce(org, installed))];
}

/** The connector as a user of npm has it. */
function execute({ origin, env }: Org, { folder }: Installed, width: number): Promise<RemoteSide> {
  return remoteSide("execute()", "call-arx", [origin, String(width), folder], env);
}

/** What a governed call takes, against what it can't do without: the request, and a commit to the disk on both sides. */
async function oneAtATime(org: Org, installed: Installed): Promise<readonly Row[]> {
  const peerName = "bare undici Pool and two commits";
  const [ours, least] = await againstTheLeast(org, installed, 1);
  return [
    {
      ...{ what: "time of a governed getUser, 1 at once, median", unit: "µs", goal: { atMost: 1 } },
      ...{ ours: ours.map(medianMicros), peer: least.map(medianMicros), peerName },
    },
    {
      ...{ what: "processor time of governed getUser, 1 at once", unit: "µs/call" },
      ...{ ours: ours.map(cpuMicros), peer: least.map(cpuMicros), peerName },
    },
  ];
}

/** The same of many at once, whose commits are shared. */
async function manyAtOnce(org: Org, installed: Installed): Promise<readonly Row[]> {
  const peerName = "bare undici Pool and two shared commits";
  const [ours, least] = await againstTheLeast(org, installed, 64);
  const what = "governed getUser, 64 at once";
  return [
    { ...{ what, unit: "calls/s" }, ours: ours.map(rate), peer: least.map(rate), peerName },
    {
      ...{ what: `processor time of ${what}`, unit: "µs/call" },
      ...{ ours: ours.map(cpuMicros), peer: least.map(cpuMicros), peerName },
    },
  ];
}

async function againstTheLeast(
  org: Org,
  installed: Installed,
  width: number,
): Promise<readonly [ours: readonly Sample[], least: readonly Sample[]]> {
  await using arx = await execute(org, installed, width);
  await using logged = await remoteSide(
    "the least",
    "call-pool-logged",
    [org.origin, String(width)],
    org.env,
  );
  const [ours = [], least = []] = await alternate([arx, logged], { rounds: 9, roundMs: 400 });
  return [ours, least];
}
