import {
  EmbeddedVault,
  EnvironmentVault,
  type Home,
  keySourceFrom,
  Kv2Vault,
  Secret,
  type VaultProvider,
} from "@arx/core";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import type { Config } from "./config.ts";

/**
 * The vault that a home's configuration names.
 * @throws VaultUnavailableError, VaultKeyError, VaultCorruptError, VaultInputError if it can't be opened
 */
export function providerOf({ env }: Context, home: Home, { vault }: Config): VaultProvider {
  if (vault === "embedded")
    return EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(env, home.folder) });
  if (vault === "environment") return new EnvironmentVault(env);
  const { address, mount, prefix, namespace, ca_file: caFile } = vault.kv2;
  return new Kv2Vault({
    ...{ address, auth: kv2Auth(env) },
    ...(mount !== undefined && { mount }),
    ...(prefix !== undefined && { prefix }),
    ...(namespace !== undefined && { namespace }),
    ...(caFile !== undefined && { caFile }),
  });
}

/** The credentials of the vault itself are never written down: they come in with the environment. */
function kv2Auth(env: NodeJS.ProcessEnv): ConstructorParameters<typeof Kv2Vault>[0]["auth"] {
  const { VAULT_TOKEN: token, VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId } = env;
  if (token) return { method: "token", token: new Secret(token) };
  if (roleId && secretId)
    return { method: "approle", roleId: new Secret(roleId), secretId: new Secret(secretId) };
  throw new CliError(
    "notReady",
    "vault_credentials",
    "nothing says how to sign in to the kv2 vault",
    "set VAULT_TOKEN, or VAULT_ROLE_ID and VAULT_SECRET_ID",
  );
}

/** Reads one path for a person's check: no permit is involved, for what is read stays here. */
export async function readFields(
  context: Context,
  { home, config }: { readonly home: Home; readonly config: Config },
  path: string,
): Promise<Readonly<Record<string, Secret>>> {
  const vault = providerOf(context, home, config);
  try {
    return (await vault.read(path, context.signal)).fields;
  } finally {
    await vault.close();
  }
}
