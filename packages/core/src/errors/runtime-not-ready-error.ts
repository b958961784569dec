import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The runtime did not open, or can't sign in: something that it needs is missing or wrong. Nothing was sent. */
export class RuntimeNotReadyError extends ArxError {
  override readonly name = "RuntimeNotReadyError";
  readonly code = "runtime_not_ready";
  readonly retryable = false;
  /** The vault path that lacks a field, where that is what is missing. */
  readonly path: string | undefined;

  constructor(message: string, options: ArxErrorOptions & { readonly path?: string } = {}) {
    super(message, options);
    this.path = options.path;
  }
}
