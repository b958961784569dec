import { randomUUIDv7 } from "node:crypto";
import type { Approval, ApprovalCard } from "../approval/approval.ts";
import { renderCard } from "../approval/card.ts";
import type { Permit } from "../approval/permit.ts";
import { Settlement } from "../approval/settlement.ts";
import type { AuditEntry } from "../audit/audit-log.ts";
import { canonicalJson } from "../audit/canonical.ts";
import type { Json } from "../audit/record.ts";
import { ApprovalNotFoundError } from "../errors/approval-not-found-error.ts";
import { ApprovalPendingError } from "../errors/approval-pending-error.ts";
import { ApprovalStaleError } from "../errors/approval-stale-error.ts";
import { ArxError } from "../errors/arx-error.ts";
import { PolicyDeniedError } from "../errors/policy-denied-error.ts";
import { UnknownOperationError } from "../errors/unknown-operation-error.ts";
import { Exchange } from "../http/exchange.ts";
import { readResult } from "../http/answer.ts";
import type { Decision } from "../policy/decision.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type Action, effectiveRisk, secretsOf } from "./action.ts";
import type { CallOptions } from "./call-options.ts";
import { decide, decisionEntry, refusalEntry } from "./decide.ts";
import { type Input, parseInput } from "./input.ts";
import type { ConnectorDefinition, Operation, OperationId } from "./operation.ts";
import { StartedAction } from "./started-action.ts";
import { changedSince, type GovernedRead, previewTarget } from "./target.ts";
import { wellFormed } from "./well-formed.ts";

/** On whose behalf a connector acts. */
export interface Caller {
  readonly agentId: string;
  readonly orgId: string;
  readonly agentOwner?: string;
  readonly requestedBy?: string;
  /** Where the credentials are. */
  readonly vaultPath: string;
}

/** An action with the operation that it is one of. */
interface Proposal {
  readonly operation: Operation;
  readonly action: Action;
}

/** The way of every action from a raw input to the permit to act. Its order is fixed; no room can be left out. */
export class Pipeline {
  readonly #definition: ConnectorDefinition;
  readonly #runtime: Runtime;
  readonly #caller: Caller;
  readonly #settlement: Settlement;
  readonly #exchange: Exchange;

  constructor(definition: ConnectorDefinition, runtime: Runtime, caller: Caller) {
    this.#definition = definition;
    this.#runtime = runtime;
    this.#caller = caller;
    this.#settlement = new Settlement(runtime);
    this.#exchange = new Exchange(definition, caller.vaultPath, runtime);
  }

  /** Takes an action as far as its permit: parsed, decided, recorded, approved. */
  async start(
    id: OperationId,
    raw: unknown,
    call: CallOptions,
    servesAction?: string,
  ): Promise<StartedAction> {
    const actionId = randomUUIDv7();
    try {
      const proposal = await this.#propose(actionId, id, raw, servesAction);
      const { operation, action } = proposal;
      const decision = decide(action, this.#runtime);
      const decided = this.#decided(proposal, decision);
      if (decision.verdict === "allow") {
        return this.#started(
          proposal,
          await this.#settlement.permit(operation, action, decision, decided),
          call,
        );
      }
      await this.#runtime.audit.append(decided);
      if (decision.verdict === "deny") throw new PolicyDeniedError(action.operation, decision);
      const approval = await this.#ask(proposal, decision, call);
      return await this.#redeem(await this.#awaited(approval.id, call), proposal, call);
    } catch (error) {
      throw ArxError.tie(error, actionId);
    }
  }

  /** Takes up an action whose approval was asked for earlier, here or in another process. */
  async resume(approvalId: string, call: CallOptions): Promise<StartedAction> {
    const { orgId, agentId, connector, actionId } = await this.#runtime.approvals.get(approvalId);
    const mine =
      orgId === this.#caller.orgId && agentId === this.#caller.agentId && connector === this.#connector;
    if (!mine) throw new ApprovalNotFoundError(approvalId);
    try {
      const approval = await this.#awaited(approvalId, call);
      const action = this.#settlement.actionOf(approval);
      const { version } = this.#definition.catalog;
      if (action.connectorVersion !== version)
        throw stale(approval, `the connector has version ${version} now`);
      if (action.vaultPath !== this.#caller.vaultPath) throw stale(approval, "it is for other credentials");
      return await this.#redeem(approval, { operation: this.#operation(action.operation), action }, call);
    } catch (error) {
      throw ArxError.tie(error, actionId);
    }
  }

  get #connector(): string {
    return this.#definition.catalog.connector;
  }

  #operation(id: OperationId): Operation {
    const { operations } = this.#definition;
    const operation = Object.hasOwn(operations, id) ? operations[id] : undefined;
    if (!operation) throw new UnknownOperationError(this.#connector, id);
    return operation;
  }

  async #propose(actionId: string, id: OperationId, raw: unknown, servesAction?: string): Promise<Proposal> {
    let operation: Operation | undefined;
    try {
      operation = this.#operation(id);
      const input = await parseInput(operation, raw);
      const action = {
        ...{ id: actionId, ...this.#caller, connector: this.#connector },
        ...{ connectorVersion: this.#definition.catalog.version, operation: id, input },
        ...effectiveRisk(operation, input),
        ...(servesAction !== undefined && { servesAction }),
      };
      return { operation, action: Object.freeze(action) };
    } catch (error) {
      const { orgId, agentId } = this.#caller;
      const refused = { ...{ id: actionId, orgId, agentId, connector: this.#connector }, operation: id };
      await this.#runtime.audit.append(refusalEntry(refused, operation?.risk, error));
      throw error;
    }
  }

  async #ask(
    proposal: Proposal,
    decision: Decision,
    call: CallOptions,
    instead?: Approval,
  ): Promise<Approval> {
    const { operation, action } = proposal;
    const preview = await previewTarget(operation, action, this.#read(action, call.signal));
    const card = renderCard(operation, action, this.#redacted(proposal) as Input, decision, preview);
    return this.#settlement.ask(action, decision, this.#clean(card, proposal), instead);
  }

  #awaited(approvalId: string, call: CallOptions): Promise<Approval> {
    const { approvals, approvalWaitMs } = this.#runtime;
    return approvals.wait(approvalId, call.waitMs ?? approvalWaitMs, call.signal);
  }

  /** People have spoken, or time has: what they approved must be what would happen now. */
  async #redeem(approval: Approval, proposal: Proposal, call: CallOptions): Promise<StartedAction> {
    const { operation, action } = proposal;
    if (approval.state === "approved") {
      // A caller that gave up meanwhile gets the approval's id, and the approval is not spent on it.
      if (call.signal?.aborted)
        throw new ApprovalPendingError(action.operation, approval, { cause: call.signal.reason });
      const decision = decide(action, this.#runtime);
      await this.#runtime.audit.append(this.#decided(proposal, decision));
      if (decision.verdict === "deny") throw new PolicyDeniedError(action.operation, decision);
      if (decision.verdict === "escalate" && !sameTerms(decision, approval)) {
        throw new ApprovalPendingError(action.operation, await this.#ask(proposal, decision, call, approval));
      }
      const changed = await changedSince(approval.card, operation, action, this.#read(action, call.signal));
      if (changed !== undefined) throw stale(approval, changed);
      // Reading the target takes time, in which other policies may have come into force, and some may have expired.
      if (!isSame(decision, decide(action, this.#runtime))) return this.#redeem(approval, proposal, call);
    }
    return this.#started(proposal, await this.#settlement.consume(operation, action, approval), call);
  }

  /** A read that serves another action: governed and recorded as any, and never itself a reason to ask people. */
  #read(served: Action, signal: AbortSignal | undefined): GovernedRead {
    return async (id, input) => {
      const started = await this.start(id, input, signal ? { signal } : {}, served.id);
      const found = await started.conclude(async () =>
        readResult(started.operation, (await started.send()).answer),
      );
      return this.#runtime.redactor.at((found ?? null) as Json, started.operation.sensitive.result);
    };
  }

  /** What the API says of the target is anybody's text, and may quote a secret argument. */
  #clean(card: ApprovalCard, { operation, action }: Proposal): ApprovalCard {
    const scrub = this.#runtime.redactor.scrubber(secretsOf(operation, action.input));
    return scrub(wellFormed(card as unknown as Json)) as unknown as ApprovalCard;
  }

  #started({ operation, action }: Proposal, permit: Permit, call: CallOptions): StartedAction {
    return new StartedAction(operation, action, permit, this.#exchange, this.#runtime, call);
  }

  #redacted({ operation, action }: Proposal): Json {
    return this.#runtime.redactor.at(action.input, operation.sensitive.input);
  }

  #decided(proposal: Proposal, decision: Decision): AuditEntry {
    return decisionEntry(proposal.action, this.#redacted(proposal), decision);
  }
}

/** Whether policy says the same, for the same reasons. */
function isSame(one: Decision, other: Decision): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether policy asks for what it asked for when people approved. */
function sameTerms(decision: Decision, approval: Approval): boolean {
  return (
    decision.policySet === approval.policySet &&
    canonicalJson(decision.demands) === canonicalJson(approval.demands)
  );
}

function stale({ operation, id }: Approval, changed: string): ApprovalStaleError {
  return new ApprovalStaleError(operation, id, changed);
}
