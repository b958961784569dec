import { createHash, randomUUID } from "node:crypto";
import type { CryptoKey, JWK } from "jose";

/** One request that a proof is for. */
export interface ProofOf {
  readonly method: string;
  readonly origin: string;
  /** With or without its query, which is no part of a proof. */
  readonly path: string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** What the server asked to see in the next proof. */
  readonly nonce?: string | undefined;
  /** Absent where the token itself is asked for. */
  readonly accessToken?: string;
}

/** The key that access tokens are bound to (DPoP, RFC 9449). It is made for this process, and can't be exported. */
export class ProofKey {
  readonly #algorithm: string;
  #pair: Promise<{ readonly key: CryptoKey; readonly jwk: JWK }> | undefined;

  /** @param algorithm such as `RS256` */
  constructor(algorithm: string) {
    this.#algorithm = algorithm;
  }

  /** A proof that we hold the key, for one request alone. */
  async prove({ method, origin, path, now, nonce, accessToken }: ProofOf): Promise<string> {
    const { SignJWT } = await import("jose");
    const { key, jwk } = await (this.#pair ??= this.#make());
    const ath =
      accessToken === undefined ? undefined : createHash("sha256").update(accessToken).digest("base64url");
    return new SignJWT({
      htm: method,
      htu: origin + path.replace(/[?#].*$/s, ""),
      ...(nonce !== undefined && { nonce }),
      ...(ath !== undefined && { ath }),
    })
      .setProtectedHeader({ typ: "dpop+jwt", alg: this.#algorithm, jwk })
      .setIssuedAt(now)
      .setJti(randomUUID())
      .sign(key);
  }

  async #make(): Promise<{ readonly key: CryptoKey; readonly jwk: JWK }> {
    const { exportJWK, generateKeyPair } = await import("jose");
    const { privateKey, publicKey } = await generateKeyPair(this.#algorithm);
    return { key: privateKey, jwk: await exportJWK(publicKey) };
  }
}
