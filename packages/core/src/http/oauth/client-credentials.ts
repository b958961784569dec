import type { Operation } from "../../connector/operation.ts";
import { RateLimitedError } from "../../errors/rate-limited-error.ts";
import { SignInError } from "../../errors/sign-in-error.ts";
import { Flight } from "../../vault/flight.ts";
import { jsonOf } from "../json.ts";
import type { HttpRequest } from "../request.ts";
import { backoff } from "../retry.ts";
import type { Signer, SignIn } from "../sign-in.ts";
import { sleep, type Timer } from "../timer.ts";
import { header, type HttpAnswer } from "../transport.ts";
import type { AccessToken, NoToken } from "./access-token.ts";
import { ProofKey } from "./proof-key.ts";
import { TokenEndpoint, type TokenEndpointParts } from "./token-endpoint.ts";

/** What a client needs to sign in. */
export interface ClientCredentialsParts extends TokenEndpointParts {
  readonly timer: Timer;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** How long the next token may take while the present one is good, and how long it is left alone after that, in milliseconds. */
const refreshMs = 30_000;

/** Signs in with access tokens, each fetched once for all callers and renewed before it ends. */
export class ClientCredentials implements SignIn {
  readonly #parts: ClientCredentialsParts;
  readonly #proofKey: ProofKey | undefined;
  readonly #endpoint: TokenEndpoint;
  /** The API asks for nonces of its own (RFC 9449, 9). */
  #apiNonce: string | undefined;
  #token: AccessToken | undefined;
  #flight: Flight<AccessToken | NoToken> | undefined;
  /** Until when nobody asks for a token, by our own timer, and why. */
  #pause: { readonly until: number; readonly because: NoToken } | undefined;
  /** How often in a row there was no token, though there may be one later. */
  #failures = 0;
  /** From when on the next token may be asked for while the present one is good. */
  #refreshAt: number = Number.NEGATIVE_INFINITY;

  constructor(parts: ClientCredentialsParts) {
    this.#parts = parts;
    this.#proofKey = parts.auth.dpop === undefined ? undefined : new ProofKey(parts.auth.dpop);
    this.#endpoint = new TokenEndpoint(parts, this.#proofKey);
  }

  prepare(signer: Signer): Promise<void> | undefined {
    const token = this.#token;
    const now = this.#parts.clock.now();
    if (!token || now >= token.endsAt) return this.#obtain(signer);
    if (now >= token.renewAt) this.#refresh(signer);
    return undefined;
  }

  headers({ method, path }: HttpRequest, signer: Signer): Promise<Record<string, string>> | undefined {
    const token = this.#token;
    return token && this.#headersOf(token, method, path, signer);
  }

  answered(answer: HttpAnswer): void {
    this.#apiNonce = header(answer, "dpop-nonce") ?? this.#apiNonce;
  }

  renew(sent: HttpRequest, answer: HttpAnswer): string | undefined {
    if (asksForNonce(answer)) return "the API asked for a nonce in the proof of possession";
    if (answer.status !== 401) return undefined;
    // Another call may have had the token replaced since this one left.
    if (this.#token && sent.headers["authorization"] === authorization(this.#token)) this.#token = undefined;
    return "the access token was not taken: another one follows";
  }

  lack({ scopes }: Operation, answer: HttpAnswer): string | undefined {
    // A scope that is not named may be included in one that is, so the API alone can say that one is missing.
    if (!challenges(answer, "insufficient_scope")) return undefined;
    const granted = this.#token?.scopes;
    if (!granted || scopes.every((scope) => granted.includes(scope))) return undefined;
    const missing = scopes.filter((scope) => !granted.includes(scope));
    return `the client was granted ${granted.join(" ") || "no scope"}, which does not name ${missing.join(" ")}`;
  }

  async #headersOf(
    token: AccessToken,
    method: string,
    path: string,
    signer: Signer,
  ): Promise<Record<string, string>> {
    signer.onSecret(token.value);
    const accessToken = token.value.reveal();
    if (token.type === "Bearer") return { authorization: authorization(token) };
    const { origin, clock } = this.#parts;
    const now = Math.floor(clock.now() / 1000);
    const proof = await this.#proofKey?.prove({
      ...{ method, origin, path, now, accessToken },
      nonce: this.#apiNonce,
    });
    return { authorization: authorization(token), ...(proof !== undefined && { dpop: proof }) };
  }

  /** Gets a token, together with all who need one, and not before the endpoint wants to be asked. */
  async #obtain(signer: Signer): Promise<void> {
    const { deadline, operation } = signer;
    const { timer } = this.#parts;
    const pause = this.#pause;
    const waitMs = pause ? pause.until - timer.now() : 0;
    if (pause && waitMs > 0) {
      if (waitMs > deadline.remainingMs()) throw this.#errorOf(pause.because, operation, waitMs);
      await sleep(timer, waitMs, deadline.signal);
      return this.prepare(signer);
    }
    const given = await this.#ask(signer, deadline.signal);
    if ("why" in given) throw this.#errorOf(given, operation);
  }

  /** Gets the next token beside the calls, which go on with the present one as long as it is good. */
  #refresh(signer: Signer): void {
    const { timer } = this.#parts;
    const now = timer.now();
    const isAsking = this.#flight !== undefined && !this.#flight.abandoned;
    if (isAsking || now < this.#refreshAt || now < (this.#pause?.until ?? now)) return;
    this.#refreshAt = now + 2 * refreshMs;
    const bound = new AbortController();
    const takeBack = timer.after(refreshMs, () => bound.abort());
    // Nobody waits for it, and whoever needs a token once the present one has ended is told why there is none.
    this.#ask(signer, bound.signal).then(takeBack, takeBack);
  }

  #ask(signer: Signer, signal: AbortSignal): Promise<AccessToken | NoToken> {
    const running = this.#flight;
    if (running && !running.abandoned) return running.join(signal);
    const flight: Flight<AccessToken | NoToken> = new Flight(async (given) => {
      try {
        const answer = await this.#endpoint.ask(signer, given);
        /* v8 ignore else -- whoever waited left while its last bytes came in: another flight may be on its way */
        if (this.#flight === flight) this.#learn(answer);
        return answer;
      } finally {
        if (this.#flight === flight) this.#flight = undefined;
      }
    });
    this.#flight = flight;
    return flight.join(signal);
  }

  #learn(given: AccessToken | NoToken): void {
    if ("value" in given) {
      this.#token = given;
      this.#failures = 0;
    } else if (given.retryable) {
      const { timer, random } = this.#parts;
      this.#failures += 1;
      // Other processes wait for the same moment: not all of them need to come at once. And a reset that has passed, told
      // again and again, is no reason to ask every second.
      const toldMs = (given.waitMs ?? 0) + random() * 250;
      const waitMs = Math.max(toldMs, backoff(this.#failures, random));
      this.#pause = { until: timer.now() + waitMs, because: given };
    }
  }

  /** Each caller's own: an error belongs to one action. */
  #errorOf({ why, limited, ...rest }: NoToken, operation: string, waitMs?: number): Error {
    const { url } = this.#endpoint;
    if (limited && waitMs !== undefined)
      return new RateLimitedError(
        operation,
        `${url} gives no access token before its rate limit allows`,
        waitMs,
      );
    return new SignInError(url, why, rest);
  }
}

function authorization({ type, value }: AccessToken): string {
  return `${type} ${value.reveal()}`;
}

/** Whether a challenge of an answer (RFC 6750, 3; RFC 9449, 9) gives this error. */
function challenges({ headers }: HttpAnswer, error: string): boolean {
  return [headers["www-authenticate"]].flat().some((challenge) => challenge?.includes(error));
}

function asksForNonce(answer: HttpAnswer): boolean {
  if (header(answer, "dpop-nonce") === undefined) return false;
  if (challenges(answer, "use_dpop_nonce")) return true;
  return (jsonOf(answer) as { readonly error?: unknown } | undefined)?.error === "use_dpop_nonce";
}
