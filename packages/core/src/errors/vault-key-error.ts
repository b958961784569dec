import { ArxError } from "./arx-error.ts";

/** The vault's key or the audit key is missing, malformed, badly protected or not the right one. No secret was read; nothing was written. */
export class VaultKeyError extends ArxError {
  override readonly name = "VaultKeyError";
  readonly code = "vault_key";
  readonly retryable = false;
}
