import { RuntimeNotReadyError } from "../errors/runtime-not-ready-error.ts";
import type { Home } from "../runtime/home.ts";
import { EmbeddedVault } from "./embedded.ts";
import { EnvironmentVault } from "./environment.ts";
import { keySourceFrom } from "./key-source.ts";
import type { Kv2Auth } from "./kv2/auth.ts";
import { Secret } from "./secret.ts";
import type { VaultProvider } from "./vault.ts";

/**
 * The provider that the environment names in `ARX_VAULT`:
 * - `embedded`, or nothing: the encrypted file of the home
 * - `environment`: variables such as `ARX_SECRET_OKTA_API_TOKEN`
 * - `kv2`: HashiCorp Vault or OpenBao, by the variables of its own tools (`VAULT_ADDR`, `VAULT_TOKEN` or `VAULT_ROLE_ID`
 *   with `VAULT_SECRET_ID`, `VAULT_NAMESPACE`, `VAULT_CACERT`) and `ARX_VAULT_MOUNT`, `ARX_VAULT_PREFIX`
 *
 * @throws RuntimeNotReadyError if it names another, or a variable that the provider needs is missing
 * @throws VaultKeyError, VaultUnavailableError, VaultCorruptError if the embedded vault can't be opened
 */
export async function vaultFrom(env: NodeJS.ProcessEnv, home: Home): Promise<VaultProvider> {
  const kind = env["ARX_VAULT"] ?? "embedded";
  if (kind === "embedded") {
    return EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(env, home.folder) });
  }
  if (kind === "environment") return new EnvironmentVault(env);
  if (kind !== "kv2") {
    throw new RuntimeNotReadyError(`ARX_VAULT names ${kind}: write embedded, environment or kv2`);
  }
  const { Kv2Vault } = await import("./kv2/kv2.ts");
  const {
    VAULT_ADDR: address,
    VAULT_NAMESPACE: namespace,
    VAULT_CACERT: caFile,
    ARX_VAULT_MOUNT: mount,
    ARX_VAULT_PREFIX: prefix,
  } = env;
  if (address === undefined) throw new RuntimeNotReadyError("ARX_VAULT is kv2, and VAULT_ADDR is not set");
  return new Kv2Vault({
    address,
    auth: kv2AuthFrom(env),
    ...(namespace !== undefined && { namespace }),
    ...(caFile !== undefined && { caFile }),
    ...(mount !== undefined && { mount }),
    ...(prefix !== undefined && { prefix }),
  });
}

/**
 * How to sign in to a KV v2 vault: `VAULT_ROLE_ID` with `VAULT_SECRET_ID`, else `VAULT_TOKEN`. They come in with the
 * environment and are never written down.
 * @throws RuntimeNotReadyError if neither is there
 */
export function kv2AuthFrom(env: NodeJS.ProcessEnv): Kv2Auth {
  const { VAULT_TOKEN: token, VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId } = env;
  if (roleId && secretId) {
    return { method: "approle", roleId: new Secret(roleId), secretId: new Secret(secretId) };
  }
  if (token) return { method: "token", token: new Secret(token) };
  throw new RuntimeNotReadyError(
    "the vault is kv2, and neither VAULT_ROLE_ID with VAULT_SECRET_ID nor VAULT_TOKEN is set",
  );
}
