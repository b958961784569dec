import { VaultAccessDeniedError } from "../../errors/vault-access-denied-error.ts";
import { VaultUnavailableError } from "../../errors/vault-unavailable-error.ts";
import type { Kv2Answer } from "./http.ts";

const name = "kv2";

/** An object of unknown keys, as JSON has them. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: no array, and not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The object under a key of a 200 answer.
 * @throws VaultAccessDeniedError or VaultUnavailableError as {@link failure} tells, or if it is not there
 */
export function part(answer: Kv2Answer, key: string, what: string): JsonObject {
  if (answer.status !== 200) throw failure(answer, what);
  const value = isObject(answer.body) ? answer.body[key] : undefined;
  if (!isObject(value)) throw malformed(what);
  return value;
}

/** The error for an answer that is not what was asked for. Nothing that the server wrote is quoted: it may hold secrets. */
export function failure({ status }: Kv2Answer, what: string): VaultAccessDeniedError | VaultUnavailableError {
  if (status === 401 || status === 403) {
    return new VaultAccessDeniedError(
      name,
      `${status} for ${what}: check the token and what its policies allow`,
    );
  }
  if (status >= 300 && status < 400) {
    const problem = `${status} redirects ${what} elsewhere, and credentials are sent nowhere else: name the active node as address`;
    return new VaultUnavailableError(name, problem, { retryable: false });
  }
  if (status === 503) return new VaultUnavailableError(name, `503 for ${what}: it is sealed, or not ready`);
  if (status === 429) return new VaultUnavailableError(name, `429 for ${what}: its rate limit is reached`);
  // 412, 472 and 473 tell of replicas that lag or stand by.
  const retryable = status === 412 || status === 472 || status === 473 || status >= 500;
  return new VaultUnavailableError(name, `${status} for ${what}`, { retryable });
}

/** The error for an answer that is no answer of such a server. */
export function malformed(what: string): VaultUnavailableError {
  return new VaultUnavailableError(name, `its answer for ${what} can't be understood: is this its address?`);
}
