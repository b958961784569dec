import type { Row } from "./measure.ts";
import { startOrg } from "./org.ts";
import { ask } from "./processes.ts";
import type { PagesRead } from "./processes/read-pages.ts";

const users = 100_000;
const rounds = 5;

/** All pages of 200 as one governed action, against a bare undici pool that follows the same links. */
export async function paging(): Promise<readonly Row[]> {
  await using org = await startOrg(users);
  const ours: PagesRead[] = [];
  const peer: PagesRead[] = [];
  const sides = [
    async () => ours.push(await ask("pages-arx", [], org.env)),
    async () => peer.push(await ask("pages-pool", [org.origin])),
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const measure of round % 2 === 0 ? sides : sides.toReversed()) await measure();
  }
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
      ...{ what: "their first user", unit: "ms", peerName },
      ...{
        ours: ours.map(({ firstItemMs }) => firstItemMs),
        peer: peer.map(({ firstItemMs }) => firstItemMs),
      },
    },
    {
      ...{
        what: "their memory at its peak, over idle",
        unit: "MB",
        peerName: "the limit",
        goal: { atMost: 1 },
      },
      ...{ ours: ours.map(({ peakMb }) => peakMb), peer: [60] },
    },
    {
      ...{ what: "the same", unit: "MB", peerName },
      ...{ ours: ours.map(({ peakMb }) => peakMb), peer: peer.map(({ peakMb }) => peakMb) },
    },
  ];
}
