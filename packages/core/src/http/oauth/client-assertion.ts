import { randomUUID } from "node:crypto";
import type { ClientKey } from "./private-key.ts";

const lifetimeSeconds = 300;

/** A JWT by which a client proves who it is (RFC 7523); good for one use, within five minutes. */
export async function clientAssertion(
  { key, algorithm, keyId }: ClientKey,
  claims: {
    readonly clientId: string;
    readonly audience: string;
    /** Seconds since the epoch. */ readonly now: number;
  },
): Promise<string> {
  const { SignJWT } = await import("jose");
  return new SignJWT({})
    .setProtectedHeader({ alg: algorithm, ...(keyId !== undefined && { kid: keyId }) })
    .setIssuer(claims.clientId)
    .setSubject(claims.clientId)
    .setAudience(claims.audience)
    .setIssuedAt(claims.now)
    .setExpirationTime(claims.now + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(key);
}
