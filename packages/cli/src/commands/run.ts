import type { Command } from "commander";
import {
  ApprovalPendingError,
  type ConnectorDefinition,
  type List,
  type Operation,
  type OperationId,
} from "@arx/core";
import type { Context } from "../context.ts";
import { interrupted, usageError } from "../errors.ts";
import { decideDryly } from "../dry-run.ts";
import { DefinedConnector } from "../home/connectors.ts";
import { callerOf, connectorsOf, openHome } from "../home/home.ts";
import { duration, readText, wholeNumber } from "../options.ts";
import { withProgress } from "../output/progress.ts";
import { showResult } from "../output/result.ts";
import { document } from "../program.ts";
import { settleHere } from "../settle-here.ts";
import { addInputFlags, type InputFlags, inputFlags, inputOf } from "../run-flags.ts";

interface RunOptions {
  readonly input?: string;
  readonly dryRun?: boolean;
  readonly wait?: number | true;
  readonly all?: boolean;
  readonly limit?: number;
  readonly columns?: string;
  readonly vaultPath?: string;
}

const dayMs = 86_400_000;

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
  if (operation.result !== "none")
    command.option("--columns <paths>", "the columns of a table, such as id,profile.login");
  if (operation.result === "list" && operation.paging !== undefined) {
    command.option("--all", "follow every page (without it: the first page)");
    command.option("--limit <number>", "follow pages until there are so many items", wholeNumber(1));
  }
  command.action(async (options: RunOptions) =>
    runOperation(command, context, definition, operation, flags, options),
  );
  const secret =
    flags.secret.length === 0
      ? []
      : [
          `printf '{"${flags.secret[0]}": {...}}' | ${commandLine(definition, operation, flags)} --input -    # secrets`,
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
  options: RunOptions,
): Promise<void> {
  const { terminal, signal } = context;
  const input = await inputFrom(command, operation, flags, options);
  await using home = await openHome(context);
  const caller = callerOf(context, home.config);
  if (options.dryRun) {
    process.exitCode = await decideDryly({ context, home, caller, definition, operation, input });
    return;
  }
  const connector = new DefinedConnector(definition, {
    ...caller,
    ...(options.vaultPath !== undefined && { vaultPath: options.vaultPath }),
    runtime: home.runtime,
  });
  const waitMs = options.wait === undefined ? 0 : options.wait === true ? dayMs : options.wait;
  const answer = connector.execute(operation.id, input, { signal, waitMs }) as
    | List<unknown>
    | Promise<unknown>;
  const columns = options.columns?.split(",");
  let result: unknown;
  try {
    const work = "pages" in answer ? itemsOf(answer, options) : answer;
    result = await withProgress(
      terminal,
      `${operation.id}${waitMs > 0 ? ", waiting if a person must approve" : ""}`,
      work,
    );
  } catch (error) {
    if (!(error instanceof ApprovalPendingError)) throw error;
    if (signal.aborted)
      throw interrupted(`interrupted; nothing was sent, and the request ${error.approvalId} stays`);
    if (!terminal.interactive || options.wait !== undefined) throw error;
    await settleHere(context, home, error);
    result = await connector.resume(error.approvalId, { signal });
  }
  showResult(terminal, result, { operation: operation.id, columns });
  if (
    Array.isArray(result) &&
    operation.paging !== undefined &&
    result.length > 0 &&
    !options.all &&
    options.limit === undefined
  ) {
    terminal.note(`the first page, ${result.length} items; --all or --limit follows further ones`);
  }
}

async function itemsOf(list: List<unknown>, { all, limit }: RunOptions): Promise<readonly unknown[]> {
  if (!all && limit === undefined) return list;
  const items: unknown[] = [];
  for await (const page of list.pages()) {
    items.push(...page.items);
    if (limit !== undefined && items.length >= limit) break;
  }
  return items.slice(0, limit);
}

async function inputFrom(
  command: Command,
  operation: Operation,
  flags: InputFlags,
  options: RunOptions,
): Promise<Record<string, unknown>> {
  const whole =
    options.input === undefined ? {} : parseInputText(await readText(options.input), options.input);
  const input: Record<string, unknown> = { ...whole, ...inputOf(command, flags) };
  for (const { name, in: place } of operation.parameters) {
    const flag = flags.flags.find((one) => one.name === name)?.flag ?? name;
    if (place === "path" && input[name] === undefined)
      throw usageError(
        `--${flag} is missing`,
        `${operation.id} needs it: see \`arx run ... ${operation.id} --help\``,
      );
  }
  const { pageSize } = flags;
  // A page longer than what is asked for would be fetched for nothing.
  if (pageSize && options.limit !== undefined)
    input[pageSize.name] ??= Math.min(options.limit, pageSize.most);
  return input;
}

function parseInputText(text: string, from: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below: what is no JSON is no object either. Its text may hold a secret and is not repeated.
  }
  throw usageError(`--input ${from} holds no JSON object`, 'give one such as {"userId": "..."}');
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
