/** One measured side of a comparison: work per second. */
export interface Side {
  readonly name: string;
  /** Does `count` units of work. */
  readonly run: (count: number) => Promise<void> | void;
}

/** A row of the table: ours against the peer, alternating in the same run. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  /** ours / peer, of the medians. */
  readonly ratio: number;
  /** The larger spread (interquartile range over median) of the two. */
  readonly spread: number;
}

/** Above this spread a row says nothing. */
export const noisy = 0.3;

/**
 * Measures two sides in alternating rounds, so that what the machine does meanwhile meets both alike.
 * @param roundMs how long a round of one side lasts, in milliseconds
 */
export async function compare(what: string, ours: Side, peer: Side, rounds = 9, roundMs = 400): Promise<Row> {
  const sides = [ours, peer] as const;
  const sizes: number[] = [];
  for (const side of sides) sizes.push(await calibrate(side, roundMs));
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const index of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      rates[index].push(await rate(sides[index], sizes[index] ?? 1));
    }
  }
  const [a, b] = rates.map(summary) as [Summary, Summary];
  const ratio = a.median / b.median;
  return {
    what,
    ours: a.median,
    peer: b.median,
    peerName: peer.name,
    ratio,
    spread: Math.max(a.spread, b.spread),
  };
}

/** How much work fits into a round, found with the warm-up. */
async function calibrate(side: Side, roundMs: number): Promise<number> {
  let count = 1;
  for (;;) {
    const seconds = count / (await rate(side, count));
    if (seconds * 1000 >= roundMs / 2) return Math.max(1, Math.round((count * roundMs) / (seconds * 1000)));
    count = Math.ceil(count * Math.min(10, Math.max(2, roundMs / 1000 / seconds)));
  }
}

async function rate({ run }: Side, count: number): Promise<number> {
  const started = performance.now();
  await run(count);
  return count / ((performance.now() - started) / 1000);
}

interface Summary {
  readonly median: number;
  readonly spread: number;
}

function summary(values: readonly number[]): Summary {
  const sorted = [...values].toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { median: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) };
}

/** Runs `count` units of work with `width` of them under way at once. */
export async function atOnce(width: number, count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}
