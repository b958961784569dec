import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** One thing that is wrong with an input. */
export interface InputFault {
  /** Dotted, such as `profile.email`; empty for the input as a whole. */
  readonly path: string;
  readonly message: string;
}

/** The input does not fit the operation. The refusal was recorded; no secret was read; nothing was sent. */
export class InvalidInputError extends ArxError {
  override readonly name = "InvalidInputError";
  readonly code = "invalid_input";
  readonly retryable = false;
  /** What is wrong, and where in the input. */
  readonly faults: readonly InputFault[];

  constructor(operation: string, faults: readonly InputFault[], options?: ArxErrorOptions) {
    super(
      `${operation}: ${faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ")}`,
      options,
    );
    this.faults = faults;
  }
}
