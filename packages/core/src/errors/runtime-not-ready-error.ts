import { ArxError } from "./arx-error.ts";

/** The runtime did not open: something that it needs is missing or wrong. Nothing can be executed. */
export class RuntimeNotReadyError extends ArxError {
  override readonly name = "RuntimeNotReadyError";
  readonly code = "runtime_not_ready";
  readonly retryable = false;
}
