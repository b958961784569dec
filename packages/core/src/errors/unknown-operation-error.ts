import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The connector has no operation of this id. The refusal was recorded; no secret was read; nothing was sent. */
export class UnknownOperationError extends ArxError {
  override readonly name = "UnknownOperationError";
  readonly code = "unknown_operation";
  readonly retryable = false;

  constructor(connector: string, operation: string, options?: ArxErrorOptions) {
    super(`${connector} has no operation ${JSON.stringify(operation)}`, options);
  }
}
