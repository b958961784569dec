import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

const program = join(import.meta.dirname, "child.ts");

export interface ChildOptions {
  readonly count?: number;
  /** Bounds the size of any file that it writes. */
  readonly limitKiB?: number;
  /** The user that it runs as; needs root. */
  readonly uid?: number;
}

export interface Child {
  readonly process: ChildProcess;
  /** What it said so far, parsed. */
  readonly said: unknown[];
  /** Resolves with what it has said by then, once it said so many things. */
  heard(things: number): Promise<readonly unknown[]>;
  /** Its exit code and signal. */
  readonly ended: Promise<readonly [number | null, string | null]>;
}

/** Starts another process on a store's file. */
export function child(mode: string, file: string, { count = 0, limitKiB, uid }: ChildOptions = {}): Child {
  const limit = limitKiB === undefined ? "" : `ulimit -f ${limitKiB};`;
  const args = ["-c", `${limit} exec "$0" "$@"`, process.execPath, program, mode, file, String(count)];
  const started = spawn("bash", args, {
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid !== undefined && { uid }),
  });
  onTestFinished(() => void started.kill("SIGKILL"));
  const said: unknown[] = [];
  const lines = createInterface({ input: started.stdout });
  lines.on("line", (line) => said.push(JSON.parse(line)));
  return {
    ...{ process: started, said },
    heard: async (things) => {
      while (said.length < things) await once(lines, "line");
      return said;
    },
    ended: once(started, "close").then(
      ([code, signal]) => [code as number | null, signal as string | null] as const,
    ),
  };
}
