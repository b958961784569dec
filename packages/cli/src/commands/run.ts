import type { Command } from "commander";
import type { ConnectorDefinition, Operation, OperationId } from "@arx/core";
import { carryOut } from "../action/carry-out.ts";
import { decideDryly } from "../action/dry-run.ts";
import { addInputFlags, type InputFlags, inputFlags } from "../action/flags.ts";
import { inputFrom } from "../action/input.ts";
import type { Context } from "../context.ts";
import { callerOf, connectorsOf, openHome } from "../home/home.ts";
import { dayMs, duration, wholeNumber } from "../options.ts";
import { showResult } from "../output/result.ts";
import { document } from "../program.ts";

interface RunOptions {
  readonly input?: string;
  readonly dryRun?: boolean;
  readonly wait?: number | true;
  readonly all?: boolean;
  readonly limit?: number;
  readonly columns?: string;
  readonly vaultPath?: string;
}

/** `arx run <connector> <operation> [flags]`: each operation is a command, with the flags that its spec gives it. */
export async function define(command: Command, context: Context, words: readonly string[]): Promise<void> {
  for (const definition of await connectorsOf(context)) {
    const { catalog, operations } = definition;
    const connector = command.command(catalog.connector).description(`operations of ${catalog.title}`);
    for (const operation of Object.values(operations)) {
      const one = connector
        .command(operation.id)
        .description(`${operation.risk.toUpperCase().padEnd(8)} ${operation.summary}`);
      if (words.includes(operation.id)) await defineOperation(one, context, definition, operation);
    }
    document(connector, [
      `arx run ${catalog.connector} ${exampleOf(operations)} --help`,
      `arx ops --connector ${catalog.connector}`,
    ]);
  }
  document(command, [
    "arx run okta users:read --limit 10",
    "arx run okta users:suspend --user-id 00u1a2b3c4d5e6f7g8 --wait 10m",
  ]);
}

async function defineOperation(
  command: Command,
  context: Context,
  definition: ConnectorDefinition,
  operation: Operation,
): Promise<void> {
  const flags = await inputFlags(definition, operation);
  command.optionsGroup("Input:");
  addInputFlags(command, flags);
  command
    .option("--input <file>", "the whole input, or what no flag says, as a JSON object; - for standard input")
    .optionsGroup("How to run it:")
    .option("--dry-run", "decide and show; record nothing, send nothing")
    .option("--vault-path <path>", `where the credentials are (default: ${definition.credentials.path})`)
    .option(
      "--wait [time]",
      "wait for an approval: as long as it may take, or at most such as 10m",
      duration,
    );
  if (operation.result !== "none") {
    const what = operation.result === "list" ? "the columns of a table" : "what to show of the answer";
    command.option("--columns <paths>", `${what}, such as id,profile.login`);
  }
  if (operation.result === "list" && operation.paging !== undefined) {
    command.option("--all", "follow every page (without it: the first page)");
    command.option("--limit <number>", "follow pages until there are so many items", wholeNumber(1));
  }
  command.action(async (options: RunOptions) =>
    runOperation(command, context, definition, operation, flags, options),
  );
  const members = flags.secret.map(({ name, kind }) => `"${name}": ${kind === "json" ? "{...}" : '"..."'}`);
  const secret =
    members.length === 0
      ? []
      : [
          `printf '{${members.join(", ")}}' | ${commandLine(definition, operation, flags)} --input -    # secrets`,
        ];
  document(
    command,
    [
      commandLine(definition, operation, flags),
      `${commandLine(definition, operation, flags)} --dry-run`,
      ...secret,
    ],
    shapeOf(operation),
  );
}

async function runOperation(
  command: Command,
  context: Context,
  definition: ConnectorDefinition,
  operation: Operation,
  flags: InputFlags,
  { dryRun = false, wait, columns, ...options }: RunOptions,
): Promise<void> {
  const { terminal } = context;
  const input = await inputFrom(command, operation, flags, options);
  await using home = await openHome(context);
  const proposal = { context, home, caller: callerOf(context, home.config), definition, operation, input };
  if (dryRun) {
    process.exitCode = await decideDryly(proposal);
    return;
  }
  const waitMs = wait === true ? dayMs : wait;
  const result = await carryOut(proposal, { ...options, ...(waitMs !== undefined && { waitMs }) });
  showResult(terminal, result, { operation: operation.id, columns: columns?.split(",") });
  const isFirstPage = operation.paging !== undefined && !options.all && options.limit === undefined;
  if (isFirstPage && Array.isArray(result) && result.length > 0) {
    terminal.note(`the first page, ${result.length} items; --all or --limit follows further ones`);
  }
}

function commandLine({ catalog }: ConnectorDefinition, { id }: Operation, { flags }: InputFlags): string {
  const needed = flags
    .filter(({ required }) => required)
    .map(({ flag, kind }) => (kind === "boolean" ? `--${flag} false` : `--${flag} ...`));
  return ["arx run", catalog.connector, id, ...needed].join(" ");
}

const exampleOf = (operations: Readonly<Record<OperationId, Operation>>): string =>
  Object.keys(operations)[0] ?? "FAMILY:ACTION";

function shapeOf({ result }: Operation): string {
  const dry = "with --dry-run {verdict, approval?, reason?, policies, risk, request, input, opinions}";
  return `${{ none: "{}", single: "the API's object", list: "[the API's objects]" }[result]}; ${dry}`;
}
