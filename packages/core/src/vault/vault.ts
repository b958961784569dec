import type { Secret } from "./secret.ts";

/** The fields that a vault path holds, such as `domain` and `api_token`; every value is a {@link Secret}. */
export interface SecretBundle {
  readonly path: string;
  readonly fields: Readonly<Record<string, Secret>>;
  /** How long the values may be kept in memory, in milliseconds, as the provider says; absent: the reader's own short bound. */
  readonly leaseMs?: number;
}

/** Where secrets are kept. A provider reads; caching, sharing and recording are the reader's business. */
export interface VaultProvider {
  /** Such as `embedded`, `environment` or `kv2`; recorded with each access. */
  readonly name: string;
  /**
   * Reads all fields of a path.
   * @throws VaultPathNotFoundError if there is provably nothing there (a refusal is never absence)
   * @throws VaultUnavailableError if the provider can't be reached, refuses or answers what can't be understood
   */
  read(path: string, signal?: AbortSignal): Promise<SecretBundle>;
  close(): Promise<void>;
}
