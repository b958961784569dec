import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The API was called, and its outcome could not be recorded. The call may have happened; the log shows its intent alone. */
export class OutcomeUnrecordedError extends ArxError {
  override readonly name = "OutcomeUnrecordedError";
  readonly code = "outcome_unrecorded";
  readonly retryable = false;

  constructor(operation: string, options?: ArxErrorOptions) {
    super(
      `${operation}: the call was made, but its outcome could not be recorded; it is listed among the unknown ones`,
      options,
    );
  }
}
