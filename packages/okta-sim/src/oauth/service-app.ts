import type { JWK } from "jose";

/** An API services app: a client that signs in for itself, with a key. */
export interface ServiceApp {
  readonly clientId: string;
  readonly label: string;
  /** Its public keys. */
  readonly keys: readonly JWK[];
  /** The scopes that an administrator granted it. */
  readonly scopes: readonly string[];
  /** The administrator role it was given; without one every scope is worth nothing. */
  readonly role: "SUPER_ADMIN" | "READ_ONLY_ADMIN" | "NONE";
  /** Whether its tokens are bound to a DPoP key. */
  readonly dpop: boolean;
}

/** Whether the granted scopes cover the needed one: a `manage` scope reads too. */
export function covers(granted: readonly string[], needed: string): boolean {
  return granted.includes(needed) || granted.includes(needed.replace(/\.read$/, ".manage"));
}
