import type { Operation } from "../connector/operation.ts";
import type { ApiFault } from "../errors/api-error.ts";
import type { SignInError } from "../errors/sign-in-error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { VaultReader } from "../vault/reader.ts";
import type { SecretBundle } from "../vault/vault.ts";
import type { AttemptMade, Call } from "./attempt.ts";
import { afterFailure, backoff, isSafe, maxAttempts } from "./retry.ts";
import type { HttpAnswer, TransportFault } from "./transport.ts";

/** Why a call makes another attempt, and after how long. */
export interface Retry {
  readonly note: string;
  readonly waitMs?: number;
}

/** What deciding on another attempt takes. */
export interface RetryParts {
  readonly vault: VaultReader;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Decides whether a call makes another attempt. What may have changed something is never sent again. */
export class Retries {
  readonly #vault: VaultReader;
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor({ vault, clock, random }: RetryParts) {
    this.#vault = vault;
    this.#clock = clock;
    this.#random = random;
  }

  /** After an attempt that got no whole answer. */
  afterFault(fault: TransportFault, call: Call): Retry | undefined {
    const { attempt, context, deadline } = call;
    if (attempt >= maxAttempts || deadline.signal.aborted || fault.final) return undefined;
    if (fault.sent && !isSafe(context.operation)) return undefined;
    return inTime({ note: fault.message, waitMs: this.#backoff(attempt) }, call);
  }

  /**
   * Whether to sign in again after that failed: the API itself has not seen anything yet. When is a matter of whoever
   * signs in for all callers.
   */
  async afterSignIn({ retryable, oauthError }: SignInError, call: Call): Promise<boolean> {
    if (call.attempt >= maxAttempts) return false;
    // The token endpoint's word for a credential that it does not take (RFC 6749, 5.2).
    return (
      retryable || (oauthError === "invalid_client" && (await this.#freshCredential(call)) !== undefined)
    );
  }

  /** After an answer that refuses. The call is changed where that is what lets the next attempt go another way. */
  async afterRefusal(
    { route, signed, isFallback }: AttemptMade,
    answer: HttpAnswer,
    fault: ApiFault,
    call: Call,
  ): Promise<Retry | undefined> {
    if (call.attempt >= maxAttempts) return undefined;
    const { operation } = call.context;
    call.limited = answer.status === 429;
    // Not processed, so any method may be repeated; the quota knows when.
    if (call.limited) return { note: "the API's rate limit was reached: it waits for its turn" };
    if (answer.status === 400 || fault.credentialAtFault) {
      const note = route.signIn.renew(signed, answer);
      if (note !== undefined && !call.renewed.has(note)) {
        call.renewed.add(note);
        return { note };
      }
    }
    if (fault.credentialAtFault) return this.#freshCredential(call);
    if (!isFallback && callsForFallback(operation, fault)) {
      route.session.fallbacks.add(operation.id);
      return { note: "the API does not know this request: the spec's fallback follows" };
    }
    const waitMs = afterFailure(operation, answer, call.attempt, this.#random, this.#clock.now());
    return waitMs === undefined
      ? undefined
      : inTime({ note: `the API failed: sent again after ${waitMs} ms`, waitMs }, call);
  }

  /** The credential may have been changed since it was read; what a second reading brings is the last word. */
  async #freshCredential(call: Call): Promise<Retry | undefined> {
    const { context, deadline, bundle } = call;
    let fresh: SecretBundle | undefined;
    try {
      fresh = await this.#vault.refetch(context.permit, bundle, deadline.signal);
    } catch {
      // On record as a failed access; what ends the call is the API's refusal.
      deadline.signal.throwIfAborted();
    }
    if (fresh === undefined || isSame(fresh, bundle)) return undefined;
    call.bundle = fresh;
    return { note: "the vault holds another credential by now" };
  }

  #backoff(attempt: number): number {
    return backoff(attempt, this.#random);
  }
}

/** A wait that outlasts its call would hide why that failed. */
function inTime(retry: Required<Retry>, { deadline }: Call): Retry | undefined {
  return retry.waitMs < deadline.remainingMs() ? retry : undefined;
}

/** Whether an answer proves that the API does not know a request for which the spec has another. */
function callsForFallback({ fallback }: Operation, { status, apiCode }: ApiFault): boolean {
  return (
    fallback !== undefined && fallback.when.status === status && (fallback.when.code ?? apiCode) === apiCode
  );
}

/** Whether two readings of the vault brought the same. */
function isSame(one: SecretBundle, other: SecretBundle): boolean {
  const names = Object.keys({ ...one.fields, ...other.fields });
  return names.every((name) => one.fields[name]?.reveal() === other.fields[name]?.reveal());
}
