import { type Command, CommanderError } from "commander";
import type { Context, GlobalFlags } from "./context.ts";
import { usageError } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { formatProblem, jsonProblem, problemOf } from "./output/problem.ts";
import { defineCommands, rootCommand } from "./program.ts";
import { Terminal } from "./terminal.ts";

/** Runs one command line and gives its exit code; every way to fail ends here. */
export async function run(args: readonly string[]): Promise<number> {
  endQuietlyWithTheReader();
  const program = quiet(rootCommand());
  let flags: GlobalFlags = { json: args.includes("--json"), debug: args.includes("--debug") };
  try {
    const { operands, unknown } = program.parseOptions([...args]);
    flags = program.opts<GlobalFlags>();
    const context: Context = {
      terminal: new Terminal({ json: flags.json ?? false, input: flags.input ?? true }),
      env: process.env,
      signal: onInterrupt(),
      flags,
    };
    await defineCommands(program, [...operands, ...unknown], context);
    await program.parseAsync([...(args.length === 0 ? ["--help"] : args)], { from: "user" });
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    return tell(fromCommander(error, program), flags);
  }
}

function tell(error: unknown, { json = false, debug = false }: GlobalFlags): number {
  const problem = problemOf(error);
  process.stderr.write(`${json ? jsonProblem(problem) : formatProblem(problem, error, debug)}\n`);
  return problem.exitCode;
}

/** Errors are told in one place, so commander neither prints them nor ends the process. */
function quiet(program: Command): Command {
  return program
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined });
}

function fromCommander(error: unknown, program: Command): unknown {
  if (!(error instanceof CommanderError)) return error;
  const message = error.message.replace(/^error: /, "");
  // A group without its subcommand: commander's message is the whole help.
  if (error.code === "commander.help") return usageError("the command lacks a subcommand", "see its --help");
  return usageError(message, `see ${program.name()} --help, or the --help of the command`);
}

/** The first Ctrl-C lets the command end in order; the second ends it at once. */
function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return controller.signal;
}

/** `arx ops | head` reads as much as it wants: that is no failure of ours. */
function endQuietlyWithTheReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.ok);
    throw error;
  });
}
