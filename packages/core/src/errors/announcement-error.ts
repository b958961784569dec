import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** A channel could not be told of a request. The request stands, and waits for people; nothing was approved. */
export class AnnouncementError extends ArxError {
  override readonly name = "AnnouncementError";
  readonly code = "announcement_failed";
  readonly retryable = true;

  constructor(channel: string, why: string, options?: ArxErrorOptions) {
    super(`${channel} was not told: ${why}`, options);
  }
}
