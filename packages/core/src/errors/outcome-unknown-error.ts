import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The request left, and no answer came back whole: the API may have carried it out. It is never repeated blindly. */
export class OutcomeUnknownError extends ArxError {
  override readonly name = "OutcomeUnknownError";
  readonly code = "outcome_unknown";
  readonly retryable = false;

  constructor(operation: string, why: string, options?: ArxErrorOptions) {
    super(
      `${operation}: ${why}; it is not known whether it happened: read the target before trying again`,
      options,
    );
  }
}
