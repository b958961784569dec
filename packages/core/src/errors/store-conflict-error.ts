import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** A condition of a change did not hold: somebody was faster, or a time limit passed. Nothing of the unit was written. */
export class StoreConflictError extends ArxError {
  override readonly name = "StoreConflictError";
  readonly code = "store_conflict";
  readonly retryable = false;

  /** Which step failed, such as `vote` or `transition`. */
  readonly step: string;

  constructor(step: string, message: string, options?: ArxErrorOptions) {
    super(message, options);
    this.step = step;
  }
}
