import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type ApprovalChannel, TerminalChannel } from "@arx/core";
import type { Stage } from "./stage.ts";

const run = promisify(execFile);

/** Whoever decides: you, if you sit at this terminal, else a person in a second process. */
export function approver(stage: () => Stage): ApprovalChannel {
  const terminal = new TerminalChannel({
    vote: (...vote) => stage().runtime.approvals.vote(...vote),
    output: process.stdout,
  });
  return terminal.isReady() && !process.env["CI"] ? terminal : secondProcess(stage);
}

/** Decides in another process, which reaches this one through nothing but the approval store. */
function secondProcess(stage: () => Stage): ApprovalChannel {
  const program = fileURLToPath(new URL("./decide.js", import.meta.url));
  return {
    name: "*",
    announce: async ({ id }) => {
      const { home, env } = stage();
      try {
        const { stdout } = await run(process.execPath, [program, home, id], { env });
        process.stdout.write(stdout);
      } catch (error) {
        console.error("the second process could not decide:", error);
        process.exitCode = 1;
      }
    },
  };
}
