import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/**
 * What the store holds of a request is not what was asked: it was altered, or made by a version that bound requests
 * otherwise. Nobody decides on it, until its time is over; nothing was sent.
 */
export class ApprovalAlteredError extends ArxError {
  override readonly name = "ApprovalAlteredError";
  readonly code = "approval_altered";
  readonly retryable = false;
  readonly approvalId: string;

  constructor(approvalId: string, what: string, options?: ArxErrorOptions) {
    super(
      `approval ${approvalId} was altered in the store, or another version of Arx made it: ${what}; ask again, and find out who writes to the store if no other version did`,
      options,
    );
    this.approvalId = approvalId;
  }
}
