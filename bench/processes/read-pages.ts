import { tell } from "./tell.ts";

/** What reading all users took a process. */
export interface PagesRead {
  readonly items: number;
  readonly seconds: number;
  readonly firstItemMs: number;
  /** The most memory that reading took, over what the process had when it was ready to, in MB of 10^6 bytes. */
  readonly peakMb: number;
}

/**
 * Reads all users once and tells the bench. `read` calls `each` for every item.
 * @param ready one call, so that the connection stands and the code is loaded
 */
export async function readPages(
  ready: () => Promise<unknown>,
  read: (each: (item: unknown) => void) => Promise<void>,
): Promise<void> {
  await ready();
  const idle = process.memoryUsage.rss();
  const started = performance.now();
  let first: number | undefined;
  let items = 0;
  let peak = idle;
  await read(() => {
    first ??= performance.now();
    items += 1;
    // Asking takes as long as a tenth of a page, so not at each.
    if (items % 2_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  });
  const ended = performance.now();
  tell({
    items,
    seconds: (ended - started) / 1000,
    firstItemMs: (first ?? ended) - started,
    peakMb: (peak - idle) / 1e6,
  } satisfies PagesRead);
}
