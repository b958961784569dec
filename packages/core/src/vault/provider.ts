import { ConfigError } from "../errors/config-error.ts";
import type { Home } from "../runtime/home.ts";
import { EmbeddedVault } from "./embedded.ts";
import { EnvironmentVault } from "./environment.ts";
import { keySourceFrom } from "./key-source.ts";
import type { Kv2Auth } from "./kv2/auth.ts";
import type { Kv2Options } from "./kv2/kv2.ts";
import { Secret } from "./secret.ts";
import type { VaultProvider } from "./vault.ts";

/**
 * Where a home's credentials are:
 * - `embedded`: the encrypted file of the home
 * - `environment`: variables such as `ARX_SECRET_OKTA_API_TOKEN`
 * - `kv2`: a KV v2 engine of HashiCorp Vault or OpenBao
 */
export type VaultChoice =
  | "embedded"
  | "environment"
  | { readonly kv2: Pick<Kv2Options, "address" | "mount" | "prefix" | "namespace" | "caFile"> };

/**
 * Opens the provider that is chosen. A KV v2 engine is signed in to by `VAULT_ROLE_ID` with `VAULT_SECRET_ID`, else by
 * `VAULT_TOKEN`: they come in with the environment and are never written down.
 *
 * @throws ConfigError if nothing says how to sign in
 * @throws VaultInputError if a setting or a variable can't be used
 * @throws VaultKeyError, VaultUnavailableError, VaultCorruptError if the embedded vault can't be opened
 */
export async function vaultFrom(
  choice: VaultChoice,
  home: Home,
  env: NodeJS.ProcessEnv = process.env,
): Promise<VaultProvider> {
  if (choice === "embedded")
    return EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(env, home.folder) });
  if (choice === "environment") return new EnvironmentVault(env);
  const auth = kv2AuthFrom(env);
  // Most homes have no such engine, and the client of one takes its time to load.
  const { Kv2Vault } = await import("./kv2/kv2.ts");
  return new Kv2Vault({ ...choice.kv2, auth });
}

function kv2AuthFrom(env: NodeJS.ProcessEnv): Kv2Auth {
  const { VAULT_TOKEN: token, VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId } = env;
  if (roleId && secretId) {
    return { method: "approle", roleId: new Secret(roleId), secretId: new Secret(secretId) };
  }
  if (token) return { method: "token", token: new Secret(token) };
  throw new ConfigError(
    "the vault is kv2, and neither VAULT_ROLE_ID with VAULT_SECRET_ID nor VAULT_TOKEN is set: set one of the two",
  );
}
