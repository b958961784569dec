import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** What was approved is no longer what would happen: the policy, the target or the action changed. The action sent nothing. */
export class ApprovalStaleError extends ArxError {
  override readonly name = "ApprovalStaleError";
  readonly code = "approval_stale";
  readonly retryable = false;
  readonly approvalId: string;

  constructor(operation: string, approvalId: string, changed: string, options?: ArxErrorOptions) {
    super(`${operation}: approval ${approvalId} no longer holds: ${changed}; ask again`, options);
    this.approvalId = approvalId;
  }
}
