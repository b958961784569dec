import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** How a call ended could not be recorded. It may have happened; the log shows no more than a write's intent. */
export class OutcomeUnrecordedError extends ArxError {
  override readonly name = "OutcomeUnrecordedError";
  readonly code = "outcome_unrecorded";
  readonly retryable = false;

  constructor(operation: string, options?: ArxErrorOptions) {
    super(
      `${operation}: the call may have been made, and its outcome could not be recorded; a write is listed among the unknown ones`,
      options,
    );
  }
}
