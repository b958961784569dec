import { inTurns, type Row } from "./measure.ts";
import { startOrg } from "./org.ts";
import { ask } from "./processes.ts";
import type { PagesRead } from "./processes/read-pages.ts";

const users = 100_000;
const rounds = 5;

/** All pages of 200 as one governed action, against a bare undici pool that follows the same links. */
export async function paging(): Promise<readonly Row[]> {
  await using org = await startOrg(users);
  const { ours, peer } = await inTurns(
    rounds,
    () => ask<PagesRead>("pages-arx", [], org.env),
    () => ask<PagesRead>("pages-pool", [org.origin]),
  );
  const wrong = [...ours, ...peer].find(({ items }) => items !== users);
  if (wrong) throw new Error(`${wrong.items} users were read of ${users}`);

  const peerName = "bare undici Pool";
  const speed = ({ items, seconds }: PagesRead): number => items / seconds;
  return [
    {
      ...{ what: "100,000 users in pages of 200", unit: "users/s", peerName, goal: { atLeast: 0.8 } },
      ...{ ours: ours.map(speed), peer: peer.map(speed) },
    },
    {
      ...{ what: "100,000 users: time to the first", unit: "ms", peerName },
      ...{
        ours: ours.map(({ firstItemMs }) => firstItemMs),
        peer: peer.map(({ firstItemMs }) => firstItemMs),
      },
    },
    {
      ...{
        what: "100,000 users: memory at its peak, over idle",
        unit: "MB",
        peerName: "the limit",
        goal: { atMost: 1 },
      },
      ...{ ours: ours.map(({ peakMb }) => peakMb), peer: [60] },
    },
    {
      ...{ what: "100,000 users: memory at its peak, over idle", unit: "MB", peerName },
      ...{ ours: ours.map(({ peakMb }) => peakMb), peer: peer.map(({ peakMb }) => peakMb) },
    },
  ];
}
