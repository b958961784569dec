import { join } from "node:path";
import { run } from "./cli.ts";

process.exitCode = await run(process.argv.slice(2), join(import.meta.dirname, "../.."), console);
