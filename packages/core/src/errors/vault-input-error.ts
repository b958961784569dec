import { ArxError } from "./arx-error.ts";

/** A name, value or setting handed to the vault can't be accepted. Nothing was read or written. */
export class VaultInputError extends ArxError {
  override readonly name = "VaultInputError";
  readonly code = "vault_input";
  readonly retryable = false;
}
