import type { ConnectorDefinition } from "../connector/operation.ts";
import type { ApiFault } from "../errors/api-error.ts";
import { ApiUnreachableError } from "../errors/api-unreachable-error.ts";
import { OutcomeUnknownError } from "../errors/outcome-unknown-error.ts";
import { SignInError } from "../errors/sign-in-error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { VaultReader } from "../vault/reader.ts";
import { notFromApi, readFault } from "./answer.ts";
import { attemptOf, type AttemptMade, type Call } from "./attempt.ts";
import type { Exchanged, ExchangeContext } from "./exchange-context.ts";
import { refused, unanswered } from "./failure.ts";
import { buildFallback, type HttpRequest } from "./request.ts";
import { Retries, type Retry } from "./retries.ts";
import { isSafe } from "./retry.ts";
import { type Route, Routes } from "./route.ts";
import type { Sessions } from "./session.ts";
import { shortened } from "./shorten.ts";
import type { Signer } from "./sign-in.ts";
import { endSpan, knowsTelemetry, lookForTelemetry, startSpan } from "./telemetry.ts";
import { sleep } from "./timer.ts";
import { type AnswerHead, type HttpAnswer, isSuccess, type Transport, TransportFault } from "./transport.ts";

/** What an exchange works with. */
export interface ExchangeParts {
  readonly transport: Transport;
  readonly vault: VaultReader;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/** An attempt that has room, and what signs it in. */
type Entered = Pick<AttemptMade, "route" | "bucket" | "request" | "isFallback"> & {
  readonly fields: Record<string, string> | Promise<Record<string, string>>;
};

/** Carries one request to the API and back: credentials, the API's own waits, its known fallbacks, its errors. */
export class Exchange {
  readonly #definition: ConnectorDefinition;
  readonly #vaultPath: string;
  readonly #parts: ExchangeParts;
  readonly #routes: Routes;
  readonly #retries: Retries;

  constructor(definition: ConnectorDefinition, vaultPath: string, parts: ExchangeParts) {
    this.#definition = definition;
    this.#vaultPath = vaultPath;
    this.#parts = parts;
    this.#routes = new Routes(definition, vaultPath, parts.sessions);
    const { vault, clock, sessions } = parts;
    this.#retries = new Retries({ vault, clock, random: sessions.random });
  }

  /**
   * Sends a request until it is answered for good.
   * @throws ApiError if the API refuses it
   * @throws RateLimitedError if the API's limits leave no room in time
   * @throws ApiUnreachableError if no answer came, and nothing can have been changed
   * @throws OutcomeUnknownError if it may have been carried out and no answer tells
   * @throws UnexpectedAnswerError if a read's answer is too large or damaged
   * @throws SignInError, RuntimeNotReadyError, OriginRefusedError or the vault's errors if it can't be signed in
   * @throws the reason of the caller's signal if that aborts before anything can have been changed
   */
  async send(request: HttpRequest, context: ExchangeContext): Promise<Exchanged> {
    if (!knowsTelemetry()) await lookForTelemetry();
    const { operation, timeoutMs } = context;
    const deadline = this.#parts.sessions.begin(timeoutMs, context.signal);
    try {
      const bundle = await this.#parts.vault.reveal(context.permit, this.#vaultPath, deadline.signal);
      return await this.#carry(request, {
        context,
        deadline,
        bundle,
        attempt: 1,
        limited: false,
        renewed: new Set(),
      });
    } catch (error) {
      if (error instanceof TransportFault)
        throw new ApiUnreachableError(operation.id, error.message, { cause: error });
      if (!deadline.passed || error !== deadline.signal.reason) throw error;
      throw new ApiUnreachableError(operation.id, `it took longer than ${timeoutMs} ms`, { cause: error });
    } finally {
      this.#parts.sessions.end(deadline);
    }
  }

  async #carry(first: HttpRequest, call: Call): Promise<Exchanged> {
    const { context, deadline } = call;
    this.#keepOut(call);
    for (; ; call.attempt += 1) {
      const made = await this.#attempt(first, call);
      const { route, request, result } = made;
      if (result instanceof TransportFault) {
        const retry = this.#retries.afterFault(result, call);
        await this.#report(made, context, retry, result.message);
        if (!retry) throw unanswered(context.operation, result, deadline);
        await this.#wait(retry, call);
        continue;
      }
      if (isSuccess(result)) {
        await this.#report(made, context);
        // What a site or a proxy says to everything is no proof that the API did it.
        const doubt = isSafe(context.operation) ? undefined : notFromApi(result);
        if (doubt !== undefined)
          throw new OutcomeUnknownError(context.operation.id, `the API answered ${doubt}`);
        return { origin: route.origin, request, answer: result };
      }
      const fault = this.#faultOf(made, result, context);
      const { bundle } = call;
      const retry = await this.#retries.afterRefusal(made, result, fault, call);
      if (call.bundle !== bundle) this.#keepOut(call);
      await this.#report(made, context, retry);
      if (!retry) throw refused(context.operation, fault, route.session.quota.waitFor(made.bucket));
      await this.#wait(retry, call);
    }
  }

  /** Makes one attempt, once there is room for it. */
  async #attempt(first: HttpRequest, call: Call): Promise<AttemptMade> {
    const { context, deadline } = call;
    const { operation, permit } = context;
    const { route, bucket, request, isFallback, fields } = await this.#enter(first, call);
    const { quota } = route.session;
    const span = startSpan(operation, permit.actionId, route.origin, call.attempt);
    const startedAt = this.#parts.clock.now();
    let answer: HttpAnswer | undefined;
    let arrived = false;
    try {
      const signed = {
        ...request,
        headers: { ...request.headers, ...(fields instanceof Promise ? await fields : fields) },
      };
      const { onHead } = context;
      const headed =
        onHead &&
        ((head: AnswerHead): void => {
          if (isSuccess(head)) onHead({ origin: route.origin, request, answer: head });
        });
      if (context.beforeSend) await context.beforeSend();
      const result = await this.#parts.transport
        .send(permit, route.origin, signed, deadline.signal, headed)
        .catch(faultAlone);
      if (result instanceof TransportFault) arrived = result.sent;
      else route.signIn.answered((answer = result));
      const ms = this.#parts.clock.now() - startedAt;
      return { route, bucket, request, isFallback, signed, ms, result };
    } finally {
      quota.left(bucket, answer, arrived);
      endSpan(span, answer?.status, answer ? undefined : "no_answer");
    }
  }

  /** Takes room for an attempt, with what signs it in at hand: whoever waits for a token holds no room of the API. */
  async #enter(first: HttpRequest, call: Call): Promise<Entered> {
    const { context, deadline } = call;
    const { operation, input, forPerson } = context;
    const signer = this.#signer(call);
    for (;;) {
      const route = await this.#prepared(signer, call);
      const { quota, fallbacks } = route.session;
      const fallback = fallbacks.has(operation.id) ? operation.fallback : undefined;
      const request = fallback ? buildFallback(operation.id, fallback, input, first) : first;
      const bucket = quota.bucket(request.method, (fallback ?? operation).path, operation.bucket);
      const ask = { operation: operation.id, deadline, forPerson, again: call.limited };
      const entering = quota.enter(bucket, ask);
      if (entering) await entering;
      // Made when it is this attempt's turn: a proof of possession is good for a short time.
      const fields = route.signIn.headers(request, signer);
      if (fields) return { route, bucket, request, isFallback: fallback !== undefined, fields };
      // While it waited, the token was refused to another call.
      quota.left(bucket, undefined, false);
    }
  }

  /** The way to the API, once there is what signs in there. */
  async #prepared(signer: Signer, call: Call): Promise<Route> {
    for (; ; call.attempt += 1) {
      const route = this.#routes.of(call.bundle);
      const { bundle } = call;
      try {
        const preparing = route.signIn.prepare(signer);
        if (preparing) await preparing;
        return route;
      } catch (error) {
        const again = error instanceof SignInError && (await this.#retries.afterSignIn(error, call));
        if (call.bundle !== bundle) this.#keepOut(call);
        if (!again) throw error;
      }
    }
  }

  #signer(call: Call): Signer {
    const { permit, operation, onSignIn, onSecrets } = call.context;
    return {
      ...{ permit, operation: operation.id, deadline: call.deadline, onRequest: onSignIn },
      onSecret: (secret) => onSecrets(call.bundle.path, [secret]),
    };
  }

  #faultOf(
    { route, request }: AttemptMade,
    answer: HttpAnswer,
    { operation, scrub }: ExchangeContext,
  ): ApiFault {
    const fault = readFault(this.#definition, operation, request, answer);
    const lack = route.signIn.lack(operation, answer);
    const hint = [fault.hint, lack].filter(Boolean).join("; ");
    return shortened(scrub({ ...fault, ...(hint !== "" && { hint }) }));
  }

  #keepOut({ bundle, context }: Call): void {
    context.onSecrets(bundle.path, this.#routes.secretsOf(bundle));
  }

  #report(
    made: AttemptMade,
    context: ExchangeContext,
    retry?: Retry,
    failure?: string,
  ): void | Promise<unknown> {
    const note = retry?.note ?? failure;
    const told = note === undefined ? undefined : context.scrub(note);
    return context.onAttempt(
      attemptOf(made, this.#definition.errorBody.requestId, told),
      retry !== undefined,
    );
  }

  async #wait({ waitMs }: Retry, { deadline }: Call): Promise<void> {
    deadline.signal.throwIfAborted();
    if (waitMs !== undefined) await sleep(this.#parts.sessions.timer, waitMs, deadline.signal);
  }
}

function faultAlone(error: unknown): TransportFault {
  if (!(error instanceof TransportFault)) throw error;
  return error;
}
