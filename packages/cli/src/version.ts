import { readFileSync } from "node:fs";

// A folder above this file, and above the file in `dist` that it is bundled into.
const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");

/** The version of the command. */
export const version: string = (JSON.parse(manifest) as { readonly version: string }).version;
