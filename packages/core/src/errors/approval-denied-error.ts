import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** A person denied this action. It read no secret and sent nothing. */
export class ApprovalDeniedError extends ArxError {
  override readonly name = "ApprovalDeniedError";
  readonly code = "approval_denied";
  readonly retryable = false;
  readonly approvalId: string;

  constructor(operation: string, approvalId: string, by: string, reason: string, options?: ArxErrorOptions) {
    super(`${operation} was denied by ${by}: ${reason}`, options);
    this.approvalId = approvalId;
  }
}
