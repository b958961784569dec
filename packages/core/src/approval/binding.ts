import { canonicalJson, sha256 } from "../audit/canonical.ts";
import type { Action } from "../connector/action.ts";
import { deepFreeze } from "../connector/input.ts";
import { ApprovalAlteredError } from "../errors/approval-altered-error.ts";
import type { Approval, NewApproval, Vote } from "./approval.ts";
import type { Sealer } from "./sealer.ts";
import { tally } from "./tally.ts";

/** What a request says of its action for whoever lists it, decides on it or takes it up. */
const saidOfAction = ["orgId", "agentId", "agentOwner", "requestedBy", "connector", "operation"] as const;

/**
 * What an approval is bound to: SHA-256 (hex) over the canonical JSON of the whole action, who may not approve it, what
 * policy demands of those who do, what they are shown, until when they may decide, the policy set that asks and the request.
 */
export function digestAction(
  action: Action,
  {
    id,
    policySet,
    cardDigest,
    demands,
    decideBy,
  }: Pick<NewApproval, "id" | "policySet" | "cardDigest" | "demands" | "decideBy">,
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
      decideBy,
      demands,
      policySet,
      requestId: id,
    }),
  );
}

/** A vote on a request, so that whoever can write to the store, and has not the key, can't add or change one. */
export function sealVote(vote: Vote, { digest }: Pick<Approval, "digest">, sealer: Sealer): Vote {
  return { ...vote, seal: sealer.seal("", votedText(vote, digest)) };
}

/**
 * The action that a request was made for.
 * @throws ApprovalAlteredError if the request is not bound to it, says otherwise whose it is, would be shown otherwise, or
 * has votes that nobody gave, or is approved without them, or for longer
 * @throws StoreUnavailableError if it can't be opened
 */
export function boundAction(approval: Approval, sealer: Sealer): Action {
  const { id, actionId, sealedAction, digest, card, cardDigest, state, votes, demands, executeBy } = approval;
  const altered = (what: string): ApprovalAlteredError => new ApprovalAlteredError(id, what, { actionId });
  if (sha256(canonicalJson(card)) !== cardDigest) throw altered("its card is another");
  const action = JSON.parse(sealer.open(sealedAction, actionId)) as Action;
  const isOther = saidOfAction.some((name) => action[name] !== approval[name]);
  if (isOther || digestAction(action, approval) !== digest) throw altered("it is bound to another action");
  if (!votes.every((vote) => isGiven(vote, digest, sealer))) throw altered("nobody gave one of its votes so");
  if (state === "approved") {
    if (tally(demands, votes) !== "approved") throw altered("its votes do not approve it");
    const given = votes.find((vote) => vote.executeBy !== undefined);
    // Whoever can write to the store could give it more time, when that is over too.
    if (given?.executeBy !== executeBy) throw altered("its votes give it another time");
  }
  return deepFreeze(action);
}

function isGiven({ seal = "", ...vote }: Vote, digest: string, sealer: Sealer): boolean {
  try {
    return sealer.open(seal, votedText(vote, digest)) === "";
  } catch {
    return false;
  }
}

/** What a vote's seal vouches for; no action's id, which vouches for sealed actions, reads so. */
function votedText(vote: Vote, digest: string): string {
  return canonicalJson({ digest, vote });
}
