import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ApprovalChannel } from "@arx/core";
import type { Stage } from "./stage.ts";

const run = promisify(execFile);

/** Where nobody sits at a terminal, a second process decides, through nothing but the approval store. */
export function secondProcess(stage: () => Stage): ApprovalChannel {
  return {
    name: "*",
    announce: async ({ id }) => {
      const { home, env } = stage();
      const { stdout } = await run(process.execPath, [fileURLToPath(new URL("./decide.js", import.meta.url)), home, id], { env });
      process.stdout.write(stdout);
    },
  };
}
