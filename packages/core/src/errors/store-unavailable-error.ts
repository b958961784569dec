import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The store can't be read or written. What was to be recorded was not, so what depends on it did not happen. */
export class StoreUnavailableError extends ArxError {
  override readonly name = "StoreUnavailableError";
  readonly code = "store_unavailable";
  readonly retryable: boolean;

  constructor(message: string, options: ArxErrorOptions & { readonly retryable?: boolean } = {}) {
    super(message, options);
    this.retryable = options.retryable ?? false;
  }
}
