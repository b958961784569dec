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
   * @throws VaultAccessDeniedError if the provider refuses
   * @throws VaultUnavailableError if the provider can't be reached, or answers what can't be understood
   * @throws VaultInputError if the path can't name anything in this provider
   */
  read(path: string, signal?: AbortSignal): Promise<SecretBundle>;
  close(): Promise<void>;
}

/** What is kept at one path: names, never values. */
export interface VaultListing {
  readonly path: string;
  readonly fields: readonly string[];
}

/** A vault that people fill through Arx. A write that resolved is durable. */
export interface WritableVault {
  /**
   * Keeps a value, in place of what the field held before.
   * @throws VaultInputError if a name or the value can't be kept
   * @throws VaultWriteError if it did not become durable
   */
  set(path: string, field: string, value: Secret): Promise<void>;
  /**
   * Removes one field, or all fields of a path; tells whether there was any.
   * @throws VaultWriteError if it did not become durable
   */
  remove(path: string, field?: string): Promise<boolean>;
  /** Lists every path with the names of its fields, sorted. */
  list(): Promise<readonly VaultListing[]>;
}
