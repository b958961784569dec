import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Before any test: builds what the command's tests run. What is built and current takes a moment. */
export async function setup(): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-b", "packages/cli"],
    {
      cwd: root,
    },
  );
}
