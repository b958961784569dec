import { createLocalJWKSet, type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "../org/clock.ts";
import { OAuthError } from "./oauth-error.ts";
import type { ServiceApp } from "./service-app.ts";
import type { UsedOnce } from "./used-once.ts";

const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
const MAX_LIFETIME_SECONDS = 3600;
/** How far the client's clock may be ahead or behind. */
const LEEWAY_SECONDS = 60;

/** What a client assertion is held against. */
export interface AssertionCheck {
  readonly app: ServiceApp;
  /** The exact URL of the token endpoint. */
  readonly audience: string;
  readonly clock: Clock;
  readonly usedIds: UsedOnce;
}

/** Checks a `private_key_jwt` (RFC 7523). Throws {@link OAuthError} `invalid_client`. */
export async function checkAssertion(assertion: string, check: AssertionCheck): Promise<void> {
  const { app, audience, clock, usedIds } = check;
  const now = Math.floor(clock().getTime() / 1000);
  const payload = await verified(assertion, check);
  const { exp = 0, jti } = payload;
  if (payload.sub !== app.clientId) throw refused("The sub claim must be the client id.");
  if (payload.aud !== audience) throw refused("The aud claim must be the token endpoint.");
  if (exp > now + MAX_LIFETIME_SECONDS) throw refused("The exp claim is more than an hour ahead.");
  if (jti !== undefined && !usedIds.use(`${app.clientId} ${jti}`, exp + LEEWAY_SECONDS)) {
    throw refused("The client assertion has been used before.");
  }
}

async function verified(assertion: string, { app, audience, clock }: AssertionCheck): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet({ keys: [...app.keys] }), {
      algorithms: ALGORITHMS,
      issuer: app.clientId,
      audience,
      requiredClaims: ["exp", "sub"],
      currentDate: clock(),
      clockTolerance: LEEWAY_SECONDS,
    });
    return payload;
  } catch (error) {
    throw refused(`The client assertion is not valid: ${(error as Error).message}.`);
  }
}

function refused(description: string): OAuthError {
  return new OAuthError(401, "invalid_client", description);
}
