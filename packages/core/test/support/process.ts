import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Task } from "./child.ts";

/** A process that works on a task. */
export interface Worker {
  readonly process: ChildProcess;
  /** What it said last, such as `done` or an error's code; undefined if it was killed first. */
  readonly ended: Promise<string | undefined>;
}

/** Starts a process of its own, from the source. */
export function work(task: Task): Worker {
  const script = fileURLToPath(new URL("child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@arx/source", script, JSON.stringify(task)]);
  return { process: child, ended: end(child) };
}

async function end(child: ChildProcess): Promise<string | undefined> {
  const [said, complaint, [code, signal]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  // Windows tells no signal: a process that is killed ends with 1 and without a word.
  const wasKilled = signal === "SIGKILL" || (process.platform === "win32" && code === 1 && complaint === "");
  if (wasKilled) return undefined;
  if (code !== 0) throw new Error(`the process ended with ${code}: ${complaint}`);
  return said.trim().split("\n").at(-1);
}
