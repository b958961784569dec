import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** Nobody decided, or nobody started the approved action, in time. No secret was read; nothing was sent. */
export class ApprovalExpiredError extends ArxError {
  override readonly name = "ApprovalExpiredError";
  readonly code = "approval_expired";
  readonly retryable = false;
  readonly approvalId: string;

  constructor(operation: string, approvalId: string, options?: ArxErrorOptions) {
    super(`${operation}: approval ${approvalId} has expired; ask again`, options);
    this.approvalId = approvalId;
  }
}
