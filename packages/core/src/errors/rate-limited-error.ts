import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The API's rate limit leaves no room in the time that the call has. Nothing was carried out. */
export class RateLimitedError extends ArxError {
  override readonly name = "RateLimitedError";
  readonly code = "rate_limited";
  readonly retryable = true;
  /** When there is likely to be room, in milliseconds from now. */
  readonly retryAfterMs: number;

  constructor(operation: string, why: string, retryAfterMs: number, options?: ArxErrorOptions) {
    const ms = Math.max(0, Math.ceil(retryAfterMs));
    super(`${operation}: ${why}; try again in ${ms} ms`, options);
    this.retryAfterMs = ms;
  }
}
