import { VaultAccessDeniedError } from "../../errors/vault-access-denied-error.ts";
import { VaultInputError } from "../../errors/vault-input-error.ts";
import { checkPath } from "../names.ts";
import { Secret } from "../secret.ts";
import { failure, type JsonObject, malformed, part } from "./answer.ts";
import type { Kv2Http } from "./http.ts";

const headerText = /^[\x21-\x7e]+$/;

/** How to authenticate: with a token, or with the ids of an AppRole, whose auth method is mounted at `approle` by default. */
export type Kv2Auth =
  | { readonly method: "token"; readonly token: Secret }
  | {
      readonly method: "approle";
      readonly roleId: Secret;
      readonly secretId: Secret;
      readonly mount?: string;
    };

/** A token and how long it lives. */
export interface Kv2Lease {
  readonly token: Secret;
  /** From now, in milliseconds; 0: no known end. */
  readonly ttlMs: number;
  readonly renewable: boolean;
}

/** @throws VaultInputError if a credential can't be sent, such as a token that was read with its line end */
export function checkAuth(auth: Kv2Auth): void {
  const [secrets, what] =
    auth.method === "token"
      ? [[auth.token], "token"]
      : [[auth.roleId, auth.secretId], "role id or secret id"];
  if (auth.method === "approle" && auth.mount !== undefined) checkPath(auth.mount);
  if (secrets.every((secret) => headerText.test(secret.reveal()))) return;
  throw new VaultInputError(
    `the ${what} for the kv2 vault is empty, or holds white space or other characters than ASCII`,
  );
}

/**
 * Gets a token that can be used: a new one from an AppRole, or the given one with its remaining life.
 * @throws VaultAccessDeniedError if the ids are refused
 * @throws VaultUnavailableError if the server can't tell
 */
export async function logIn(http: Kv2Http, auth: Kv2Auth, signal?: AbortSignal): Promise<Kv2Lease> {
  if (auth.method === "token") return lookUp(http, auth.token, signal);
  const { roleId, secretId, mount = "approle" } = auth;
  const path = `auth/${mount}/login`;
  const body = { role_id: roleId.reveal(), secret_id: secretId.reveal() };
  const answer = await http.send({ method: "POST", path, body }, signal);
  if (answer.status === 400) {
    throw new VaultAccessDeniedError(
      "kv2",
      `400 for ${path}: the role id or secret id is wrong, used up or expired`,
    );
  }
  return leaseOf(part(answer, "auth", path), path);
}

/** Extends a token's life by what the server grants; throws as {@link logIn}. */
export async function renew(http: Kv2Http, token: Secret): Promise<Kv2Lease> {
  const path = "auth/token/renew-self";
  const answer = await http.send({ method: "POST", path, token, body: {} });
  return leaseOf(part(answer, "auth", path), path);
}

/** Whether the server still knows the token: if so, a refusal is about what its policies allow. */
export async function isAlive(http: Kv2Http, token: Secret, signal?: AbortSignal): Promise<boolean> {
  const path = "auth/token/lookup-self";
  const answer = await http.send({ method: "GET", path, token }, signal);
  if (answer.status === 200) return true;
  if (answer.status === 403) return false;
  throw failure(answer, path);
}

/** Ends a token that was made for this process. */
export async function revoke(http: Kv2Http, token: Secret): Promise<void> {
  await http.send({ method: "POST", path: "auth/token/revoke-self", token, body: {} });
}

async function lookUp(http: Kv2Http, token: Secret, signal?: AbortSignal): Promise<Kv2Lease> {
  const path = "auth/token/lookup-self";
  const answer = await http.send({ method: "GET", path, token }, signal);
  // A token may be allowed to read the secret, and not to look at itself: the read will tell.
  if (answer.status === 403) return { token, ttlMs: 0, renewable: false };
  const { ttl, renewable } = part(answer, "data", path);
  if (typeof ttl !== "number" || ttl < 0) throw malformed(path);
  return { token, ttlMs: ttl * 1000, renewable: renewable === true };
}

function leaseOf(auth: JsonObject, path: string): Kv2Lease {
  const { client_token: token, lease_duration: seconds, renewable } = auth;
  if (typeof token !== "string" || !headerText.test(token)) throw malformed(path);
  if (typeof seconds !== "number" || seconds < 0) throw malformed(path);
  return { token: new Secret(token), ttlMs: seconds * 1000, renewable: renewable === true };
}
