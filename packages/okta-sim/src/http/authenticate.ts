import type { Answer } from "../api/call.ts";
import type { DPoP } from "../oauth/dpop.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import { covers, type ServiceApp } from "../oauth/service-app.ts";
import type { AccessToken, TokenEndpoint } from "../oauth/token-endpoint.ts";
import type { Knobs } from "../knobs.ts";
import { refuse } from "../org/errors.ts";
import { userEntity } from "../org/lookup.ts";
import type { Org } from "../org/org.ts";
import type { LogEntity } from "../org/system-log.ts";
import type { SimRequest } from "./request.ts";

/** The API token of the org, and the administrator who owns it. */
export interface ApiToken {
  readonly value: string;
  readonly ownerId: string;
}

/** Who a request comes from, and what they may do. */
export interface Principal {
  readonly actor: LogEntity;
  readonly role: Knobs["adminRole"] | "NONE";
  /** The granted OAuth scopes; undefined for an API token, which knows none. */
  readonly scopes: readonly string[] | undefined;
}

/** Credentials that a real org refuses with a `WWW-Authenticate` header. */
export class ChallengeError extends Error {
  override readonly name = "ChallengeError";
  readonly answer: Answer;

  constructor(answer: Answer) {
    super("the credentials were refused with a challenge");
    this.answer = answer;
  }
}

/** Tells from its Authorization header who a request comes from. */
export class Authenticator {
  readonly #org: Org;
  readonly #apiToken: ApiToken;
  readonly #tokens: TokenEndpoint;
  readonly #dpop: DPoP;

  constructor(org: Org, apiToken: ApiToken, tokens: TokenEndpoint, dpop: DPoP) {
    this.#org = org;
    this.#apiToken = apiToken;
    this.#tokens = tokens;
    this.#dpop = dpop;
  }

  /** Throws E0000011 or a challenge for credentials that aren't valid, and what the org says to a request without any. */
  async authenticate(request: SimRequest): Promise<Principal> {
    const header = request.headers.authorization;
    if (header === undefined) throw refuse(this.#org.knobs.missingAuthorization);
    const [scheme, value = ""] = header.split(/ (.*)/s);
    if (scheme === "SSWS") return this.#byApiToken(value);
    if (scheme !== "Bearer" && scheme !== "DPoP") throw refuse("E0000011");
    const token = this.#tokens.find(value);
    if (token === undefined || (scheme === "DPoP") !== token.app.dpop) {
      throw bearerChallenge(request, 401, "invalid_token", "The access token is not valid or has expired.");
    }
    if (token.app.dpop) await this.#checkProof(request, value, token);
    return { actor: appEntity(token.app), role: token.app.role, scopes: token.scopes };
  }

  #byApiToken(value: string): Principal {
    const owner = this.#org.users.get(this.#apiToken.ownerId);
    // A token dies with the account that owns it.
    if (value !== this.#apiToken.value || owner === undefined || owner.status === "DEPROVISIONED") {
      throw refuse("E0000011");
    }
    return { actor: userEntity(owner), role: this.#org.knobs.adminRole, scopes: undefined };
  }

  async #checkProof(request: SimRequest, accessToken: string, token: AccessToken): Promise<void> {
    const proof = request.headers["dpop"];
    if (typeof proof !== "string")
      throw proofChallenge("invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    const url = request.origin + request.path;
    const needsNonce = this.#org.knobs.apiNonce;
    try {
      const thumbprint = await this.#dpop.check(proof, {
        method: request.method,
        url,
        accessToken,
        needsNonce,
      });
      if (thumbprint !== token.thumbprint)
        throw new OAuthError(400, "invalid_dpop_proof", "Another key was bound.");
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      throw proofChallenge(error.code, error.message, error.headers);
    }
  }
}

/** Throws where the granted scopes don't cover the needed one: 403 with an EMPTY body, as the real org has it. */
export function checkScope(principal: Principal, needed: string, request: SimRequest): void {
  if (principal.scopes === undefined || covers(principal.scopes, needed)) return;
  const description = "The access token provided does not contain the required scopes.";
  throw bearerChallenge(request, 403, "insufficient_scope", description, needed);
}

/** What a real org says to an access token: a challenge, and no body. */
function bearerChallenge(
  request: SimRequest,
  status: number,
  error: string,
  description: string,
  scope?: string,
): ChallengeError {
  const parts = {
    authorization_uri: `${request.origin}/oauth2/v1/authorize`,
    realm: request.origin,
    ...(scope !== undefined && { scope }),
    error,
    error_description: description,
    resource: request.path,
  };
  const header = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return new ChallengeError({ status, headers: { "www-authenticate": `Bearer ${header.join(", ")}` } });
}

function proofChallenge(
  code: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): ChallengeError {
  const quoted = description.replaceAll('"', "'");
  return new ChallengeError({
    status: 401,
    body: { error: code, error_description: description },
    headers: { "www-authenticate": `DPoP error="${code}", error_description="${quoted}"`, ...headers },
  });
}

function appEntity({ clientId, label }: ServiceApp): LogEntity {
  return {
    id: clientId,
    type: "PublicClientApp",
    alternateId: clientId,
    displayName: label,
    detailEntry: null,
  };
}
