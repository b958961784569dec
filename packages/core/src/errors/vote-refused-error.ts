import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** A vote was not counted: the person may not decide, has voted before, or the request is no longer open. Nothing was changed. */
export class VoteRefusedError extends ArxError {
  override readonly name = "VoteRefusedError";
  readonly code = "vote_refused";
  readonly retryable = false;
  readonly approvalId: string;

  constructor(approvalId: string, person: string, why: string, options?: ArxErrorOptions) {
    super(`the vote of ${person} on ${approvalId} was not counted: ${why}`, options);
    this.approvalId = approvalId;
  }
}
