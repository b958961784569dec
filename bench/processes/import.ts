/** The import of a module in a process of its own, in milliseconds. */
import { entry } from "./entry.ts";
import { tell } from "./tell.ts";

const [, , folder = "", name = ""] = process.argv;
const module = entry(folder, name);
const started = performance.now();
await import(module);
tell(performance.now() - started);
