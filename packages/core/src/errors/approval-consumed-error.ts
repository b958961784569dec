import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The approval was used before: an approval is good for one call. Nothing was sent this time. */
export class ApprovalConsumedError extends ArxError {
  override readonly name = "ApprovalConsumedError";
  readonly code = "approval_consumed";
  readonly retryable = false;
  readonly approvalId: string;

  constructor(operation: string, approvalId: string, options?: ArxErrorOptions) {
    super(`${operation}: approval ${approvalId} was used before`, options);
    this.approvalId = approvalId;
  }
}
