import { createPrivateKey, type KeyObject } from "node:crypto";

/** A client's private key, and how it signs. */
export interface ClientKey {
  readonly key: KeyObject;
  /** A JWS algorithm, such as `RS256`. */
  readonly algorithm: string;
  readonly keyId: string | undefined;
}

const byCurve: Readonly<Record<string, string>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

/**
 * Reads a private key from a JWK (JSON) or a PEM block, and finds the algorithm that fits it.
 * @throws TypeError if it is neither, or of a kind that signs no client assertion; the message holds nothing of the key
 */
export function readClientKey(text: string, keyId?: string): ClientKey {
  const isJwk = text.trimStart().startsWith("{");
  let jwk: { readonly kid?: unknown; readonly alg?: unknown } = {};
  let key: KeyObject;
  try {
    if (isJwk) jwk = JSON.parse(text) as typeof jwk;
    key = isJwk
      ? createPrivateKey({ key: jwk, format: "jwk" })
      : // A PEM block that went through an environment variable often has its line breaks written out.
        createPrivateKey(text.replaceAll("\\n", "\n"));
  } catch {
    // The cause is left out: it may quote the text.
    throw new TypeError("the private key is neither a JWK nor a PEM block without a passphrase");
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const algorithm = type === "rsa" ? "RS256" : byCurve[details?.namedCurve ?? ""];
  if (algorithm === undefined)
    throw new TypeError("the private key is neither RSA nor one of the curves P-256, P-384, P-521");
  return {
    key,
    algorithm: typeof jwk.alg === "string" ? jwk.alg : algorithm,
    keyId: keyId ?? (typeof jwk.kid === "string" ? jwk.kid : undefined),
  };
}
