import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** The operating system does not tell who sits at this machine, or in which groups they are. Nothing was decided. */
export class PersonUnknownError extends ArxError {
  override readonly name = "PersonUnknownError";
  readonly code = "person_unknown";
  readonly retryable = false;

  constructor(why: string, options?: ArxErrorOptions) {
    super(`nobody can decide from here: ${why}`, options);
  }
}
