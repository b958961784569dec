import { type Home, type HomeConfig, type Secret, vaultFrom } from "@arx/core";
import type { Context } from "../context.ts";

/** Reads one path for a person's check: no permit is involved, for what is read stays here. */
export async function readFields(
  { env, signal }: Context,
  { home, config }: { readonly home: Home; readonly config: HomeConfig },
  path: string,
): Promise<Readonly<Record<string, Secret>>> {
  const vault = await vaultFrom(config.vault, home, env);
  try {
    return (await vault.read(path, signal)).fields;
  } finally {
    await vault.close();
  }
}
