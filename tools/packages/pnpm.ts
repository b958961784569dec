import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { readManifest, root } from "./public.ts";

const run = promisify(execFile);
const { packageManager = "pnpm" } = readManifest(root);

/**
 * Runs the repository's pnpm in a folder and gives what it printed.
 * @throws the error of `execFile`, with what was printed, if pnpm fails
 */
export async function pnpm(cwd: string, ...args: readonly string[]): Promise<string> {
  // On Windows npx is a script, which only a shell can start.
  const { stdout } = await run("npx", ["-y", packageManager, ...args], {
    cwd,
    shell: process.platform === "win32",
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}
