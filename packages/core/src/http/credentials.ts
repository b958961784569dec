import type { ConnectorDefinition } from "../connector/operation.ts";
import { RuntimeNotReadyError } from "../errors/runtime-not-ready-error.ts";
import type { SecretBundle } from "../vault/vault.ts";
import { checkOrigin } from "./origin.ts";

/** The origin that the vault path names. @throws OriginRefusedError @throws RuntimeNotReadyError if it names none */
export function originOf({ origin }: ConnectorDefinition, bundle: SecretBundle): string {
  const secret = bundle.fields[origin.credential];
  if (!secret) throw missing(bundle, [origin.credential]);
  return checkOrigin(secret.reveal(), origin.refuse);
}

/** The headers of the first way to sign in whose credentials are all there. @throws RuntimeNotReadyError if none is */
export function authorize({ auth }: ConnectorDefinition, bundle: SecretBundle): Record<string, string> {
  for (const { header, value } of auth) {
    const names = [...value.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
    if (names.every((name) => bundle.fields[name])) {
      const filled = value.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => bundle.fields[name]?.reveal().trim() ?? "");
      return { [header.toLowerCase()]: filled };
    }
  }
  throw missing(bundle, auth.flatMap(({ value }) => [...value.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name)));
}

function missing(bundle: SecretBundle, names: readonly string[]): RuntimeNotReadyError {
  return new RuntimeNotReadyError(`the vault path ${bundle.path} lacks ${names.join(" or ")}`);
}
