import { ArxError } from "./arx-error.ts";

/** There is no request for approval of this id. Nothing was changed; nothing was sent. */
export class ApprovalNotFoundError extends ArxError {
  override readonly name = "ApprovalNotFoundError";
  readonly code = "approval_not_found";
  readonly retryable = false;

  constructor(approvalId: string) {
    super(`there is no approval ${approvalId}`);
  }
}
