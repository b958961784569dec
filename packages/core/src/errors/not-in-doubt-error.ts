import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** There is no action of unknown outcome of this id: it is under way, ended, or was settled. Nothing was changed. */
export class NotInDoubtError extends ArxError {
  override readonly name = "NotInDoubtError";
  readonly code = "not_in_doubt";
  readonly retryable = false;

  constructor(actionId: string, options?: ArxErrorOptions) {
    super(`the outcome of action ${actionId} is not in doubt, so there is nothing to settle`, {
      actionId,
      ...options,
    });
  }
}
