import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The clock shows a time before the approval's last change, so no time limit can be checked. Nothing was sent; the approval stands. */
export class ClockMovedBackError extends ArxError {
  override readonly name = "ClockMovedBackError";
  readonly code = "clock_moved_back";
  readonly retryable = true;
  readonly approvalId: string;

  constructor(operation: string, approvalId: string, options?: ArxErrorOptions) {
    super(
      `${operation}: the clock was moved back behind the last change of approval ${approvalId}; set it right`,
      options,
    );
    this.approvalId = approvalId;
  }
}
