import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Sample, Side } from "./measure.ts";

/** A process of the bench that is under way. */
export interface Started extends AsyncDisposable {
  readonly process: ChildProcess;
  /** The next thing that it says. */
  readonly said: () => Promise<unknown>;
}

/** Starts a module of `processes/`, as a user would: on what was built, and without this process's own switches. */
export function start(
  module: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Started {
  const child = fork(new URL(`processes/${module}.ts`, import.meta.url), [...args], { env, execArgv: [] });
  const ended = once(child, "exit");
  const failed = ended.then(([code]: unknown[]) => {
    throw new Error(`the bench's process ${module} ended with ${String(code)} and said nothing`);
  });
  failed.catch(() => undefined);
  return {
    process: child,
    said: async () => ((await Promise.race([once(child, "message"), failed])) as unknown[])[0],
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Runs a module of `processes/` to its one answer. */
export async function ask<Said>(
  module: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<Said> {
  await using started = start(module, args, env);
  return (await started.said()) as Said;
}

/** A side that works in a process of its own, so that neither its memory nor its compiled code is shared with a peer. */
export interface RemoteSide extends Side, AsyncDisposable {}

/** Starts a module that serves as `serve` of `processes/caller.ts` does. */
export async function remoteSide(
  name: string,
  module: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<RemoteSide> {
  const started = start(module, args, env);
  await started.said();
  return {
    name,
    measure: async (count) => {
      const said = started.said();
      started.process.send(count);
      return (await said) as Sample;
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
