import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The API could not be reached: the connection failed before a byte of the request left. Nothing was sent. */
export class ApiUnreachableError extends ArxError {
  override readonly name = "ApiUnreachableError";
  readonly code = "api_unreachable";
  readonly retryable = true;

  constructor(operation: string, origin: string, why: string, options?: ArxErrorOptions) {
    super(`${operation}: ${origin} can't be reached: ${why}; nothing was sent`, options);
  }
}
