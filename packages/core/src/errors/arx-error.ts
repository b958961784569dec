/** Context that every error may carry: which action it ended, and what caused it. */
export interface ArxErrorOptions extends ErrorOptions {
  readonly actionId?: string;
}

/**
 * The base of every error that this package throws on purpose.
 * `code` is stable and meant for programs; `message` is for people and never holds a secret.
 */
export abstract class ArxError extends Error {
  abstract readonly code: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  abstract readonly retryable: boolean;
  /** The action that this error ended, where there was one: the key to its records. */
  readonly actionId: string | undefined;

  constructor(message: string, options: ArxErrorOptions = {}) {
    super(message, options);
    this.actionId = options.actionId;
  }
}
