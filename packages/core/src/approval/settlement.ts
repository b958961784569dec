import { randomUUIDv7 } from "node:crypto";
import { hostname } from "node:os";
import type { AuditEntry } from "../audit/audit-log.ts";
import { canonicalJson, sha256 } from "../audit/canonical.ts";
import type { Action } from "../connector/action.ts";
import type { Operation } from "../connector/operation.ts";
import { ApprovalAlteredError } from "../errors/approval-altered-error.ts";
import { ApprovalConsumedError } from "../errors/approval-consumed-error.ts";
import { ApprovalDeniedError } from "../errors/approval-denied-error.ts";
import { ApprovalExpiredError } from "../errors/approval-expired-error.ts";
import { ApprovalPendingError } from "../errors/approval-pending-error.ts";
import { ClockMovedBackError } from "../errors/clock-moved-back-error.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import { isSafe } from "../http/retry.ts";
import type { Decision } from "../policy/decision.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Change } from "../store/store.ts";
import type { Approval, ApprovalCard } from "./approval.ts";
import { boundAction, digestAction } from "./binding.ts";
import { Permit } from "./permit.ts";
import { approvalEntry } from "./records.ts";

/** Between the end of a call and the record of its outcome; another process looks no earlier for what became of it. */
const recordMs = 10_000;

/** Turns a decision, or an approval that people gave, into the permit to act. Nothing else makes permits. */
export class Settlement {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * For what policy lets through without a person: the decision and the intent become durable together. A read has no
   * intent of its own: where nobody is asked, its decision says all that there is to say before it is sent.
   */
  async permit(
    operation: Operation,
    action: Action,
    decision: Decision,
    decided: AuditEntry,
  ): Promise<Permit> {
    const { store, audit } = this.#runtime;
    const approvedBy =
      decision.approval === "auto" ? { approval: "auto", policies: decision.policies } : { approval: "none" };
    const startedAt = this.#runtime.clock.now();
    const intent = isSafe(operation) ? [] : this.#intent(operation, action, startedAt, approvedBy);
    await store.commit([audit.step(decided), ...intent]);
    return this.#issue(operation, action, startedAt);
  }

  /**
   * Asks people: stores the request, bound to the action and to what its approvers are shown.
   * @param instead an approval of this action that no longer holds
   * @throws ApprovalExpiredError, ApprovalConsumedError if another process took `instead` first
   */
  async ask(action: Action, decision: Decision, card: ApprovalCard, instead?: Approval): Promise<Approval> {
    const { approvals, clock, sealer } = this.#runtime;
    const id = `apr_${randomUUIDv7()}`;
    const requestedAt = clock.now();
    const { policySet, demands, channels } = decision;
    const decideBy = requestedAt + approvals.limits.decideMs;
    const cardDigest = sha256(canonicalJson(card));
    const request = {
      ...{ id, orgId: action.orgId, actionId: action.id, agentId: action.agentId },
      ...(action.agentOwner !== undefined && { agentOwner: action.agentOwner }),
      ...(action.requestedBy !== undefined && { requestedBy: action.requestedBy }),
      ...{ connector: action.connector, operation: action.operation },
      digest: digestAction(action, { id, policySet, cardDigest, demands, decideBy }),
      policySet,
      ...{ card, cardDigest },
      ...{ demands, channels },
      sealedAction: sealer.seal(JSON.stringify(action), action.id),
      ...{ requestedAt, decideBy },
    };
    try {
      return await approvals.request(request, instead);
    } catch (error) {
      if (instead === undefined || !(error instanceof StoreConflictError)) throw error;
      throw await this.#lost(instead, error);
    }
  }

  /**
   * The action that a request was made for.
   * @throws ApprovalDeniedError, ApprovalExpiredError, ApprovalConsumedError if it is over, whatever it is bound to
   * @throws ApprovalAlteredError if the request is not bound to it
   */
  actionOf(approval: Approval): Action {
    if (approval.state !== "pending") requireApproved(approval);
    return boundAction(approval, this.#runtime.sealer);
  }

  /**
   * Uses an approval up: its consumption and the intent are one transaction, so of many callers one gets the permit.
   * @throws ApprovalPendingError, ApprovalDeniedError, ApprovalExpiredError, ApprovalConsumedError as its state says
   * @throws ClockMovedBackError if its time limit can't be checked
   * @throws ApprovalAlteredError if the log says that the action was started before
   */
  async consume(operation: Operation, action: Action, approval: Approval): Promise<Permit> {
    requireApproved(approval);
    const { audit, clock, store } = this.#runtime;
    // Whoever calls a used approval unused in the store has to change the log too, which `verify` finds.
    for await (const _ of store.audit({ orgId: action.orgId, actionId: action.id, kind: "intent" })) {
      // Another process may have used it just now.
      requireApproved(await this.#runtime.approvals.get(approval.id));
      throw new ApprovalAlteredError(approval.id, "it was used before", { actionId: action.id });
    }
    const people = approval.votes.map(({ person }) => person);
    const startedAt = clock.now();
    const details = { approval: "hitl", approvalId: approval.id, approvedBy: people };
    try {
      await store.commit([
        { do: "transition", approvalId: approval.id, from: "approved", to: "consumed", at: startedAt },
        audit.step(approvalEntry(approval, "consumed")),
        ...this.#intent(operation, action, startedAt, details),
      ]);
    } catch (error) {
      if (!(error instanceof StoreConflictError)) throw error;
      throw await this.#lost(approval, error);
    }
    return this.#issue(operation, action, startedAt);
  }

  /** What others may take for lost at an instant is not sent after it, however late this process gets to it. */
  #issue(operation: Operation, action: Action, startedAt: number): Permit {
    const { clock, callTimeoutMs } = this.#runtime;
    if (isSafe(operation)) return Permit.issue(action);
    return Permit.issue(action, { clock, sendBy: startedAt + callTimeoutMs });
  }

  /** Why an approval could not be taken that was there a moment ago. */
  async #lost({ id, operation, actionId }: Approval, cause: StoreConflictError): Promise<Error> {
    requireApproved(await this.#runtime.approvals.get(id));
    return new ClockMovedBackError(operation, id, { actionId, cause });
  }

  #intent(operation: Operation, action: Action, startedAt: number, details: AuditEntry["details"]): Change[] {
    const { audit, callTimeoutMs, sealer } = this.#runtime;
    const { id: actionId, orgId, agentId, connector, operation: operationId, risk } = action;
    const entry = {
      kind: "intent",
      orgId,
      actionId,
      agentId,
      connector,
      operation: operationId,
      risk,
      details,
    } as const;
    // A read that is cut off leaves nothing to find out about; only writes are kept open until their outcome is known.
    if (isSafe(operation)) return [audit.step(entry)];
    const open = {
      ...{ actionId, orgId, agentId, connector, operation: operationId },
      sealedAction: sealer.seal(JSON.stringify(action), actionId),
      ...{ host: hostname(), pid: process.pid, startedAt, endsBy: startedAt + callTimeoutMs + recordMs },
    };
    return [audit.step(entry), { do: "begin", action: open }];
  }
}

function requireApproved({ id, operation, state, decideBy, votes, actionId }: Approval): void {
  const options = { actionId };
  if (state === "pending") throw new ApprovalPendingError(operation, { id, decideBy }, options);
  if (state === "expired") throw new ApprovalExpiredError(operation, id, options);
  if (state === "consumed") throw new ApprovalConsumedError(operation, id, options);
  if (state === "denied") {
    const denial = votes.find(({ choice }) => choice === "deny");
    throw new ApprovalDeniedError(
      operation,
      id,
      denial?.person ?? "nobody",
      denial?.reason ?? "no reason given",
      options,
    );
  }
}
