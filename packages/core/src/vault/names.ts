import { VaultInputError } from "../errors/vault-input-error.ts";
import type { Secret } from "./secret.ts";
import type { SecretBundle } from "./vault.ts";

const pathPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const fieldPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
const maxNameLength = 256;

/**
 * Checks a vault path: segments of letters, digits, `.`, `_` and `-`, joined by `/`, none starting with a sign.
 * @throws VaultInputError if it is something else
 */
export function checkPath(path: string): void {
  if (path.length <= maxNameLength && pathPattern.test(path)) return;
  throw new VaultInputError(
    `${JSON.stringify(path)} is no vault path: use segments of letters, digits, ".", "_" and "-" joined by "/", such as okta or okta/prod`,
  );
}

/**
 * Checks the name of a field: letters, digits, `.`, `_` and `-`.
 * @throws VaultInputError if it is something else
 */
export function checkField(field: string): void {
  if (field.length <= maxNameLength && fieldPattern.test(field)) return;
  throw new VaultInputError(
    `${JSON.stringify(field)} is no name of a vault field: use letters, digits, ".", "_" and "-", such as api_token`,
  );
}

/** Makes a frozen bundle whose fields inherit nothing, so that no field name finds a method of Object. */
export function bundleOf(
  path: string,
  fields: Iterable<readonly [string, Secret]>,
  leaseMs?: number,
): SecretBundle {
  const own: Record<string, Secret> = Object.assign(Object.create(null), Object.fromEntries(fields));
  Object.freeze(own);
  return Object.freeze(leaseMs === undefined ? { path, fields: own } : { path, fields: own, leaseMs });
}
