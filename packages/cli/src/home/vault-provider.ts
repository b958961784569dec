import {
  EmbeddedVault,
  EnvironmentVault,
  type Home,
  keySourceFrom,
  kv2AuthFrom,
  Kv2Vault,
  type Secret,
  type VaultProvider,
} from "@arx/core";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import type { Config } from "./config.ts";

/**
 * The vault that a home's configuration names.
 * @throws CliError, VaultUnavailableError, VaultKeyError, VaultCorruptError, VaultInputError if it can't be opened
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

/** The environment's, as core reads it; here a person is told what to set. */
function kv2Auth(env: NodeJS.ProcessEnv): ReturnType<typeof kv2AuthFrom> {
  try {
    return kv2AuthFrom(env);
  } catch {
    throw new CliError(
      "notReady",
      "vault_credentials",
      "nothing says how to sign in to the kv2 vault",
      "set VAULT_TOKEN, or VAULT_ROLE_ID and VAULT_SECRET_ID",
    );
  }
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
