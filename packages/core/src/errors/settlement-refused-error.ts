import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** A person's word on an unknown outcome was not taken. It stays unknown; nothing was changed. */
export class SettlementRefusedError extends ArxError {
  override readonly name = "SettlementRefusedError";
  readonly code = "settlement_refused";
  readonly retryable = false;

  constructor(why: string, options?: ArxErrorOptions) {
    super(`the outcome was not settled: ${why}`, options);
  }
}
