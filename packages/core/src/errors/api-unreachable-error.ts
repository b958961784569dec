import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The API could not be reached, or did not answer a read. Nothing was changed. */
export class ApiUnreachableError extends ArxError {
  override readonly name = "ApiUnreachableError";
  readonly code = "api_unreachable";
  readonly retryable = true;

  constructor(operation: string, why: string, options?: ArxErrorOptions) {
    super(`${operation}: no answer came from the API: ${why}; nothing was changed`, options);
  }
}
