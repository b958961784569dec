import { hostname } from "node:os";
import type { AuditLog } from "../audit/audit-log.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { OpenAction, Store } from "../store/store.ts";

/** What it takes to write down that nobody is at an action any more. */
export interface DoubtParts {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Finds the actions whose process died on this host, or whose time is over, and puts on record that their outcome is unknown. */
export async function findAbandoned({ store, audit, clock }: DoubtParts, orgId?: string): Promise<void> {
  for (const open of await store.openActions(orgId)) {
    const at = clock.now();
    const because = open.unknownSince === undefined ? whyAbandoned(open, at) : undefined;
    if (because === undefined) continue;
    const { actionId, agentId, connector, operation, host, pid } = open;
    try {
      await store.commit([
        { do: "doubt", actionId, at },
        audit.step({
          ...{
            kind: "outcome",
            orgId: open.orgId,
            actionId,
            agentId,
            connector,
            operation,
            outcome: "unknown",
          },
          details: { because, host, pid },
        }),
      ]);
    } catch (error) {
      // Another process saw it first, or it ended after all.
      if (!(error instanceof StoreConflictError)) throw error;
    }
  }
}

function whyAbandoned({ endsBy, host, pid, startedAt }: OpenAction, at: number): string | undefined {
  if (host === hostname() && !isRunning(pid, startedAt)) return "the process that carried it out is gone";
  return at >= endsBy ? "it did not end in its time" : undefined;
}

function isRunning(pid: number, startedAt: number): boolean {
  // In a container a process often has the number of the one before it.
  if (pid === process.pid) return startedAt >= performance.timeOrigin;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one that runs.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
