/** Some work, and what it took. */
export interface Sample {
  readonly units: number;
  readonly seconds: number;
  /** What the process that did it spent of its processors. */
  readonly cpuSeconds: number;
  /** The median of what a unit took, where they came one at a time. */
  readonly medianSeconds?: number;
}

/** One measured side of a comparison. */
export interface Side {
  readonly name: string;
  /** Does `count` units of work, in whatever process. */
  readonly measure: (count: number) => Promise<Sample>;
}

/** Work of this process as a side. */
export interface Work {
  readonly name: string;
  readonly run: (count: number) => Promise<void> | void;
}

/** How long to measure. */
export interface Rounds {
  readonly rounds: number;
  /** How long a round of one side lasts, in milliseconds. */
  readonly roundMs: number;
}

/** What the ratio is to be. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** A row of the table: ours against the peer or a limit, round by round. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  readonly peerName: string;
  readonly goal?: Goal;
}

/** A row without a goal says nothing above this spread. */
export const noisy = 0.3;

/** A side that works in this process. */
function here({ name, run }: Work): Side {
  return { name, measure: (count) => timed(count, run) };
}

/** Takes the time and the processors of some work in this process. */
export async function timed(units: number, run: Work["run"]): Promise<Sample> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await run(units);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { units, seconds, cpuSeconds: (user + system) / 1e6 };
}

/**
 * Measures sides in alternating rounds, so that what the machine does meanwhile meets all alike. Gives the samples of
 * each side, in the order of the sides; those of one round have the same place.
 */
export async function alternate(
  sides: readonly Side[],
  { rounds, roundMs }: Rounds,
): Promise<readonly (readonly Sample[])[]> {
  const measured: { readonly side: Side; readonly size: number; readonly samples: Sample[] }[] = [];
  for (const side of sides) measured.push({ side, size: await calibrate(side, roundMs), samples: [] });
  // The first round is not counted: what runs often is compiled anew in it.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { side, size, samples } of round % 2 === 0 ? measured : measured.toReversed()) {
      samples.push(await side.measure(size));
    }
  }
  return measured.map(({ samples }) => samples.slice(1));
}

/** What two sides said in rounds; those of one round have the same place. */
export interface InTurns<Said> {
  readonly ours: readonly Said[];
  readonly peer: readonly Said[];
}

/** Asks two sides for what they measured themselves, in rounds of which each begins with the side that came last. */
export async function inTurns<Said>(
  rounds: number,
  ours: () => Promise<Said>,
  peer: () => Promise<Said>,
): Promise<InTurns<Said>> {
  const said: { readonly ours: Said[]; readonly peer: Said[] } = { ours: [], peer: [] };
  const sides = [async () => said.ours.push(await ours()), async () => said.peer.push(await peer())];
  for (let round = 0; round < rounds; round += 1) {
    for (const ask of round % 2 === 0 ? sides : sides.toReversed()) await ask();
  }
  return said;
}

/** Work per second of two sides in this process. */
export async function compare(
  { what, unit }: Pick<Row, "what" | "unit">,
  ours: Work,
  peer: Work,
  rounds: Rounds,
): Promise<Row> {
  const [a = [], b = []] = await alternate([here(ours), here(peer)], rounds);
  return { what, unit, ours: a.map(rate), peer: b.map(rate), peerName: peer.name };
}

/** Units a second. */
export function rate({ units, seconds }: Sample): number {
  return units / seconds;
}

/** Microseconds of processor time a unit. */
export function cpuMicros({ units, cpuSeconds }: Sample): number {
  return (cpuSeconds * 1e6) / units;
}

/** Microseconds that a unit took at the median. */
export function medianMicros({ medianSeconds = Number.NaN }: Sample): number {
  return medianSeconds * 1e6;
}

/** The value in the middle, or the mean of the two there. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies, between two of them where it has to be. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}

/** How much work fits into a round, found with the warm-up. */
async function calibrate(side: Side, roundMs: number): Promise<number> {
  let count = 1;
  for (;;) {
    const ms = (await side.measure(count)).seconds * 1000;
    if (ms >= roundMs / 2) return Math.max(1, Math.round((count * roundMs) / ms));
    count = Math.ceil(count * Math.min(10, Math.max(2, roundMs / ms)));
  }
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
