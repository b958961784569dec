import { canonicalJson, sha256 } from "../audit/canonical.ts";
import type { Action } from "../connector/action.ts";
import { deepFreeze } from "../connector/input.ts";
import { ApprovalAlteredError } from "../errors/approval-altered-error.ts";
import type { Approval, NewApproval } from "./approval.ts";
import type { Sealer } from "./sealer.ts";

/** What a request says of its action for whoever lists it, decides on it or takes it up. */
const saidOfAction = ["orgId", "agentId", "agentOwner", "requestedBy", "connector", "operation"] as const;

/**
 * What an approval is bound to: SHA-256 (hex) over the canonical JSON of the whole action, who may not approve it, what
 * policy demands of those who do, what they are shown, the policy set that asks and the request.
 */
export function digestAction(
  action: Action,
  { id, policySet, cardDigest, demands }: Pick<NewApproval, "id" | "policySet" | "cardDigest" | "demands">,
): string {
  const { agentOwner, requestedBy } = action;
  return sha256(
    canonicalJson({
      org: action.orgId,
      agent: action.agentId,
      ...(agentOwner !== undefined && { agentOwner }),
      ...(requestedBy !== undefined && { requestedBy }),
      connector: action.connector,
      connectorVersion: action.connectorVersion,
      vaultPath: action.vaultPath,
      operation: action.operation,
      input: action.input,
      risk: action.risk,
      cardDigest,
      demands,
      policySet,
      requestId: id,
    }),
  );
}

/**
 * The action that a request was made for.
 * @throws ApprovalAlteredError if the request is not bound to it, or says otherwise whose it is
 * @throws StoreUnavailableError if it can't be opened
 */
export function boundAction(approval: Approval, sealer: Sealer): Action {
  const { id, actionId, sealedAction, digest } = approval;
  const action = JSON.parse(sealer.open(sealedAction, actionId)) as Action;
  const isOther = saidOfAction.some((name) => action[name] !== approval[name]);
  if (isOther || digestAction(action, approval) !== digest)
    throw new ApprovalAlteredError(id, "it is bound to another action", { actionId });
  return deepFreeze(action);
}
