import { fileURLToPath } from "node:url";

// A folder above this file, and above the file in `dist` that it is bundled into.
const location = new URL("../seed/acme.yaml", import.meta.url);

/** The file of the built-in Acme org, absolute. */
export const builtInSeed: string = fileURLToPath(location);
