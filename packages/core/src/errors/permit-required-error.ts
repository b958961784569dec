import { ArxError } from "./arx-error.ts";

/** Code tried to open the vault or reach the API without a permit. No secret was read; nothing was sent. */
export class PermitRequiredError extends ArxError {
  override readonly name = "PermitRequiredError";
  readonly code = "permit_required";
  readonly retryable = false;

  constructor() {
    super("the vault and the network open only to a permit issued by the settle step");
  }
}
