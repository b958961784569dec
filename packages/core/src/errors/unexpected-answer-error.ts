import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The API answered with something that the operation does not describe. The request was carried out as far as its status tells. */
export class UnexpectedAnswerError extends ArxError {
  override readonly name = "UnexpectedAnswerError";
  readonly code = "unexpected_answer";
  readonly retryable = false;

  constructor(operation: string, why: string, options?: ArxErrorOptions) {
    super(`${operation}: the answer is not what the API describes: ${why}`, options);
  }
}
