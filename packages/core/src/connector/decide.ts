import type { AuditEntry } from "../audit/audit-log.ts";
import type { Json } from "../audit/record.ts";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { UnknownOperationError } from "../errors/unknown-operation-error.ts";
import type { Decision, DenyReason } from "../policy/decision.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Action } from "./action.ts";
import type { OperationId, Risk } from "./operation.ts";

/** What policy says of an action now. A failing evaluator, and one that answers what is no decision, denies. */
export function decide(
  { connector, agentId, operation, risk, servesAction }: Action,
  { policy, clock }: Pick<Runtime, "policy" | "clock">,
): Decision {
  try {
    const decision = policy.decide({ connector, agentId, operation, risk, at: clock.now() });
    if (decision.verdict === "escalate" && servesAction !== undefined)
      return denial("needs_approval", decision.policySet);
    // The floor holds for every decision point, not only for the one whose loader knows it.
    if (decision.verdict === "allow" && risk === "critical")
      return denial("evaluator_failed", decision.policySet);
    if (["allow", "escalate", "deny"].includes(decision.verdict)) return decision;
  } catch {
    // Denied below.
  }
  return denial("evaluator_failed", "");
}

function denial(reason: DenyReason, policySet: string): Decision {
  return { verdict: "deny", reason, policies: [], channels: [], demands: [], policySet };
}

/** The record of a decision. @param input the action's input without its secrets */
export function decisionEntry(action: Action, input: Json, decision: Decision): AuditEntry {
  const { id: actionId, orgId, agentId, connector, operation, risk } = action;
  const { riskRaised, servesAction, agentOwner, requestedBy, vaultPath } = action;
  const { verdict, policySet, policies, reason, approval } = decision;
  return {
    ...{ kind: "decision", orgId, actionId, agentId, connector, operation, risk, verdict },
    // In the order of the canonical form, which is cheaper so.
    details: {
      ...(agentOwner !== undefined && { agentOwner }),
      ...(approval !== undefined && { approval }),
      ...{ input, policies, policySet },
      ...(reason !== undefined && { reason }),
      ...(requestedBy !== undefined && { requestedBy }),
      ...(riskRaised !== undefined && { riskRaised }),
      ...(servesAction !== undefined && { servesAction }),
      vaultPath,
    },
  };
}

/** The record of a call that came to no action: its operation is unknown, or its input can't be accepted. */
export function refusalEntry(
  call: Pick<Action, "id" | "orgId" | "agentId" | "connector" | "operation">,
  risk: Risk | undefined,
  error: unknown,
): AuditEntry {
  const { id: actionId, orgId, agentId, connector, operation } = call;
  return {
    ...{ kind: "decision", orgId, actionId, agentId, connector, verdict: "deny" },
    operation: String(operation).toWellFormed() as OperationId,
    ...(risk && { risk }),
    // The faults are recorded, not the input: a secret may stand under any wrong name.
    details: {
      reason: reasonOf(error),
      ...(error instanceof InvalidInputError && { faults: error.faults }),
    },
  };
}

function reasonOf(error: unknown): DenyReason {
  if (error instanceof UnknownOperationError) return "unknown_operation";
  return error instanceof InvalidInputError ? "invalid_input" : "evaluator_failed";
}
