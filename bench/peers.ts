import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const manifest = readFileSync(new URL("package.json", import.meta.url), "utf8");
const { dependencies } = JSON.parse(manifest) as { readonly dependencies: Readonly<Record<string, string>> };

/** Okta's own SDK. */
export const sdk = "@okta/okta-sdk-nodejs";
/** Types from OpenAPI documents; the generators of this repository use it too. */
export const openapiTypescript = "openapi-typescript";
/** Clients from OpenAPI documents. */
export const hey = "@hey-api/openapi-ts";

/** What the generators of clients are given: the 30 operations. */
export const openApiDocument: string = fileURLToPath(
  new URL("../packages/okta/generated/openapi.json", import.meta.url),
);

/** A peer in the version that this package names. */
export function versioned(name: string): string {
  return `${name}@${dependencies[name] ?? "?"}`;
}
