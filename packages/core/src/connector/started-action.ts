import type { Permit } from "../approval/permit.ts";
import type { AuditEntry } from "../audit/audit-log.ts";
import type { Json, Outcome } from "../audit/record.ts";
import type { Scrubber } from "../audit/redact.ts";
import { ActionOverdueError } from "../errors/action-overdue-error.ts";
import { ApiError } from "../errors/api-error.ts";
import { ArxError } from "../errors/arx-error.ts";
import { OutcomeUnknownError } from "../errors/outcome-unknown-error.ts";
import { OutcomeUnrecordedError } from "../errors/outcome-unrecorded-error.ts";
import { StoreConflictError } from "../errors/store-conflict-error.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Attempt, Exchanged, Headed } from "../http/exchange-context.ts";
import { buildRequest, type HttpRequest } from "../http/request.ts";
import { isSafe } from "../http/retry.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Secret } from "../vault/secret.ts";
import { type Action, secretsOf } from "./action.ts";
import type { CallOptions } from "./call-options.ts";
import { cleanError, messageOf } from "./clean-error.ts";
import type { Operation } from "./operation.ts";
import { wellFormed } from "./well-formed.ts";

/** How one of several requests of an action is sent. */
export interface SendOptions {
  /** Calls off this request alone, beside the signal of the call. */
  readonly stop?: AbortSignal;
  /** As {@link ExchangeContext.onHead}. */
  readonly onHead?: (headed: Headed) => void;
  /** Another request, behind whose attempts this one's are put down; it must not reject. */
  readonly after?: Promise<unknown>;
}

/** An attempt whose record comes later. */
interface Tried {
  readonly attempt: Attempt;
  /** When it was made, in milliseconds since the epoch. */
  readonly at: number;
}

/** So many pages of a list are on record together at the latest, */
const mostUnrecorded = 64;
/** and with the first page that ends so many milliseconds after the oldest of them. */
const longestUnrecordedMs = 1_000;

/** An action that holds its permit: it may send its requests, and must say how it ended. */
export class StartedAction {
  readonly operation: Operation;
  readonly action: Action;
  readonly #permit: Permit;
  readonly #exchange: Exchange;
  readonly #runtime: Runtime;
  readonly #signal: AbortSignal | undefined;
  readonly #attempts: Attempt[] = [];
  /** Those that are not on record yet. The last one of all is told by the outcome, the others share a commit. */
  readonly #unrecorded: Tried[] = [];
  /** The vault path whose credential was used. */
  #credential: string | undefined;
  /** What must not be seen in records and errors: the secret arguments, and the credentials in use. */
  readonly #arguments: readonly Json[];
  readonly #credentials: (readonly Secret[])[] = [];
  /** Made when it is first needed, for the secrets that are known by then. */
  #scrubber: Scrubber | undefined;

  constructor(
    operation: Operation,
    action: Action,
    permit: Permit,
    exchange: Exchange,
    runtime: Runtime,
    call: CallOptions,
  ) {
    this.operation = operation;
    this.action = action;
    this.#permit = permit;
    this.#exchange = exchange;
    this.#runtime = runtime;
    this.#signal = call.signal;
    this.#arguments = secretsOf(operation, action.input);
  }

  /** Sends the action's request, or a further one of it (the next page). */
  async send(
    request: HttpRequest = buildRequest(this.operation, this.action.input),
    { stop, onHead, after }: SendOptions = {},
  ): Promise<Exchanged> {
    const leftMs = this.#permit.leftMs();
    if (leftMs <= 0) throw this.#overdue("its time was over");
    const signal = this.#signal && stop ? AbortSignal.any([this.#signal, stop]) : (this.#signal ?? stop);
    return this.#exchange.send(request, {
      permit: this.#permit,
      operation: this.operation,
      input: this.action.input,
      timeoutMs: Math.min(this.#runtime.callTimeoutMs, leftMs),
      ...(signal && { signal }),
      // What serves another action is what an approver is about to see.
      forPerson: this.action.servesAction !== undefined,
      ...(onHead && { onHead }),
      ...(!isSafe(this.operation) && { beforeSend: () => this.#requireMine() }),
      onAttempt: (attempt, again) =>
        after ? after.then(() => this.#tried(attempt, again)) : this.#tried(attempt, again),
      // Not behind another request: many may wait for the token, that request among them.
      onSignIn: (attempt) => this.#append(attempt),
      onSecrets: (path, secrets) => {
        this.#credential = path;
        this.#credentials.push(secrets);
        this.#scrubber = undefined;
      },
      scrub: (said) => this.#clean(said),
    });
  }

  /**
   * Between the intent and the request this process may have been stopped for long, and others may have settled the
   * action: what is sent then would be done twice.
   */
  async #requireMine(): Promise<void> {
    const open = await this.#runtime.store.openAction(this.action.id);
    const isTaken = open === undefined || open.unknownSince !== undefined;
    if (isTaken) throw this.#overdue("others had taken it for lost");
    if (this.#permit.leftMs() <= 0) throw this.#overdue("its time was over");
  }

  #overdue(why: string): ActionOverdueError {
    return new ActionOverdueError(this.operation.id, why, { actionId: this.action.id });
  }

  /** One that is made again is on record before it is; of several pages, each is by the outcome. */
  #tried(attempt: Attempt, again: boolean): void | Promise<unknown> {
    this.#attempts.push(attempt);
    if (again) return this.#append(...this.#untold(), attempt);
    const at = this.#runtime.clock.now();
    const [oldest] = this.#unrecorded;
    const due =
      oldest && (this.#unrecorded.length >= mostUnrecorded || at - oldest.at >= longestUnrecordedMs);
    const before = due ? this.#append(...this.#untold()) : undefined;
    this.#unrecorded.push({ attempt, at });
    return before;
  }

  /** The attempts that are not on record yet, each with when it was made. */
  #untold(): readonly Attempt[] {
    return this.#unrecorded
      .splice(0)
      .map(({ attempt, at }) => ({ ...attempt, at: new Date(at).toISOString() }));
  }

  #append(...attempts: readonly Attempt[]): Promise<unknown> {
    return this.#runtime.audit.append(...attempts.map((attempt) => this.#attemptEntry(attempt)));
  }

  #attemptEntry(attempt: Attempt): AuditEntry {
    return { ...this.#entry(), kind: "attempt", details: this.#clean({ ...attempt }) };
  }

  /**
   * Does the work and records how it ended before anybody learns of it.
   * @throws OutcomeUnrecordedError if that record could not be made
   */
  async conclude<T>(work: () => Promise<T>, details: () => AuditEntry["details"] = () => ({})): Promise<T> {
    let result: T;
    try {
      result = await work();
    } catch (error) {
      throw await this.close(error, details());
    }
    await this.close(undefined, details());
    return result;
  }

  /**
   * Records the outcome that an error, or its absence, amounts to. Gives the error, cleaned of secrets for whoever gets it
   * and tied to the action.
   */
  async close(error: unknown, details: AuditEntry["details"]): Promise<unknown> {
    const cleaned = cleanError(error, (text) => this.#clean(text));
    const outcome = this.#outcomeOf(error);
    const last = this.#attempts.at(-1);
    const entry: AuditEntry = {
      ...this.#entry(),
      ...{ kind: "outcome", outcome },
      // In the order of the canonical form, which is cheaper so.
      details: this.#clean({
        attempts: this.#attempts.length,
        ...(this.#credential !== undefined && { credential: this.#credential }),
        ...describe(cleaned),
        ...(last && { last }),
        ...details,
      }),
    };
    try {
      const untold = this.#unrecorded.length > 1 ? this.#untold().slice(0, -1) : [];
      await this.#record([...untold.map((attempt) => this.#attemptEntry(attempt)), entry], outcome);
      return ArxError.tie(cleaned, this.action.id);
    } catch (cause) {
      throw new OutcomeUnrecordedError(this.operation.id, { actionId: this.action.id, cause });
    }
  }

  async #record(entries: readonly AuditEntry[], outcome: Outcome): Promise<void> {
    const { audit, clock, store } = this.#runtime;
    const { id: actionId } = this.action;
    if (isSafe(this.operation)) return audit.append(...entries);
    const end =
      outcome === "unknown"
        ? ({ do: "doubt", actionId, at: clock.now() } as const)
        : ({ do: "end", actionId } as const);
    try {
      await store.commit([...entries.map((entry) => audit.step(entry)), end]);
    } catch (error) {
      if (!(error instanceof StoreConflictError)) throw error;
      // Others took it for lost, and wrote down or settled that its outcome is unknown: what is known now belongs on record.
      await audit.append(...entries);
    }
  }

  #entry(): Pick<AuditEntry, "orgId" | "actionId" | "agentId" | "connector" | "operation" | "risk"> {
    const { id: actionId, orgId, agentId, connector, operation, risk } = this.action;
    return { orgId, actionId, agentId, connector, operation, risk };
  }

  #clean<T>(said: T): T {
    this.#scrubber ??= this.#prepareScrubber();
    return this.#scrubber(wellFormed(said as Json)) as T;
  }

  #prepareScrubber(): Scrubber {
    const { redactor } = this.#runtime;
    const [credential, ...others] = this.#credentials;
    const texts = (secrets: readonly Secret[]): readonly string[] => secrets.map((secret) => secret.reveal());
    // Nearly every action has one credential and no other secret: that is prepared once a credential.
    if (credential && others.length === 0 && this.#arguments.length === 0)
      return redactor.scrubberOf(credential, () => texts(credential));
    return redactor.scrubber([...this.#arguments, ...this.#credentials.flatMap(texts)]);
  }

  /** By what is known for certain; in doubt a write is unknown. */
  #outcomeOf(error: unknown): Outcome {
    if (error === undefined || error instanceof UnexpectedAnswerError) return "success";
    if (error instanceof OutcomeUnknownError) return "unknown";
    if (error instanceof ApiError) return "failure";
    const sent = this.#attempts.filter((attempt) => attempt.sent);
    if (sent.length === 0) return "not_sent";
    // A write without an answer has ended in OutcomeUnknownError, unless something of ours failed on the way.
    const isUnanswered = sent.some(({ status }) => status === undefined);
    /* v8 ignore next -- nothing that fails so is known, and should anything, a write must be unknown */
    return isUnanswered && !isSafe(this.operation) ? "unknown" : "failure";
  }
}

function describe(error: unknown): AuditEntry["details"] {
  if (error === undefined) return {};
  if (error instanceof ArxError) return { error: error.code, message: error.message };
  return { error: "internal", message: messageOf(error) };
}
