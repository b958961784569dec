import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** Nobody decided, or nobody started the approved action, in time. The action read no secret and sent nothing. */
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
