import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The provider refused to show a path to us, which says nothing about what is there. No secret was read. */
export class VaultAccessDeniedError extends ArxError {
  override readonly name = "VaultAccessDeniedError";
  readonly code = "vault_access_denied";
  readonly retryable = false;
  readonly provider: string;

  constructor(provider: string, problem: string, options: ArxErrorOptions = {}) {
    super(`the ${provider} vault refused: ${problem}`, options);
    this.provider = provider;
  }
}
