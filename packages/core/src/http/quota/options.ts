/** How a process shares what an API lets it do. */
export interface QuotaOptions {
  /** The share of each window that agents leave to people, from 0 to 1. Default: 0.1. */
  readonly reserve?: number;
  /** The longest that a call waits for room, in milliseconds. Default: 120000; the call's own time limit may be shorter. */
  readonly maxWaitMs?: number;
  /**
   * How many requests an API bears at once, by connector, where that is known better than from its spec. No answer tells
   * it, and what an org was sold decides it.
   */
  readonly concurrency?: Readonly<Record<string, number>>;
}

/** Options with their defaults. @throws RangeError if one is out of range */
export function quotaOptions({
  reserve = 0.1,
  maxWaitMs = 120_000,
  concurrency = {},
}: QuotaOptions): Required<QuotaOptions> {
  if (!(reserve >= 0 && reserve < 1))
    throw new RangeError(`reserve is ${reserve}: use a share from 0 to below 1`);
  if (!(maxWaitMs >= 0)) throw new RangeError(`maxWaitMs is ${maxWaitMs}: use milliseconds from 0 on`);
  for (const [connector, atOnce] of Object.entries(concurrency)) {
    if (!(Number.isInteger(atOnce) && atOnce >= 1))
      throw new RangeError(`concurrency of ${connector} is ${atOnce}: use a whole number from 1 on`);
  }
  return { reserve, maxWaitMs, concurrency };
}
