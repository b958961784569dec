import type { ConnectorDefinition } from "../connector/operation.ts";
import type { ApiFault } from "../errors/api-error.ts";
import { ApiUnreachableError } from "../errors/api-unreachable-error.ts";
import { SignInError } from "../errors/sign-in-error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { VaultReader } from "../vault/reader.ts";
import type { Secret } from "../vault/secret.ts";
import type { SecretBundle } from "../vault/vault.ts";
import { readFault } from "./answer.ts";
import { type Again, type Course, isDetourSign, isSame, type Tried, type Way } from "./course.ts";
import { Deadline } from "./deadline.ts";
import type { Attempt, Exchanged, ExchangeContext } from "./exchange-context.ts";
import { refused, unanswered } from "./failure.ts";
import { buildFallback, type HttpRequest } from "./request.ts";
import { afterFailure, backoff, isSafe, maxAttempts } from "./retry.ts";
import type { Sessions } from "./session.ts";
import { originOf, type Signer } from "./sign-in.ts";
import { endSpan, knowsTelemetry, lookForTelemetry, startSpan } from "./telemetry.ts";
import { sleep } from "./timer.ts";
import { type AnswerHead, header, type HttpAnswer, type Transport, TransportFault } from "./transport.ts";

/** What an exchange works with. */
export interface ExchangeParts {
  readonly transport: Transport;
  readonly vault: VaultReader;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/** Carries one request to the API and back: credentials, the API's own waits, its known detours, its errors. */
export class Exchange {
  readonly #definition: ConnectorDefinition;
  readonly #vaultPath: string;
  readonly #parts: ExchangeParts;
  readonly #ways = new WeakMap<SecretBundle, Way>();
  readonly #secrets = new WeakMap<SecretBundle, readonly Secret[]>();

  constructor(definition: ConnectorDefinition, vaultPath: string, parts: ExchangeParts) {
    this.#definition = definition;
    this.#vaultPath = vaultPath;
    this.#parts = parts;
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
    const deadline = new Deadline(this.#parts.sessions.timer, timeoutMs, context.signal);
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
      if (!deadline.passed || error !== deadline.signal.reason) throw error;
      throw new ApiUnreachableError(operation.id, `it took longer than ${timeoutMs} ms`, { cause: error });
    } finally {
      deadline.end();
    }
  }

  async #carry(first: HttpRequest, course: Course): Promise<Exchanged> {
    const { context, deadline } = course;
    this.#keepOut(course);
    for (; ; course.attempt += 1) {
      const tried = await this.#try(first, course);
      const { way, request, result } = tried;
      if (result instanceof TransportFault) {
        const again = this.#afterFault(result, course);
        await this.#report(tried, context, again, result.message);
        if (!again) throw unanswered(context.operation, result, deadline);
        await this.#wait(again, course);
        continue;
      }
      if (isSuccess(result)) {
        await this.#report(tried, context);
        return { origin: way.origin, request, answer: result };
      }
      const fault = this.#faultOf(tried, result, context);
      const again =
        course.attempt < maxAttempts ? await this.#afterRefusal(tried, result, fault, course) : undefined;
      await this.#report(tried, context, again);
      if (!again) throw refused(context.operation, fault, way.session.quota.waitFor(tried.bucket));
      await this.#wait(again, course);
    }
  }

  /** Makes one attempt, once there is room for it. */
  async #try(first: HttpRequest, course: Course): Promise<Tried> {
    const { context, deadline } = course;
    const { operation, permit } = context;
    const way = this.#wayOf(course.bundle);
    const { quota, detours } = way.session;
    const detour = detours.has(operation.id) ? operation.fallback : undefined;
    const request = detour ? buildFallback(operation.id, detour, context.input, first) : first;
    const bucket = quota.bucket(request.method, (detour ?? operation).path, operation.bucket);
    const { limited: again } = course;
    const entering = quota.enter(bucket, {
      operation: operation.id,
      deadline,
      forPerson: context.forPerson,
      again,
    });
    if (entering) await entering;
    const span = startSpan(operation, permit.actionId, way.origin, course.attempt);
    const startedAt = this.#parts.clock.now();
    let answer: HttpAnswer | undefined;
    let arrived = false;
    try {
      const signed = await this.#sign(request, way, course);
      const { onHead } = context;
      const headed =
        onHead &&
        ((head: AnswerHead): void => {
          if (isSuccess(head)) onHead({ origin: way.origin, request, answer: head });
        });
      const result = await this.#parts.transport
        .send(permit, way.origin, signed, deadline.signal, headed)
        .catch(faultAlone);
      if (result instanceof TransportFault) arrived = result.sent;
      else way.signIn.answered((answer = result));
      return {
        way,
        bucket,
        request,
        isDetour: detour !== undefined,
        signed,
        ms: this.#parts.clock.now() - startedAt,
        result,
      };
    } finally {
      quota.left(bucket, answer, arrived);
      endSpan(span, answer?.status, answer ? undefined : "no_answer");
    }
  }

  async #sign(request: HttpRequest, { signIn }: Way, course: Course): Promise<HttpRequest> {
    const { permit, onAttempt, onSecrets } = course.context;
    const signer: Signer = {
      permit,
      signal: course.deadline.signal,
      onSecret: (secret) => onSecrets(course.bundle.path, [secret]),
      onRequest: (made) => onAttempt({ ...made, sent: true, note: "an access token was asked for" }, true),
    };
    for (;;) {
      try {
        const fields = signIn.headers(request, signer);
        return {
          ...request,
          headers: { ...request.headers, ...(fields instanceof Promise ? await fields : fields) },
        };
      } catch (error) {
        // The API itself has not seen anything yet.
        if (!(error instanceof SignInError && error.retryable) || course.attempt >= maxAttempts) throw error;
        await this.#wait({ note: error.message, waitMs: this.#backoff(course) }, course);
        course.attempt += 1;
      }
    }
  }

  #afterFault(fault: TransportFault, course: Course): Again | undefined {
    const { attempt, context, deadline } = course;
    if (attempt >= maxAttempts || deadline.signal.aborted || fault.final) return undefined;
    if (fault.sent && !isSafe(context.operation)) return undefined;
    return { note: fault.message, waitMs: this.#backoff(course) };
  }

  async #afterRefusal(
    tried: Tried,
    answer: HttpAnswer,
    fault: ApiFault,
    course: Course,
  ): Promise<Again | undefined> {
    const { operation } = course.context;
    const { way, signed, isDetour } = tried;
    course.limited = answer.status === 429;
    // Not processed, so any method may be repeated; the quota knows when.
    if (course.limited) return { note: "the API's rate limit was reached: it waits for its turn" };
    if (answer.status === 400 || fault.credentialAtFault) {
      const note = way.signIn.renew(signed, answer);
      if (note !== undefined && !course.renewed.has(note)) {
        course.renewed.add(note);
        return { note };
      }
    }
    if (fault.credentialAtFault) return this.#freshCredential(course);
    if (!isDetour && isDetourSign(operation, fault)) {
      way.session.detours.add(operation.id);
      return { note: "the API does not know this request: the spec's fallback follows" };
    }
    const waitMs = afterFailure(operation, answer, course.attempt, this.#parts.sessions.random);
    return waitMs === undefined
      ? undefined
      : { note: `the API failed: sent again after ${waitMs} ms`, waitMs };
  }

  /** The credential may have been changed since it was read; what a second reading brings is the last word. */
  async #freshCredential(course: Course): Promise<Again | undefined> {
    const { context, deadline, bundle } = course;
    let fresh: SecretBundle | undefined;
    try {
      fresh = await this.#parts.vault.refetch(context.permit, bundle, deadline.signal);
    } catch {
      // On record as a failed access; what ends the call is the API's refusal.
      deadline.signal.throwIfAborted();
    }
    if (fresh === undefined || isSame(fresh, bundle)) return undefined;
    course.bundle = fresh;
    this.#keepOut(course);
    return { note: "the vault holds another credential by now" };
  }

  #faultOf({ way, request }: Tried, answer: HttpAnswer, { operation, scrub }: ExchangeContext): ApiFault {
    const fault = readFault(this.#definition, operation, request, answer);
    const lack = answer.status === 401 || answer.status === 403 ? way.signIn.lack(operation) : undefined;
    const hint = [fault.hint, lack].filter(Boolean).join("; ");
    return scrub({ ...fault, ...(hint !== "" && { hint }) });
  }

  #wayOf(bundle: SecretBundle): Way {
    const known = this.#ways.get(bundle);
    if (known) return known;
    const origin = originOf(this.#definition, bundle);
    const session = this.#parts.sessions.at(this.#definition, this.#vaultPath, origin);
    const way = { origin, session, signIn: session.signIn(bundle) };
    this.#ways.set(bundle, way);
    return way;
  }

  #keepOut({ bundle, context }: Course): void {
    context.onSecrets(bundle.path, this.#secretsOf(bundle));
  }

  /** The same list for the same bundle: what is prepared for it serves every action. */
  #secretsOf(bundle: SecretBundle): readonly Secret[] {
    const known = this.#secrets.get(bundle);
    if (known) return known;
    const { fields } = this.#definition.credentials;
    const secrets = Object.entries(bundle.fields)
      .filter(([name]) => fields[name]?.sensitive ?? true)
      .map(([, secret]) => secret);
    this.#secrets.set(bundle, secrets);
    return secrets;
  }

  #report(tried: Tried, context: ExchangeContext, again?: Again, failure?: string): void | Promise<unknown> {
    const { request, ms, result } = tried;
    const answer = result instanceof TransportFault ? undefined : result;
    const requestId = answer && header(answer, this.#definition.errorBody.requestId);
    const note = again?.note ?? failure;
    const attempt: Attempt = {
      method: request.method,
      path: request.path,
      ...(answer && { status: answer.status }),
      ...(requestId !== undefined && { requestId }),
      sent: result instanceof TransportFault ? result.sent : true,
      ...(note !== undefined && { note: context.scrub(note) }),
      ms,
    };
    return context.onAttempt(attempt, again !== undefined);
  }

  async #wait({ waitMs }: Again, { deadline }: Course): Promise<void> {
    deadline.signal.throwIfAborted();
    if (waitMs !== undefined) await sleep(this.#parts.sessions.timer, waitMs, deadline.signal);
  }

  #backoff({ attempt }: Course): number {
    return backoff(attempt, this.#parts.sessions.random);
  }
}

function isSuccess({ status }: AnswerHead): boolean {
  return status >= 200 && status < 300;
}

function faultAlone(error: unknown): TransportFault {
  if (error instanceof TransportFault) return error;
  throw error;
}
