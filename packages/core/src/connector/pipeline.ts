import { randomUUIDv7 } from "node:crypto";
import type { Approval } from "../approval/approval.ts";
import { renderCard } from "../approval/card.ts";
import type { Permit } from "../approval/permit.ts";
import { Settlement } from "../approval/settlement.ts";
import type { AuditEntry } from "../audit/audit-log.ts";
import { ApprovalPendingError } from "../errors/approval-pending-error.ts";
import { ApprovalStaleError } from "../errors/approval-stale-error.ts";
import { ArxError } from "../errors/arx-error.ts";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { PolicyDeniedError } from "../errors/policy-denied-error.ts";
import { UnknownOperationError } from "../errors/unknown-operation-error.ts";
import { Exchange } from "../http/exchange.ts";
import { readResult } from "../http/answer.ts";
import type { AccessRequest, Decision, DenyReason } from "../policy/decision.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type Action, digestAction, effectiveRisk } from "./action.ts";
import type { CallOptions } from "./call-options.ts";
import { parseInput } from "./input.ts";
import type { ConnectorDefinition, Operation, OperationId } from "./operation.ts";
import { StartedAction } from "./started-action.ts";
import { changedSince, type GovernedRead, previewTarget } from "./target.ts";

/** On whose behalf a connector acts. */
export interface Caller {
  readonly agentId: string;
  readonly orgId: string;
  readonly agentOwner?: string;
}

/** The way of every action from a raw input to the permit to act. Its order is fixed; no room can be left out. */
export class Pipeline {
  readonly #definition: ConnectorDefinition;
  readonly #runtime: Runtime;
  readonly #caller: Caller;
  readonly #settlement: Settlement;
  readonly #exchange: Exchange;

  constructor(definition: ConnectorDefinition, runtime: Runtime, caller: Caller, vaultPath: string) {
    this.#definition = definition;
    this.#runtime = runtime;
    this.#caller = caller;
    this.#settlement = new Settlement(runtime);
    this.#exchange = new Exchange(definition, vaultPath, runtime);
  }

  /** Takes an action as far as its permit: parsed, decided, recorded, approved. */
  async start(id: OperationId, raw: unknown, call: CallOptions, servesAction?: string): Promise<StartedAction> {
    const { operation, action } = await this.#propose(id, raw, servesAction);
    const decision = this.#decide(action);
    const decided = this.#decided(operation, action, decision);
    try {
      if (decision.verdict === "deny") throw await this.#denied(action, decision, decided);
      if (decision.verdict === "escalate" && servesAction !== undefined) {
        throw await this.#denied(action, { ...decision, reason: "needs_approval" }, { ...decided, verdict: "deny" });
      }
      if (decision.verdict === "allow") {
        return this.#started(operation, action, await this.#settlement.permit(operation, action, decision, decided), call);
      }
      await this.#runtime.audit.append(decided);
      const approval = await this.#ask(operation, action, decision);
      const waitMs = call.waitMs ?? this.#runtime.approvalWaitMs;
      return await this.#redeem(await this.#runtime.approvals.wait(approval.id, waitMs, call.signal), operation, action, call);
    } catch (error) {
      throw ArxError.tie(error, action.id);
    }
  }

  /** Takes up an action whose approval was asked for earlier, here or in another process. */
  async resume(approval: Approval, call: CallOptions): Promise<StartedAction> {
    const action = this.#settlement.actionOf(approval);
    const operation = this.#definition.operations[action.operation];
    if (!operation) throw new UnknownOperationError(this.#definition.catalog.connector, action.operation, { actionId: action.id });
    try {
      return await this.#redeem(approval, operation, action, call);
    } catch (error) {
      throw ArxError.tie(error, action.id);
    }
  }

  async #propose(id: OperationId, raw: unknown, servesAction?: string): Promise<{ operation: Operation; action: Action }> {
    const { connector, version } = this.#definition.catalog;
    const operation = Object.hasOwn(this.#definition.operations, id) ? this.#definition.operations[id] : undefined;
    const base = {
      id: randomUUIDv7(),
      ...this.#caller,
      connector,
      connectorVersion: version,
      operation: id,
      ...(servesAction !== undefined && { servesAction }),
    };
    if (!operation) {
      await this.#runtime.audit.append(this.#refusal(base, "unknown_operation", {}));
      throw new UnknownOperationError(connector, id, { actionId: base.id });
    }
    try {
      const input = await parseInput(operation, raw);
      return { operation, action: Object.freeze({ ...base, input, ...effectiveRisk(operation, input) }) };
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      // The faults are recorded, not the input: a secret may stand under any wrong name.
      await this.#runtime.audit.append(this.#refusal({ ...base, risk: operation.risk }, "invalid_input", { faults: error.faults }));
      throw ArxError.tie(error, base.id);
    }
  }

  #decide(action: Action): Decision {
    const { connector, agentId, operation, risk } = action;
    const request: AccessRequest = { connector, agentId, operation, risk, at: this.#runtime.clock.now() };
    try {
      return this.#runtime.policy.decide(request);
    } catch {
      return { verdict: "deny", reason: "evaluator_failed", policies: [], channels: [], demands: [], policySet: "" };
    }
  }

  async #ask(operation: Operation, action: Action, decision: Decision): Promise<Approval> {
    const preview = await previewTarget(operation, action, this.#read(action));
    const input = this.#runtime.redactor.at(action.input, operation.sensitive.input);
    return this.#settlement.ask(action, decision, renderCard(operation, action, input, decision, preview));
  }

  /** People have spoken, or time has: what they approved must be what would happen now. */
  async #redeem(approval: Approval, operation: Operation, action: Action, call: CallOptions): Promise<StartedAction> {
    if (approval.state === "approved") {
      const decision = this.#decide(action);
      const decided = this.#decided(operation, action, decision);
      if (decision.verdict === "deny") throw await this.#denied(action, decision, decided);
      await this.#runtime.audit.append(decided);
      if (digestAction(action, decision.policySet) !== approval.digest) {
        const { id, decideBy } = await this.#ask(operation, action, decision);
        throw new ApprovalPendingError(action.operation, { id, decideBy });
      }
      const changed = await changedSince(approval.card, operation, action, this.#read(action));
      if (changed.length > 0) throw new ApprovalStaleError(action.operation, approval.id, `${changed.join(", ")} of the target changed`);
    }
    return this.#started(operation, action, await this.#settlement.consume(operation, action, approval), call);
  }

  /** A read that serves another action: governed and recorded as any, and never itself a reason to ask people. */
  #read(served: Action): GovernedRead {
    return async (id, input) => {
      const started = await this.start(id, input, {}, served.id);
      return started.conclude(async () => readResult(started.operation, (await started.send()).answer));
    };
  }

  #started(operation: Operation, action: Action, permit: Permit, call: CallOptions): StartedAction {
    return new StartedAction(operation, action, permit, this.#exchange, this.#runtime, call);
  }

  async #denied(action: Action, decision: Decision, decided: AuditEntry): Promise<PolicyDeniedError> {
    await this.#runtime.audit.append(decided);
    return new PolicyDeniedError(action.operation, decision, { actionId: action.id });
  }

  #decided(operation: Operation, action: Action, decision: Decision): AuditEntry {
    const { id, operation: operationId, input, orgId, agentId, connector, risk, riskRaised, servesAction } = action;
    const { verdict, policySet, policies, reason, approval } = decision;
    return {
      ...{ kind: "decision", orgId, actionId: id, agentId, connector, operation: operationId, risk, verdict },
      details: {
        input: this.#runtime.redactor.at(input, operation.sensitive.input),
        policies,
        policySet,
        ...(reason !== undefined && { reason }),
        ...(approval !== undefined && { approval }),
        ...(riskRaised !== undefined && { riskRaised }),
        ...(servesAction !== undefined && { servesAction }),
      },
    };
  }

  #refusal(action: Omit<Action, "input" | "risk"> & { risk?: Action["risk"] }, reason: DenyReason, details: object): AuditEntry {
    const { id, operation, orgId, agentId, connector, risk } = action;
    return {
      ...{ kind: "decision", orgId, actionId: id, agentId, connector, operation, verdict: "deny" },
      ...(risk !== undefined && { risk }),
      details: { reason, ...details },
    };
  }
}
