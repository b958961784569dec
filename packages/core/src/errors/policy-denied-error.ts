import { ArxError, type ArxErrorOptions } from "./arx-error.ts";
import type { Decision, DenyReason } from "../policy/decision.ts";

/** Policy refused this action. The refusal was recorded; no secret was read; nothing was sent. */
export class PolicyDeniedError extends ArxError {
  override readonly name = "PolicyDeniedError";
  readonly code = "policy_denied";
  readonly retryable = false;
  readonly operation: string;
  readonly reason: DenyReason;
  /** The policies that deny it by name, where some do. */
  readonly policies: readonly string[];

  constructor(operation: string, decision: Decision, options?: ArxErrorOptions) {
    const { reason = "no_grant", policies } = decision;
    super(`policy denied ${operation}: ${explanation(reason, policies)}`, options);
    this.operation = operation;
    this.reason = reason;
    this.policies = policies;
  }
}

function explanation(reason: DenyReason, policies: readonly string[]): string {
  if (reason === "denied_by_policy") return `denied by ${policies.join(", ")}`;
  if (reason === "no_grant") return "no policy grants it to this agent at this risk";
  return reason;
}
