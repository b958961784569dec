import type { ClientCredentialsAuth, Operation } from "../../connector/operation.ts";
import { SignInError } from "../../errors/sign-in-error.ts";
import type { Clock } from "../../runtime/clock.ts";
import { Flight } from "../../vault/flight.ts";
import type { SecretBundle } from "../../vault/vault.ts";
import { jsonOf } from "../json.ts";
import type { HttpRequest } from "../request.ts";
import type { Signer, SignIn } from "../sign-in.ts";
import { header, type HttpAnswer, type Transport, TransportFault } from "../transport.ts";
import { type AccessToken, readRefusal, readToken } from "./access-token.ts";
import { clientAssertion } from "./client-assertion.ts";
import { type ClientKey, readClientKey } from "./private-key.ts";
import { ProofKey } from "./proof-key.ts";

/** What a client needs to sign in. */
export interface ClientCredentialsParts {
  readonly auth: ClientCredentialsAuth;
  readonly bundle: SecretBundle;
  readonly origin: string;
  /**
   * Every scope that the connector's operations need: asked for together, so that one token serves all. What the
   * client was not granted is left out of the token, and the API refuses the operations that need it.
   */
  readonly scopes: readonly string[];
  readonly transport: Transport;
  readonly clock: Clock;
}

const maxTries = 4;

/** Signs in with access tokens, each fetched once for all callers and renewed before it ends. */
export class ClientCredentials implements SignIn {
  readonly #parts: ClientCredentialsParts;
  readonly #proofKey: ProofKey | undefined;
  /** Whether the token endpoint wants tokens to be bound to our key. */
  #binds = false;
  /** The endpoint and the API ask for nonces of their own (RFC 9449, 8 and 9). */
  #endpointNonce: string | undefined;
  #apiNonce: string | undefined;
  #token: AccessToken | undefined;
  #flight: Flight<AccessToken> | undefined;

  constructor(parts: ClientCredentialsParts) {
    this.#parts = parts;
    this.#proofKey = parts.auth.dpop === undefined ? undefined : new ProofKey(parts.auth.dpop);
  }

  async headers({ method, path }: HttpRequest, signer: Signer): Promise<Record<string, string>> {
    const token = await this.#current(signer);
    signer.onSecret(token.value);
    const accessToken = token.value.reveal();
    if (token.type === "Bearer") return { authorization: authorization(token) };
    const { origin } = this.#parts;
    const proof = await this.#proofKey?.prove({
      method,
      origin,
      path,
      now: this.#seconds(),
      nonce: this.#apiNonce,
      accessToken,
    });
    return { authorization: authorization(token), ...(proof !== undefined && { dpop: proof }) };
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

  async #current(signer: Signer): Promise<AccessToken> {
    const token = this.#token;
    const now = this.#parts.clock.now();
    if (token && now < token.renewAt) return token;
    try {
      return await this.#fetched(signer);
    } catch (error) {
      if (token && this.#token === token && now < token.endsAt && !signer.signal.aborted) return token;
      throw error;
    }
  }

  async #fetched(signer: Signer): Promise<AccessToken> {
    const running = this.#flight;
    if (running && !running.abandoned) return running.join(signer.signal);
    const flight: Flight<AccessToken> = new Flight(async (signal) => {
      try {
        const token = await this.#fetch(signer, signal);
        /* v8 ignore else -- whoever waited left while its last bytes came in: another flight may be on its way */
        if (this.#flight === flight) this.#token = token;
        return token;
      } finally {
        if (this.#flight === flight) this.#flight = undefined;
      }
    });
    this.#flight = flight;
    const startedAt = this.#parts.clock.now();
    const token = await flight.join(signer.signal);
    const ms = this.#parts.clock.now() - startedAt;
    await signer.onRequest({ method: "POST", path: this.#parts.auth.token, status: 200, ms });
    return token;
  }

  async #fetch(signer: Signer, signal: AbortSignal): Promise<AccessToken> {
    const { auth, origin, clock } = this.#parts;
    const endpoint = origin + auth.token;
    for (let attempt = 1; ; attempt += 1) {
      const askedAt = clock.now();
      const answer = await this.#ask(endpoint, signer, signal);
      // A new one may come with any answer (RFC 9449, 8.2), and not only with the refusal of the old one.
      this.#endpointNonce = header(answer, "dpop-nonce") ?? this.#endpointNonce;
      if (answer.status === 200) return readToken(endpoint, answer, askedAt);
      const { code, text } = readRefusal(answer, clock.now());
      if (attempt < maxTries && this.#adapts(code, answer)) continue;
      const retryable = answer.status === 429 || answer.status >= 500;
      throw new SignInError(endpoint, text, { retryable, oauthError: code });
    }
  }

  async #ask(endpoint: string, { permit }: Signer, signal: AbortSignal): Promise<HttpAnswer> {
    const { auth, bundle, origin, scopes, transport } = this.#parts;
    const clientId = bundle.fields[auth.clientId]!.reveal().trim();
    const assertion = await clientAssertion(this.#key(endpoint), {
      clientId,
      audience: endpoint,
      now: this.#seconds(),
    });
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      scope: scopes.join(" "),
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    });
    const dpop = this.#binds
      ? await this.#proofKey?.prove({
          method: "POST",
          origin,
          path: auth.token,
          now: this.#seconds(),
          nonce: this.#endpointNonce,
        })
      : undefined;
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      ...(dpop !== undefined && { dpop }),
    };
    try {
      return await transport.send(
        permit,
        origin,
        { method: "POST", path: auth.token, headers, body: form.toString() },
        signal,
      );
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      signal.throwIfAborted();
      throw new SignInError(endpoint, error.message, { retryable: !error.final, cause: error });
    }
  }

  /** Whether the endpoint refused only because it wants the request in another form, which it will get. */
  #adapts(code: string | undefined, answer: HttpAnswer): boolean {
    const wasBinding = this.#binds;
    if (this.#proofKey === undefined || (code !== "use_dpop_nonce" && code !== "invalid_dpop_proof"))
      return false;
    this.#binds = true;
    return code === "use_dpop_nonce" ? header(answer, "dpop-nonce") !== undefined : !wasBinding;
  }

  #key(endpoint: string): ClientKey {
    const { auth, bundle } = this.#parts;
    const keyId = auth.keyId === undefined ? undefined : bundle.fields[auth.keyId]?.reveal().trim();
    try {
      return readClientKey(bundle.fields[auth.privateKey]!.reveal(), keyId || undefined);
    } catch (error) {
      throw new SignInError(endpoint, (error as Error).message);
    }
  }

  #seconds(): number {
    return Math.floor(this.#parts.clock.now() / 1000);
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
