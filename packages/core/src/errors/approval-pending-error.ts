import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** People have not decided yet. The request for approval stands; the action itself read no secret and sent nothing. Resume by `approvalId`. */
export class ApprovalPendingError extends ArxError {
  override readonly name = "ApprovalPendingError";
  readonly code = "approval_pending";
  // The same call again would ask people again.
  readonly retryable = false;
  readonly approvalId: string;
  /** Until when people may decide, in milliseconds since the epoch. */
  readonly decideBy: number;

  constructor(
    operation: string,
    approval: { readonly id: string; readonly decideBy: number },
    options?: ArxErrorOptions,
  ) {
    super(
      `${operation} waits for approval ${approval.id}, until ${new Date(approval.decideBy).toISOString()}`,
      options,
    );
    this.approvalId = approval.id;
    this.decideBy = approval.decideBy;
  }
}
