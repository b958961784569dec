import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** What the store holds of a request is not what was asked: it was altered. Nobody decides on it; nothing was sent. */
export class ApprovalAlteredError extends ArxError {
  override readonly name = "ApprovalAlteredError";
  readonly code = "approval_altered";
  readonly retryable = false;
  readonly approvalId: string;

  constructor(approvalId: string, what: string, options?: ArxErrorOptions) {
    super(
      `approval ${approvalId} was altered in the store: ${what}; find out who writes to it, and ask again`,
      options,
    );
    this.approvalId = approvalId;
  }
}
