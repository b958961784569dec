import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The vault's file is not what was written: damaged, or altered by somebody without the key. Nothing in it was used. */
export class VaultCorruptError extends ArxError {
  override readonly name = "VaultCorruptError";
  readonly code = "vault_corrupt";
  readonly retryable = false;
  readonly file: string;

  constructor(file: string, problem: string, options: ArxErrorOptions = {}) {
    super(`${file} can't be trusted: ${problem}; keep the file and restore a backup`, options);
    this.file = file;
  }
}
