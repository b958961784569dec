import type { AuditLog } from "../audit/audit-log.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { Store } from "../store/store.ts";
import type { Approval } from "./approval.ts";
import { approvalEntry } from "./records.ts";

/** What it takes to write down that time has passed. */
export interface ExpiryParts {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/**
 * A time limit that has passed is written down by whoever sees it first, so that no clock that is moved back
 * afterwards brings the request to life again. Gives the request as it then is.
 */
export async function expireIfDue(
  approval: Approval,
  { store, audit, clock }: ExpiryParts,
): Promise<Approval> {
  const limit = { pending: approval.decideBy, approved: approval.executeBy }[approval.state as string];
  const at = clock.now();
  if (limit === undefined || at < limit) return approval;
  try {
    await store.commit([
      { do: "transition", approvalId: approval.id, from: approval.state, to: "expired", at },
      audit.step(approvalEntry(approval, "expired")),
    ]);
  } catch (error) {
    if (!(error instanceof StoreConflictError)) throw error;
  }
  /* v8 ignore next -- a store forgets no request */
  return (await store.approval(approval.id)) ?? approval;
}
