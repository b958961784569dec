import { setTimeout as delay } from "node:timers/promises";
import type { Permit } from "../approval/permit.ts";
import type { Input } from "../connector/input.ts";
import type { ConnectorDefinition, Operation } from "../connector/operation.ts";
import { ApiError } from "../errors/api-error.ts";
import { ApiUnreachableError } from "../errors/api-unreachable-error.ts";
import { OutcomeUnknownError } from "../errors/outcome-unknown-error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { Secret } from "../vault/secret.ts";
import type { SecretBundle } from "../vault/vault.ts";
import type { VaultReader } from "../vault/reader.ts";
import { authorize, originOf } from "./credentials.ts";
import { readFault } from "./answer.ts";
import { buildFallback, type HttpRequest } from "./request.ts";
import { retryDelay } from "./retry.ts";
import { header, type HttpAnswer, type Transport, TransportFault } from "./transport.ts";

/** One request of an action as it went, for the record. It holds no header and no body. */
export interface Attempt {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Absent where no whole answer came back. */
  readonly status?: number;
  readonly requestId?: string;
  /** Why no answer came, or why the request was sent again. */
  readonly note?: string;
  readonly ms: number;
}

/** What one request of an action needs. */
export interface ExchangeContext {
  readonly permit: Permit;
  readonly operation: Operation;
  readonly input: Input;
  readonly signal?: AbortSignal;
  /** Called after each attempt; awaited before the next one is made, so that a repeat is on record first. */
  readonly onAttempt: (attempt: Attempt, again: boolean) => Promise<void>;
  /** Called with the vault path and the secrets that were read from it, to keep them out of what is recorded. */
  readonly onSecrets: (path: string, secrets: readonly Secret[]) => void;
  /** Takes what is secret out of what the API said. */
  readonly scrub: <T>(said: T) => T;
}

/** An answer of 2xx, with what was really sent for it. */
export interface Exchanged {
  readonly origin: string;
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
}

const maxAttempts = 4;

/** Carries one request to the API and back: credentials, the API's own waits, its known detours, its errors. */
export class Exchange {
  readonly #definition: ConnectorDefinition;
  readonly #transport: Transport;
  readonly #vault: VaultReader;
  readonly #clock: Clock;
  readonly #vaultPath: string;
  /** Origins that answered that they do not know an operation's first request. */
  readonly #detours = new Set<string>();

  constructor(definition: ConnectorDefinition, vaultPath: string, parts: { transport: Transport; vault: VaultReader; clock: Clock }) {
    this.#definition = definition;
    this.#vaultPath = vaultPath;
    this.#transport = parts.transport;
    this.#vault = parts.vault;
    this.#clock = parts.clock;
  }

  /**
   * Sends a request until it is answered for good.
   * @throws ApiError if the API refuses it
   * @throws ApiUnreachableError if no byte of it left
   * @throws OutcomeUnknownError if it may have been carried out and no answer tells
   */
  async send(first: HttpRequest, context: ExchangeContext): Promise<Exchanged> {
    const { permit, operation, signal } = context;
    let request = first;
    let bundle = await this.#reveal(permit, context, signal);
    for (let attempt = 1; ; attempt += 1) {
      const origin = originOf(this.#definition, bundle);
      request = this.#detour(origin, request, context);
      const sent = { ...request, headers: { ...request.headers, ...authorize(this.#definition, bundle) } };
      const startedAt = this.#clock.now();
      const report = (rest: Pick<Attempt, "status" | "requestId" | "note">, again: boolean): Promise<void> =>
        context.onAttempt({ method: request.method, path: request.path, ...rest, ms: this.#clock.now() - startedAt }, again);

      let answer: HttpAnswer;
      try {
        answer = await this.#transport.send(permit, origin, sent, signal);
      } catch (error) {
        if (!(error instanceof TransportFault)) throw error;
        const again = attempt < maxAttempts && !signal?.aborted && (isSafe(operation) || (operation.idempotent && !error.sent));
        await report({ note: context.scrub(error.message) }, again);
        if (!again) throw this.#broken(operation, origin, error);
        await delay(backoff(attempt), undefined, signal && { signal });
        continue;
      }

      const requestId = header(answer, this.#definition.errorBody.requestId);
      const seen = { status: answer.status, ...(requestId !== undefined && { requestId }) };
      if (answer.status >= 200 && answer.status < 300) {
        await report(seen, false);
        return { origin, request, answer };
      }
      const fault = context.scrub(readFault(this.#definition, operation, answer));
      if (answer.status === 401) {
        // The credential may have been rotated since it was read; what a second reading brings is the last word.
        const fresh = await this.#vault.refetch(permit, bundle, signal);
        if (fresh !== undefined) {
          await report({ ...seen, note: "the credential was read again" }, true);
          bundle = this.#known(fresh, context);
          continue;
        }
      }
      if (request === first && isDetourSign(operation, answer.status, fault.apiCode)) {
        this.#detours.add(`${origin} ${operation.id}`);
        await report({ ...seen, note: "the API does not know this request: the spec's fallback follows" }, true);
        continue;
      }
      const waitMs = attempt < maxAttempts ? retryDelay(this.#definition.limits, operation, answer, attempt, this.#clock) : undefined;
      await report({ ...seen, ...(waitMs !== undefined && { note: `sent again after ${waitMs} ms` }) }, waitMs !== undefined);
      if (waitMs === undefined) throw this.#refused(operation, fault);
      await delay(waitMs, undefined, signal && { signal });
    }
  }

  #detour(origin: string, request: HttpRequest, { operation, input }: ExchangeContext): HttpRequest {
    const { fallback } = operation;
    if (!fallback || request.method === fallback.method || !this.#detours.has(`${origin} ${operation.id}`)) return request;
    return buildFallback(fallback, input, request);
  }

  async #reveal(permit: Permit, context: ExchangeContext, signal?: AbortSignal): Promise<SecretBundle> {
    return this.#known(await this.#vault.reveal(permit, this.#vaultPath, signal), context);
  }

  #known(bundle: SecretBundle, context: ExchangeContext): SecretBundle {
    const { fields } = this.#definition.credentials;
    const secrets = Object.entries(bundle.fields).filter(([name]) => fields[name]?.sensitive ?? true);
    context.onSecrets(bundle.path, secrets.map(([, secret]) => secret));
    return bundle;
  }

  #broken(operation: Operation, origin: string, fault: TransportFault): Error {
    if (!fault.sent || isSafe(operation)) return new ApiUnreachableError(operation.id, origin, fault.message, { cause: fault });
    return new OutcomeUnknownError(operation.id, fault.message, { cause: fault });
  }

  /** A server's failure while it worked on a write is no proof that the write did not happen. */
  #refused(operation: Operation, fault: ReturnType<typeof readFault>): Error {
    const error = new ApiError(operation.id, fault);
    const inDoubt = fault.status >= 500 && fault.status !== 501 && !isSafe(operation);
    return inDoubt ? new OutcomeUnknownError(operation.id, error.message, { cause: error }) : error;
  }
}

function isSafe({ method }: Operation): boolean {
  return method === "GET" || method === "HEAD";
}

function isDetourSign({ fallback }: Operation, status: number, code: string | undefined): boolean {
  return fallback !== undefined && fallback.when.status === status && (fallback.when.code === undefined || fallback.when.code === code);
}

function backoff(attempt: number): number {
  return Math.round(100 * 2 ** attempt * (0.5 + Math.random() / 2));
}
