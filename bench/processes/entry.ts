import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The entry of a package that is installed in a folder, as whoever imports it there finds it. */
export function entry(folder: string, name: string): string {
  return pathToFileURL(createRequire(join(folder, "package.json")).resolve(name)).href;
}
