import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/**
 * An action was not sent in its time, as where its process was stopped: by then others may have taken it for lost, found
 * out what became of it and acted on that. Nothing was sent.
 */
export class ActionOverdueError extends ArxError {
  override readonly name = "ActionOverdueError";
  readonly code = "action_overdue";
  readonly retryable = false;

  constructor(operation: string, why: string, options?: ArxErrorOptions) {
    super(`${operation}: ${why}, so it was not sent; look at the target before it is done again`, options);
  }
}
