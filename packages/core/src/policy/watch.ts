import { type FSWatcher, watch } from "node:fs";
import { fingerprint } from "./fingerprint.ts";
import type { PolicyStore } from "./policy-store.ts";

/** How soon a watch acts. */
export interface WatchOptions {
  /** How long a change must have been the last one, in milliseconds: nobody is caught in the middle of a save. */
  readonly settleMs?: number;
  /** How often to look without being told of a change, in milliseconds. */
  readonly pollMs?: number;
}

/** A running watch. It keeps no process alive. */
export interface PolicyWatch extends AsyncDisposable {
  /** Ends the watch, after the reload that may be under way. */
  close(): Promise<void>;
}

/**
 * Reloads a store when something changes in its folder. The system's events make that quick; polling makes it sure, on
 * network file systems and for a folder that was replaced as a whole.
 */
export function watchPolicies(
  store: PolicyStore,
  { settleMs = 200, pollMs = 2_000 }: WatchOptions = {},
): PolicyWatch {
  let closed = false;
  let changedTo: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const lookIn = (delayMs: number): void => {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => {
      looking = looking.then(look);
    }, delayMs).unref();
  };
  const look = async (): Promise<void> => {
    const present = await fingerprint(store.folder);
    // A load that nobody could be told of is tried again, though the folder is as it was.
    const upToDate = present === store.loadedFrom && store.health.cause === undefined;
    const settled = present === changedTo;
    changedTo = upToDate || settled ? undefined : present;
    if (settled && !upToDate) await store.reload();
    lookIn(changedTo === undefined ? pollMs : settleMs);
  };
  const events = eventsOf(store.folder, () => lookIn(settleMs));
  lookIn(pollMs);

  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(timer);
    events?.close();
    await looking;
  };
  return { close, [Symbol.asyncDispose]: close };
}

/** The system's events on a folder; nothing where it has none to give, for polling finds the change too. */
function eventsOf(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const events = watch(folder, { persistent: false }, onChange);
    /* v8 ignore next -- an error may end a watch on Windows and network disks; polling goes on */
    return events.on("error", () => events.close());
  } catch {
    return undefined;
  }
}
