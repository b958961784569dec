/** Elapsed time and waiting. It never steps, as a wall clock does. */
export interface Timer {
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls `run` after `ms` milliseconds; the function that it returns takes that back. */
  after(ms: number, run: () => void): () => void;
}

/** What Node waits at most; of anything longer it makes a millisecond. */
const longestMs = 2 ** 31 - 1;

/** The machine's own timer. A wait of more than 24 days ends after as many. */
export const systemTimer: Timer = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timeout = setTimeout(run, Math.min(ms, longestMs));
    return () => clearTimeout(timeout);
  },
};

/** Waits `ms` milliseconds. @throws the signal's reason if it aborts first */
export function sleep(timer: Timer, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const takeBack = timer.after(ms, () => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
    const abort = (): void => {
      takeBack();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
  });
}
