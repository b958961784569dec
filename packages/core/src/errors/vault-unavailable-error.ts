import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The provider could not be reached, or its answer could not be understood. No secret was read; nothing was sent. */
export class VaultUnavailableError extends ArxError {
  override readonly name = "VaultUnavailableError";
  readonly code = "vault_unavailable";
  readonly retryable: boolean;
  readonly provider: string;

  constructor(
    provider: string,
    problem: string,
    options: ArxErrorOptions & { readonly retryable?: boolean } = {},
  ) {
    super(`the ${provider} vault is unavailable: ${problem}`, options);
    this.provider = provider;
    this.retryable = options.retryable ?? true;
  }
}
