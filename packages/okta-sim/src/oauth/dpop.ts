import { createHash, randomBytes } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "../org/clock.ts";
import { OAuthError } from "./oauth-error.ts";
import { UsedOnce } from "./used-once.ts";

const NONCE_TURN_MS = 24 * 60 * 60 * 1000;
const NONCE_LIFE_MS = 3 * NONCE_TURN_MS;
const MAX_AGE_SECONDS = 300;

/** What a proof is held against. */
export interface ProofCheck {
  readonly method: string;
  /** The URL of the request, without query and fragment. */
  readonly url: string;
  /** The access token that the proof goes with; none at the token endpoint. */
  readonly accessToken?: string;
  readonly needsNonce: boolean;
}

/** Checks DPoP proofs (RFC 9449) and hands out nonces. */
export class DPoP {
  readonly #clock: Clock;
  readonly #usedIds: UsedOnce;
  #nonces: { readonly value: string; readonly since: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#usedIds = new UsedOnce(clock);
  }

  /** The thumbprint of the key that signed. Throws {@link OAuthError} `invalid_dpop_proof` or `use_dpop_nonce`. */
  async check(proof: string, { method, url, accessToken, needsNonce }: ProofCheck): Promise<string> {
    const { payload, thumbprint } = await this.#verified(proof);
    const { iat = 0, jti, nonce } = payload;
    if (payload["htm"] !== method) throw invalid("The htm claim must be the request method.");
    if (payload["htu"] !== url)
      throw invalid("The htu claim must be the request URL without query and fragment.");
    if (Math.abs(this.#clock().getTime() / 1000 - iat) > MAX_AGE_SECONDS)
      throw invalid("The proof is not fresh.");
    if (accessToken !== undefined && payload["ath"] !== hash(accessToken)) {
      throw invalid("The ath claim must be the hash of the access token.");
    }
    if (needsNonce && !this.#isCurrent(nonce)) {
      throw new OAuthError(400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.", {
        "dpop-nonce": this.nonce(),
      });
    }
    if (jti === undefined || !this.#usedIds.use(jti, iat + 2 * MAX_AGE_SECONDS)) {
      throw invalid("The jti claim is missing or has been used before.");
    }
    return thumbprint;
  }

  /** The nonce that proofs are to hold now; it changes every 24 hours and works for 3 days. */
  nonce(): string {
    const now = this.#clock().getTime();
    const latest = this.#nonces.at(-1);
    if (latest !== undefined && latest.since > now - NONCE_TURN_MS) return latest.value;
    const value = randomBytes(24).toString("base64url");
    this.#nonces = [
      ...this.#nonces.filter(({ since }) => since > now - NONCE_LIFE_MS),
      { value, since: now },
    ];
    return value;
  }

  #isCurrent(nonce: unknown): boolean {
    const oldest = this.#clock().getTime() - NONCE_LIFE_MS;
    return this.#nonces.some(({ value, since }) => value === nonce && since > oldest);
  }

  async #verified(proof: string): Promise<{ payload: JWTPayload; thumbprint: string }> {
    try {
      const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
        typ: "dpop+jwt",
        algorithms: ["RS256"],
        requiredClaims: ["iat", "jti", "htm", "htu"],
        currentDate: this.#clock(),
        clockTolerance: MAX_AGE_SECONDS,
      });
      return { payload, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk ?? {}) };
    } catch (error) {
      throw invalid(`The DPoP proof is not valid: ${(error as Error).message}.`);
    }
  }
}

function invalid(description: string): OAuthError {
  return new OAuthError(400, "invalid_dpop_proof", description);
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
