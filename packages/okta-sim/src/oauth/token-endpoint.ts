import { decodeJwt } from "jose";
import type { Answer } from "../api/call.ts";
import type { SimRequest } from "../http/request.ts";
import type { Clock } from "../org/clock.ts";
import { token } from "../org/ids.ts";
import { checkAssertion } from "./client-assertion.ts";
import type { DPoP } from "./dpop.ts";
import { OAuthError } from "./oauth-error.ts";
import type { ServiceApp } from "./service-app.ts";
import { UsedOnce } from "./used-once.ts";

/** Where access tokens come from: the org's own authorization server. */
export const TOKEN_PATH = "/oauth2/v1/token";
const LIFETIME_SECONDS = 3600;
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** An access token that was issued. */
export interface AccessToken {
  readonly app: ServiceApp;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly expires: number;
  /** The thumbprint of the DPoP key that it is bound to. */
  readonly thumbprint: string | undefined;
}

/** Issues access tokens to service apps (RFC 6749, section 4.4). */
export class TokenEndpoint {
  readonly #apps: ReadonlyMap<string, ServiceApp>;
  readonly #clock: Clock;
  readonly #dpop: DPoP;
  readonly #usedIds: UsedOnce;
  readonly #issued = new Map<string, AccessToken>();

  constructor(apps: ReadonlyMap<string, ServiceApp>, clock: Clock, dpop: DPoP) {
    this.#apps = apps;
    this.#clock = clock;
    this.#dpop = dpop;
    this.#usedIds = new UsedOnce(clock);
  }

  /** The token behind this value, if it was issued and hasn't expired. */
  find(value: string): AccessToken | undefined {
    const found = this.#issued.get(value);
    return found !== undefined && found.expires > this.#clock().getTime() ? found : undefined;
  }

  /** Answers a token request. Throws {@link OAuthError}. */
  async answer(request: SimRequest): Promise<Answer> {
    if (request.method !== "POST") throw new OAuthError(405, "invalid_request", "The method must be POST.");
    if (!(request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
      throw new OAuthError(400, "invalid_request", "The body must be form-encoded.");
    }
    const form = new URLSearchParams(request.body);
    if (form.get("grant_type") !== "client_credentials") {
      throw new OAuthError(400, "unsupported_grant_type", "The grant type must be client_credentials.");
    }
    const app = await this.#authenticate(form, request.origin + TOKEN_PATH);
    const thumbprint = app.dpop ? await this.#prove(request) : undefined;
    const scopes = grantedScopes(app, form.get("scope"));
    const value = token(64);
    const expires = this.#clock().getTime() + LIFETIME_SECONDS * 1000;
    this.#issued.set(value, { app, scopes, expires, thumbprint });
    return {
      status: 200,
      body: {
        token_type: app.dpop ? "DPoP" : "Bearer",
        expires_in: LIFETIME_SECONDS,
        access_token: value,
        scope: scopes.join(" "),
      },
    };
  }

  async #authenticate(form: URLSearchParams, audience: string): Promise<ServiceApp> {
    const assertion = form.get("client_assertion");
    if (form.get("client_assertion_type") !== ASSERTION_TYPE || assertion === null) {
      throw new OAuthError(401, "invalid_client", "The client must authenticate with private_key_jwt.");
    }
    const app = this.#apps.get(issuerOf(assertion));
    if (app === undefined) throw new OAuthError(401, "invalid_client", "The client is not known.");
    await checkAssertion(assertion, { app, audience, clock: this.#clock, usedIds: this.#usedIds });
    return app;
  }

  async #prove({ method, origin, headers }: SimRequest): Promise<string> {
    const proof = headers["dpop"];
    if (typeof proof !== "string") {
      throw new OAuthError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    }
    return this.#dpop.check(proof, { method, url: origin + TOKEN_PATH, needsNonce: true });
  }
}

/** Scopes that were asked for but not granted are left out without a word; it is an error when none remains. */
function grantedScopes(app: ServiceApp, asked: string | null): readonly string[] {
  const wanted = (asked ?? "").split(" ").filter(Boolean);
  if (wanted.length === 0)
    throw new OAuthError(400, "invalid_scope", "At least one scope must be asked for.");
  const granted = wanted.filter((scope) => app.scopes.includes(scope));
  if (granted.length > 0) return granted;
  throw new OAuthError(400, "consent_required", "You are not allowed any of the requested scopes.");
}

function issuerOf(assertion: string): string {
  try {
    return decodeJwt(assertion).iss ?? "";
  } catch {
    return "";
  }
}
