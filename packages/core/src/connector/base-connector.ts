import { UnknownOperationError } from "../errors/unknown-operation-error.ts";
import { readResult } from "../http/answer.ts";
import { processRuntime, registerCatalog } from "../runtime/process-runtime.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { CallOptions } from "./call-options.ts";
import { List } from "./list.ts";
import type { ConnectorDefinition, OperationId } from "./operation.ts";
import { Pipeline } from "./pipeline.ts";
import type { StartedAction } from "./started-action.ts";

/** Who acts, for whom, and through which runtime. */
export interface ConnectorOptions {
  /** The agent. Inside one process this is believed: agents that are not trusted belong behind a process boundary. */
  readonly agentId: string;
  /** The organisation whose policies, log and credentials apply. */
  readonly orgId: string;
  /** Who is answerable for the agent; barred, as the agent is, from approving its actions. */
  readonly agentOwner?: string;
  /** Absent: the process's own, opened from the Arx home at the first call. */
  readonly runtime?: Runtime;
  /** Where the credentials are; absent: the connector's default path. */
  readonly vaultPath?: string;
}

/** What a connector's operations take and give, by id. An entry with `item` is a list. */
export type OperationTypes = { readonly [id: OperationId]: { input: unknown; result: unknown } | { input: unknown; item: unknown } };

/** What executing an operation gives: a list, or a promise of its result. */
export type Answer<T> = T extends { item: infer Item } ? List<Item> : T extends { result: infer Result } ? Promise<Result> : never;

/** The governed way to an API: every call is decided, approved where policy says so, recorded, and only then sent. */
export abstract class BaseConnector<Operations> {
  readonly #definition: ConnectorDefinition;
  readonly #options: ConnectorOptions;
  #pipeline: Promise<Pipeline> | undefined;

  protected constructor(definition: ConnectorDefinition, options: ConnectorOptions) {
    for (const name of ["agentId", "orgId"] as const) {
      if (typeof options[name] !== "string" || options[name].trim() === "") {
        throw new TypeError(`${name} must be a string that is not empty`);
      }
    }
    this.#definition = definition;
    this.#options = options;
    registerCatalog(definition.catalog);
  }

  /**
   * Carries out one operation by its id: the same action as the method of the client.
   *
   * @throws UnknownOperationError, InvalidInputError, PolicyDeniedError before anything is asked or sent
   * @throws ApprovalPendingError, ApprovalDeniedError, ApprovalExpiredError, ApprovalStaleError where people decide
   * @throws StoreUnavailableError if it can't be recorded, and is therefore not done
   * @throws ApiError, ApiUnreachableError, OutcomeUnknownError, UnexpectedAnswerError for what the API did
   * @throws OutcomeUnrecordedError if it was done and that could not be recorded
   */
  execute<Id extends keyof Operations & OperationId>(
    operation: Id,
    input: Operations[Id] extends { input: infer Input } ? Input : never,
    call: CallOptions = {},
  ): Answer<Operations[Id]> {
    const known = Object.hasOwn(this.#definition.operations, operation) ? this.#definition.operations[operation] : undefined;
    const start = async (): Promise<StartedAction> => (await this.#open()).start(operation, input, call);
    if (known?.result !== "list") return this.#single(start) as Answer<Operations[Id]>;
    const paging = known.paging === undefined ? undefined : this.#definition.paging[known.paging];
    return new List({ start, ...(paging && { paging }) }) as Answer<Operations[Id]>;
  }

  /**
   * Carries out an action whose approval was asked for earlier, in whatever process: exactly once.
   * @throws as {@link BaseConnector.execute}, and ApprovalNotFoundError, ApprovalConsumedError
   */
  async resume(approvalId: string, call: CallOptions = {}): Promise<unknown> {
    const runtime = this.#options.runtime ?? (await processRuntime());
    const approval = await runtime.approvals.get(approvalId);
    const { connector, orgId, agentId, operation } = approval;
    if (connector !== this.#definition.catalog.connector || orgId !== this.#options.orgId || agentId !== this.#options.agentId) {
      throw new UnknownOperationError(this.#definition.catalog.connector, `${operation} of ${agentId} (approval ${approvalId})`);
    }
    const pipeline = await this.#open();
    return this.#single(() => pipeline.resume(approval, call));
  }

  async #single(start: () => Promise<StartedAction>): Promise<unknown> {
    const started = await start();
    return started.conclude(async () => readResult(started.operation, (await started.send()).answer));
  }

  #open(): Promise<Pipeline> {
    this.#pipeline ??= this.#connect().catch((error: unknown) => {
      // A home that is not ready now may be ready at the next call.
      this.#pipeline = undefined;
      throw error;
    });
    return this.#pipeline;
  }

  async #connect(): Promise<Pipeline> {
    const { runtime = await processRuntime(), vaultPath, ...caller } = this.#options;
    await runtime.enter(caller.orgId);
    return new Pipeline(this.#definition, runtime, caller, vaultPath ?? this.#definition.credentials.path);
  }
}
