import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The provider said that nothing is kept at this path. No secret was read; nothing was sent. */
export class VaultPathNotFoundError extends ArxError {
  override readonly name = "VaultPathNotFoundError";
  readonly code = "vault_path_not_found";
  readonly retryable = false;
  readonly provider: string;
  readonly path: string;

  constructor(provider: string, path: string, remedy: string, options: ArxErrorOptions = {}) {
    super(`the ${provider} vault holds nothing at "${path}": ${remedy}`, options);
    this.provider = provider;
    this.path = path;
  }
}
