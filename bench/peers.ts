import { readFileSync } from "node:fs";

const manifest = readFileSync(new URL("package.json", import.meta.url), "utf8");
const { dependencies } = JSON.parse(manifest) as { readonly dependencies: Readonly<Record<string, string>> };

/** Okta's own SDK. */
export const sdk = "@okta/okta-sdk-nodejs";

/** A peer in the version that this package names. */
export function versioned(name: string): string {
  return `${name}@${dependencies[name] ?? "?"}`;
}
