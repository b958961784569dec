import { VaultInputError } from "../errors/vault-input-error.ts";
import { VaultPathNotFoundError } from "../errors/vault-path-not-found-error.ts";
import { bundleOf } from "./names.ts";
import { Secret } from "./secret.ts";
import type { SecretBundle, VaultProvider } from "./vault.ts";

const prefix = "ARX_SECRET_";
const pathPattern = /^[a-z0-9]+([/-][a-z0-9]+)*$/;
const fieldPattern = /^[a-z0-9][a-z0-9_]*$/;
const namePattern = /^ARX_SECRET_([A-Z0-9]+(?:_{2,3}[A-Z0-9]+)*)_([A-Z0-9][A-Z0-9_]*)$/;

/**
 * The environment variable that holds a field: `ARX_SECRET_`, the path, `_`, the field, in upper case, with `/` in the
 * path written `__` and `-` written `___`. So `okta` and `api_token` are `ARX_SECRET_OKTA_API_TOKEN`, and
 * `okta-eu/prod` and `domain` are `ARX_SECRET_OKTA___EU__PROD_DOMAIN`. No two names share a variable: the first
 * single `_` ends the path, which is why a path has none here.
 * @throws VaultInputError if the path or field has a character that a variable can't tell apart
 */
export function variableOf(path: string, field: string): string {
  const head = headOf(path);
  if (!fieldPattern.test(field)) {
    throw new VaultInputError(
      `no environment variable can hold the field ${JSON.stringify(field)}: use lower-case letters, digits and "_"`,
    );
  }
  return head + field.toUpperCase();
}

/** What a variable named by {@link variableOf} holds; `undefined` if it is none. */
export function namesOf(variable: string): { readonly path: string; readonly field: string } | undefined {
  const [, head, field] = namePattern.exec(variable) ?? [];
  if (head === undefined || field === undefined) return undefined;
  const path = head.replaceAll("___", "-").replaceAll("__", "/").toLowerCase();
  return { path, field: field.toLowerCase() };
}

/**
 * Reads secrets from the environment, as {@link variableOf} names them. An empty variable counts as absent.
 * Whatever this process starts inherits them: prefer another provider where that matters.
 */
export class EnvironmentVault implements VaultProvider {
  readonly name = "environment";
  readonly #env: NodeJS.ProcessEnv;

  /** @throws VaultInputError if a variable starts with `ARX_SECRET_` and names no path and field */
  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.#env = env;
    const stray = Object.keys(env).filter((key) => key.startsWith(prefix) && namesOf(key) === undefined);
    if (stray.length > 0) {
      throw new VaultInputError(
        `${stray.join(", ")} name no secret: write ARX_SECRET_<PATH>_<FIELD>, such as ${variableOf("okta", "api_token")}`,
      );
    }
  }

  async read(path: string, signal?: AbortSignal): Promise<SecretBundle> {
    signal?.throwIfAborted();
    const head = headOf(path);
    const fields = Object.entries(this.#env).flatMap(([variable, value]) => {
      const names = namesOf(variable);
      return names?.path === path && value ? [[names.field, new Secret(value)] as const] : [];
    });
    if (fields.length > 0) return bundleOf(path, fields);
    throw new VaultPathNotFoundError(this.name, path, `set ${head}<FIELD>`);
  }

  async close(): Promise<void> {
    // The environment needs no closing.
  }
}

function headOf(path: string): string {
  if (pathPattern.test(path)) {
    return `${prefix}${path.replaceAll("-", "___").replaceAll("/", "__").toUpperCase()}_`;
  }
  throw new VaultInputError(
    `no environment variable can hold the path ${JSON.stringify(path)}: use lower-case letters and digits joined by "-" or "/"`,
  );
}
