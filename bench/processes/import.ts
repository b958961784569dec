/** The import of a module in a process of its own, in milliseconds. */
import { entry } from "./entry.ts";

const [, , folder = "", name = ""] = process.argv;
const module = entry(folder, name);
const started = performance.now();
await import(module);
process.send?.(performance.now() - started, () => process.exit());
