import { ArxError } from "./arx-error.ts";

/** An address is not one that credentials may be sent to. Nothing was sent to it. */
export class OriginRefusedError extends ArxError {
  override readonly name = "OriginRefusedError";
  readonly code = "origin_refused";
  readonly retryable = false;
}
