import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** A change of the vault did not become durable. The entries are those from before the change. */
export class VaultWriteError extends ArxError {
  override readonly name = "VaultWriteError";
  readonly code = "vault_write";
  readonly retryable: boolean;

  constructor(message: string, options: ArxErrorOptions & { readonly retryable?: boolean } = {}) {
    super(message, options);
    this.retryable = options.retryable ?? false;
  }
}
