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
  get actionId(): string | undefined {
    return this.#actionId;
  }

  #actionId: string | undefined;

  constructor(message: string, options: ArxErrorOptions = {}) {
    super(message, options);
    this.#actionId = options.actionId;
  }

  /** Ties an error of a room that knows no actions to the action that it ended; the first tie holds. */
  static tie<E>(error: E, actionId: string): E {
    if (error instanceof ArxError) error.#actionId ??= actionId;
    return error;
  }
}
