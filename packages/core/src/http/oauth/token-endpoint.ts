import type { Permit } from "../../approval/permit.ts";
import type { ClientCredentialsAuth, Limits } from "../../connector/operation.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { SecretBundle } from "../../vault/vault.ts";
import { readRate, retryAfter } from "../quota/reading.ts";
import type { HttpRequest } from "../request.ts";
import { cut } from "../shorten.ts";
import type { Signer } from "../sign-in.ts";
import { header, type HttpAnswer, type Transport, TransportFault } from "../transport.ts";
import { type AccessToken, type NoToken, readRefusal, readToken } from "./access-token.ts";
import { clientAssertion } from "./client-assertion.ts";
import { type ClientKey, readClientKey } from "./private-key.ts";
import type { ProofKey } from "./proof-key.ts";

/** What a client needs to ask for a token. */
export interface TokenEndpointParts {
  readonly auth: ClientCredentialsAuth;
  readonly bundle: SecretBundle;
  readonly origin: string;
  /**
   * Every scope that the connector's operations need: asked for together, so that one token serves all. What the
   * client was not granted is left out of the token, and the API refuses the operations that need it.
   */
  readonly scopes: readonly string[];
  readonly limits: Limits | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
}

const maxTries = 4;
const purpose = "an access token was asked for";

/** Asks an authorization server for access tokens, in the form that it wants (RFC 6749, RFC 7523, RFC 9449). */
export class TokenEndpoint {
  readonly url: string;
  readonly #parts: TokenEndpointParts;
  readonly #proofKey: ProofKey | undefined;
  /** Whether it wants tokens to be bound to our key. */
  #binds = false;
  #nonce: string | undefined;

  constructor(parts: TokenEndpointParts, proofKey: ProofKey | undefined) {
    this.url = parts.origin + parts.auth.token;
    this.#parts = parts;
    this.#proofKey = proofKey;
  }

  /** Asks until there is a token or a refusal. Each request is on record before another one follows. */
  async ask({ permit, onRequest }: Signer, signal: AbortSignal): Promise<AccessToken | NoToken> {
    const { auth, clock } = this.#parts;
    const key = this.#key();
    if ("why" in key) return key;
    for (let attempt = 1; ; attempt += 1) {
      const askedAt = clock.now();
      const assertion = await this.#assertion(key);
      if (typeof assertion !== "string") return assertion;
      const answer = await this.#post(assertion, permit, signal);
      const made = { method: "POST", path: auth.token, ms: clock.now() - askedAt };
      if (answer instanceof TransportFault) {
        const { message: why, sent, final } = answer;
        await onRequest({ ...made, sent, note: `${purpose}: ${why}` });
        signal.throwIfAborted();
        return { why, retryable: !final, cause: answer };
      }
      const { status } = answer;
      const refusal = status === 200 ? undefined : readRefusal(answer, clock.now(), assertion);
      const note = refusal?.code === undefined ? purpose : `${purpose}: ${refusal.code}`;
      await onRequest({ ...made, status, sent: true, note });
      // A new one may come with any answer (RFC 9449, 8.2), and not only with the refusal of the old one.
      this.#nonce = header(answer, "dpop-nonce") ?? this.#nonce;
      if (!refusal) return readToken(answer, askedAt);
      const { code, text: why } = refusal;
      if (attempt < maxTries && this.#adapts(code, answer)) continue;
      const limited = status === 429;
      const waitMs = this.#waitMs(answer);
      return { why, oauthError: code, retryable: limited || status >= 500, limited, waitMs };
    }
  }

  async #assertion(key: ClientKey): Promise<string | NoToken> {
    const { auth, bundle, clock } = this.#parts;
    const clientId = bundle.fields[auth.clientId]!.reveal().trim();
    try {
      const now = Math.floor(clock.now() / 1000);
      return await clientAssertion(key, { clientId, audience: this.url, now });
    } catch (error) {
      // A key that is too short, or a JWK that says it is for something else.
      const why = `the private key can't sign as ${cut(key.algorithm)}: ${cut((error as Error).message)}`;
      return { why, retryable: false };
    }
  }

  async #post(assertion: string, permit: Permit, signal: AbortSignal): Promise<HttpAnswer | TransportFault> {
    const { auth, origin, transport } = this.#parts;
    const request = { method: "POST", path: auth.token, ...(await this.#signed(assertion)) } as const;
    try {
      return await transport.send(permit, origin, request, signal);
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      return error;
    }
  }

  async #signed(assertion: string): Promise<Pick<HttpRequest, "headers" | "body">> {
    const { auth, origin, scopes } = this.#parts;
    const now = Math.floor(this.#parts.clock.now() / 1000);
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      scope: scopes.join(" "),
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    });
    const proof = { method: "POST", origin, path: auth.token, now, nonce: this.#nonce };
    const dpop = this.#binds ? await this.#proofKey?.prove(proof) : undefined;
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      ...(dpop !== undefined && { dpop }),
    };
    return { headers, body: form.toString() };
  }

  /** Whether the endpoint refused only because it wants the request in another form, which it will get. */
  #adapts(code: string | undefined, answer: HttpAnswer): boolean {
    const wasBinding = this.#binds;
    if (this.#proofKey === undefined || (code !== "use_dpop_nonce" && code !== "invalid_dpop_proof"))
      return false;
    this.#binds = true;
    return code === "use_dpop_nonce" ? header(answer, "dpop-nonce") !== undefined : !wasBinding;
  }

  #waitMs(answer: HttpAnswer): number | undefined {
    const { limits, clock } = this.#parts;
    const now = clock.now();
    const asked = retryAfter(answer, now);
    if (asked !== undefined || answer.status !== 429 || !limits) return asked?.inMs;
    const { limit, end } = readRate(limits, answer, now);
    // A limit of 0 marks a limit on requests at once, whose reset time means nothing.
    return limit === 0 ? undefined : end?.inMs;
  }

  #key(): ClientKey | NoToken {
    const { auth, bundle } = this.#parts;
    const keyId = auth.keyId === undefined ? undefined : bundle.fields[auth.keyId]?.reveal().trim();
    try {
      return readClientKey(bundle.fields[auth.privateKey]!.reveal(), keyId || undefined);
    } catch (error) {
      return { why: (error as Error).message, retryable: false };
    }
  }
}
