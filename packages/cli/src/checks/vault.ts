import {
  ArxError,
  type ConnectorDefinition,
  type Home,
  type HomeConfig,
  requiredCredentials,
} from "@arx/core";
import type { Context } from "../context.ts";
import { readFields } from "../home/credentials.ts";
import { failed, type Finding, ok } from "./finding.ts";

/** Whether the vault holds what one of the connector's ways to sign in needs; names are told, never values. */
export async function checkVault(
  context: Context,
  { home, config }: { readonly home: Home; readonly config: HomeConfig },
  definition: ConnectorDefinition,
): Promise<Finding> {
  const { path } = definition.credentials;
  const what = `vault ${path}`;
  try {
    const kept = Object.keys(await readFields(context, { home, config }, path)).toSorted();
    const missing = missingFields(definition, kept);
    if (missing.length === 0) return ok(what, kept.join(", "));
    return {
      what,
      status: "failed",
      message: `lacks ${missing.join(", ")}`,
      remedy: remedyFor(config, path, missing),
    };
  } catch (error) {
    const isEmpty = error instanceof ArxError && error.code === "vault_path_not_found";
    const found = failed(what, error);
    return isEmpty ? { ...found, remedy: remedyFor(config, path, missingFields(definition, [])) } : found;
  }
}

function remedyFor({ vault }: HomeConfig, path: string, missing: readonly string[]): string {
  if (vault === "embedded") return missing.map((field) => `arx vault set ${path} ${field}`).join("; ");
  return `put ${missing.join(" and ")} at ${path} into the vault that arx.yaml names`;
}

/** What the vault lacks for the way to sign in that it is nearest to. */
function missingFields({ origin, auth }: ConnectorDefinition, kept: readonly string[]): readonly string[] {
  const ways = auth.map((one) =>
    [origin.credential, ...requiredCredentials(one)].filter((field) => !kept.includes(field)),
  );
  return ways.toSorted((a, b) => a.length - b.length)[0] ?? [];
}
