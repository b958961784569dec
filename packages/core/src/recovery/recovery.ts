import type { AuditEntry } from "../audit/audit-log.ts";
import type { Json } from "../audit/record.ts";
import { type Principal, principalFault, samePerson } from "../approval/principal.ts";
import { type Action, secretsOf } from "../connector/action.ts";
import type { CallOptions } from "../connector/call-options.ts";
import { messageOf } from "../connector/clean-error.ts";
import { List } from "../connector/list.ts";
import type { ConnectorDefinition, Operation } from "../connector/operation.ts";
import { Pipeline } from "../connector/pipeline.ts";
import type { StartedAction } from "../connector/started-action.ts";
import { boundInput } from "../connector/target.ts";
import { ApiError } from "../errors/api-error.ts";
import { NotInDoubtError } from "../errors/not-in-doubt-error.ts";
import { SettlementRefusedError } from "../errors/settlement-refused-error.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import { readResult } from "../http/answer.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { OpenAction } from "../store/store.ts";
import { findAbandoned } from "./abandoned.ts";
import { type Fact, factOfList, factOfSingle } from "./evidence.ts";

/** An action of which nobody knows whether it happened. */
export type UnknownOutcome = Omit<OpenAction, "sealedAction">;

/** What looking at the target brought. */
export interface Reconciliation {
  readonly actionId: string;
  /** Absent where it stays unknown. */
  readonly settled?: Fact;
  /** What was seen, or why it stays unknown. */
  readonly why: string;
}

/** What a read brought, and under which action it is on record. */
interface Look {
  readonly fact: Fact | undefined;
  readonly readAction: string | undefined;
}

const notFound = 404;

/** Finds out, or is told, what became of actions that were cut off; each answer is on record. */
export class Recovery {
  readonly #runtime: Runtime;
  readonly #definitions: ReadonlyMap<string, ConnectorDefinition>;

  /** @param definitions of the connectors whose reads may be used */
  constructor(runtime: Runtime, definitions: readonly ConnectorDefinition[]) {
    this.#runtime = runtime;
    this.#definitions = new Map(definitions.map((definition) => [definition.catalog.connector, definition]));
  }

  /** The unknown outcomes of an organisation, oldest first, those that nobody noticed before too. */
  async list(orgId: string): Promise<readonly UnknownOutcome[]> {
    await findAbandoned(this.#runtime, orgId);
    const open = await this.#runtime.store.openActions(orgId);
    return open.filter(({ unknownSince }) => unknownSince !== undefined).map(withoutAction);
  }

  /**
   * Looks at the target with the read that the operation's spec gives, in the agent's name and as governed as any, and
   * settles the outcome if that tells. What it can't tell stays unknown.
   * @param signal calls the read off
   * @throws NotInDoubtError if its outcome is not unknown
   * @throws StoreUnavailableError if it can't be recorded
   */
  async reconcile(actionId: string, signal?: AbortSignal): Promise<Reconciliation> {
    const open = await this.#inDoubt(actionId);
    const action = JSON.parse(this.#runtime.sealer.open(open.sealedAction, actionId)) as Action;
    const definition = this.#definitions.get(open.connector);
    const operation = definition?.operations[open.operation];
    if (!definition || !operation?.reconcile)
      return { actionId, why: "no read of its spec tells; a person must settle it" };
    let look: Look;
    try {
      look = await this.#look(definition, operation, action, open.startedAt, signal ? { signal } : {});
    } catch (error) {
      return {
        actionId,
        why: this.#clean(`the target could not be read: ${messageOf(error)}`, operation, action) as string,
      };
    }
    const { fact, readAction } = look;
    if (fact === undefined) return { actionId, why: "what was read does not tell; a person must settle it" };
    if (fact === "did_not_happen" && this.#runtime.clock.now() < open.endsBy) {
      return {
        actionId,
        why: `it is not there yet, and may still come until ${new Date(open.endsBy).toISOString()}`,
      };
    }
    const { read } = operation.reconcile;
    await this.#settle(open, fact, {
      by: "reconcile",
      read,
      ...(readAction !== undefined && { readAction }),
    });
    return { actionId, settled: fact, why: `${read} shows it` };
  }

  /**
   * Takes a person's word on what became of an action.
   * @throws NotInDoubtError if its outcome is not unknown
   * @throws SettlementRefusedError if nobody was authenticated, it is the agent itself, or there is no reason
   */
  async settle(actionId: string, person: Principal, fact: Fact, reason: string): Promise<void> {
    const open = await this.#inDoubt(actionId);
    const refusal = principalFault(person) ?? wordFault(open, person, fact, reason);
    if (refusal !== undefined) throw new SettlementRefusedError(refusal, { actionId });
    const { id, authenticatedBy } = person;
    await this.#settle(open, fact, { by: "person", person: id, authenticatedBy, reason: reason.trim() });
  }

  async #inDoubt(actionId: string): Promise<OpenAction> {
    await findAbandoned(this.#runtime);
    const open = await this.#runtime.store.openAction(actionId);
    if (open?.unknownSince === undefined) throw new NotInDoubtError(actionId);
    return open;
  }

  async #look(
    definition: ConnectorDefinition,
    operation: Operation,
    action: Action,
    startedAt: number,
    call: CallOptions,
  ): Promise<Look> {
    const { reconcile } = operation;
    const input = reconcile && boundInput(reconcile, action.input);
    if (!input) return { fact: undefined, readAction: undefined };
    const question = { reconcile, input: action.input, startedAt };
    const { agentId, orgId, vaultPath } = action;
    const pipeline = new Pipeline(definition, this.#runtime, { agentId, orgId, vaultPath });
    let readAction: string | undefined;
    const start = async (): Promise<StartedAction> => {
      const started = await pipeline.start(reconcile.read, input, call, action.id);
      readAction = started.action.id;
      return started;
    };
    const read = definition.operations[reconcile.read];
    if (read?.result === "list") {
      const style = read.paging === undefined ? undefined : definition.paging[read.paging];
      const items = new List({ start, ...(style && { paging: style }) });
      return { fact: await factOfList(question, items), readAction };
    }
    const found = await readIfThere(await start());
    return { fact: factOfSingle(question, found), readAction };
  }

  async #settle(
    { actionId, orgId, agentId, connector, operation }: OpenAction,
    fact: Fact,
    details: AuditEntry["details"],
  ): Promise<void> {
    const { audit, store } = this.#runtime;
    const outcome = fact === "happened" ? "success" : "failure";
    const entry = { kind: "settlement", orgId, actionId, agentId, connector, operation, outcome } as const;
    try {
      await store.commit([audit.step({ ...entry, details: { fact, ...details } }), { do: "end", actionId }]);
    } catch (error) {
      if (!(error instanceof StoreConflictError)) throw error;
      throw new NotInDoubtError(actionId, { cause: error });
    }
  }

  #clean(said: Json, operation: Operation, { input }: Action): Json {
    return this.#runtime.redactor.scrubber(secretsOf(operation, input))(said);
  }
}

function withoutAction(open: OpenAction): UnknownOutcome {
  const { sealedAction: _, ...outcome } = open;
  return outcome;
}

/** The result of a read; undefined where the API says that there is no such thing. */
async function readIfThere(started: StartedAction): Promise<unknown> {
  try {
    return await started.conclude(
      async () => (await readResult(started.operation, (await started.send()).answer)) ?? null,
    );
  } catch (error) {
    if (error instanceof ApiError && error.status === notFound) return undefined;
    throw error;
  }
}

function wordFault(
  { agentId }: OpenAction,
  person: Principal,
  fact: unknown,
  reason: unknown,
): string | undefined {
  if (samePerson(person.id, agentId)) return "an agent can't say what became of its own action";
  if (fact !== "happened" && fact !== "did_not_happen") return "say `happened` or `did_not_happen`";
  if (typeof reason !== "string" || reason.trim() === "" || !reason.isWellFormed()) return "it has no reason";
  return undefined;
}
