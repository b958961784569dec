import { type Command, CommanderError } from "commander";
import type { Context, GlobalFlags } from "./context.ts";
import { CliError, usageError } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { formatProblem, jsonProblem, problemOf } from "./output/problem.ts";
import { defineCommands, rootCommand } from "./program.ts";
import { Terminal } from "./terminal.ts";

/** As `engines` of package.json says. */
const wanted = [24, 16] as const;

/** How many names a message lists. */
const shown = 8;

/** Runs one command line and gives its exit code; every way to fail ends here. */
export async function run(args: readonly string[]): Promise<number> {
  endQuietlyWithTheReader();
  if (args[0] === "complete" && args[1] === "--") return completeWords(args.slice(2));
  const program = quiet(rootCommand());
  let flags: GlobalFlags = { json: args.includes("--json"), debug: args.includes("--debug") };
  try {
    refuseAnOldNode(process.versions.node);
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
    return tell(fromCommander(error, program, args), flags);
  }
}

/** Said at once: otherwise some command ends with a module that an older Node.js does not have. */
function refuseAnOldNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return;
  const message = `this is Node.js ${version}, and ${wanted.join(".")} or newer is needed`;
  const remedy = "run it with a newer one; a clone of the repository brings its own: `pnpm exec node FILE`";
  throw new CliError("failure", "node_version", message, remedy);
}

/** What the scripts of `arx completion` ask for at each press of the tab key. */
async function completeWords(words: readonly string[]): Promise<number> {
  const { complete } = await import("./commands/completion.ts");
  const terminal = new Terminal({ json: false, input: false });
  await complete(words, { terminal, env: process.env, signal: onInterrupt(), flags: {} });
  return exitCodes.ok;
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

function fromCommander(error: unknown, program: Command, words: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error;
  const { path, command } = calledFor(program, words);
  const remedy = `see \`${path} --help\``;
  if (error.code === "commander.help") {
    const names = command.commands.map((one) => one.name());
    return usageError(
      `${path} lacks its subcommand`,
      `say which: ${names.slice(0, shown).join(", ")}${names.length > shown ? ", ..." : ""}; ${remedy}`,
    );
  }
  return usageError(error.message.replace(/^error: /, ""), remedy);
}

/** The command that the words name, as far as they do. */
function calledFor(
  program: Command,
  words: readonly string[],
): { readonly path: string; readonly command: Command } {
  let [path, command] = [program.name(), program];
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next) [path, command] = [`${path} ${word}`, next];
  }
  return { path, command };
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
