import { ArxError } from "./arx-error.ts";

/** What was given as a checkpoint, or as a key to verify one with, is none. Nothing was verified. */
export class CheckpointInvalidError extends ArxError {
  override readonly name = "CheckpointInvalidError";
  readonly code = "checkpoint_invalid";
  readonly retryable = false;
}
