import { readResult } from "../http/answer.ts";
import { processRuntime, registerCatalog } from "../runtime/process-runtime.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { CallOptions } from "./call-options.ts";
import { TakenInput } from "./input.ts";
import { List } from "./list.ts";
import type { ConnectorDefinition, Operation, OperationId, Paging } from "./operation.ts";
import { Pipeline } from "./pipeline.ts";
import type { StartedAction } from "./started-action.ts";

/** Who acts, for whom, and through which runtime. */
export interface ConnectorOptions {
  /** The agent. Inside one process this is believed: agents that are not trusted belong behind a process boundary. */
  readonly agentId: string;
  /** The organisation whose policies, log and credentials apply. */
  readonly orgId: string;
  /** Who is answerable for the agent; barred, as the agent is, from approving its actions. Absent: the home's `owner`. */
  readonly agentOwner?: string;
  /**
   * The person who has the agent do it; barred from approving too. Absent: the user of this machine who runs the process,
   * unless the home's `selfApproval` lets them approve.
   */
  readonly requestedBy?: string;
  /** Absent: the process's own, opened from the Arx home at the first call. */
  readonly runtime?: Runtime;
  /** Where the credentials are; absent: the connector's default path. */
  readonly vaultPath?: string;
}

/** What executing an operation gives: a list, or a promise of its result. */
export type Answer<T> = T extends { item: infer Item }
  ? List<Item>
  : T extends { result: infer Result }
    ? Promise<Result>
    : never;

/** The governed way to an API: every call is decided, approved where policy says so, recorded, and only then sent. */
export abstract class BaseConnector<Operations> {
  readonly #definition: ConnectorDefinition;
  readonly #options: ConnectorOptions;
  #pipeline: Promise<Pipeline> | undefined;

  protected constructor(definition: ConnectorDefinition, given: ConnectorOptions) {
    // As it is now: the pipeline is made at the first call, and whoever serves many may use their object again by then.
    const options = { ...given };
    for (const name of ["agentId", "orgId", "agentOwner", "requestedBy", "vaultPath"] as const) {
      const value: unknown = options[name];
      if (value === undefined && name !== "agentId" && name !== "orgId") continue;
      if (typeof value !== "string" || value.trim() === "" || !value.isWellFormed()) {
        throw new TypeError(`${name} must be a string that is not empty, in well-formed Unicode`);
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
   * @throws ActionOverdueError if its time was over before it could be sent
   * @throws OutcomeUnrecordedError if it was done and that could not be recorded
   */
  execute<Id extends keyof Operations & OperationId>(
    operation: Id,
    input: Operations[Id] extends { input: infer Input } ? Input : never,
    call: CallOptions = {},
  ): Answer<Operations[Id]> {
    // An object may read as another text whenever it is looked at, and is no id whatever it reads as.
    const id: OperationId = typeof operation === "string" ? operation : `(${typeof operation}):`;
    const taken = new TakenInput(input);
    const start = async (): Promise<StartedAction> => (await this.#open()).start(id, taken, call);
    const { operations } = this.#definition;
    const known = Object.hasOwn(operations, id) ? operations[id] : undefined;
    if (known?.result !== "list") return this.#single(start) as Answer<Operations[Id]>;
    return new List({ start, ...this.#pagingOf(known) }) as Answer<Operations[Id]>;
  }

  /**
   * Carries out an action whose approval was asked for earlier, in whatever process: exactly once. Gives the operation's
   * result; of a list the items of its first page, as awaiting it does ({@link BaseConnector.resumeList} gives all).
   * @throws as {@link BaseConnector.execute}, and ApprovalNotFoundError, ApprovalConsumedError, ApprovalAlteredError
   */
  async resume(approvalId: string, call: CallOptions = {}): Promise<unknown> {
    const started = await (await this.#open()).resume(approvalId, call);
    if (started.operation.result !== "list") return this.#single(async () => started);
    return new List({ start: async () => started, ...this.#pagingOf(started.operation) });
  }

  /**
   * The list of an approval that was asked for earlier; nothing is used up before it is read.
   * @throws as {@link BaseConnector.resume}, when it is read
   */
  resumeList(approvalId: string, call: CallOptions = {}): List<unknown> {
    const source: { start: () => Promise<StartedAction>; paging?: Paging } = {
      start: async () => {
        const started = await (await this.#open()).resume(approvalId, call);
        Object.assign(source, this.#pagingOf(started.operation));
        return started;
      },
    };
    return new List(source);
  }

  #pagingOf({ paging }: Operation): { readonly paging?: Paging } {
    const known = paging === undefined ? undefined : this.#definition.paging[paging];
    return known ? { paging: known } : {};
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
    const {
      runtime = await processRuntime(),
      agentId,
      orgId,
      agentOwner = runtime.agentOwner,
      requestedBy = runtime.requestedBy,
      vaultPath,
    } = this.#options;
    await runtime.enter(orgId);
    runtime.settle(this.#definition, orgId);
    return new Pipeline(this.#definition, runtime, {
      ...{ agentId, orgId, vaultPath: vaultPath ?? this.#definition.credentials.path },
      ...(agentOwner !== undefined && { agentOwner }),
      ...(requestedBy !== undefined && { requestedBy }),
    });
  }
}
