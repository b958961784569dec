import type { Command } from "commander";
import { compileGlob, type ConnectorDefinition, type Operation, type Risk, risks } from "@arx/core";
import type { Context } from "../context.ts";
import { connectorsOf } from "../home/home.ts";
import { document } from "../program.ts";
import { riskCell } from "../output/words.ts";
import { formatTable } from "../output/table.ts";
import { choice } from "../options.ts";

interface Filters {
  readonly connector?: string;
  readonly risk?: Risk;
  readonly method?: string;
  readonly scope?: string;
}

/** `arx ops [pattern]` */
export function define(command: Command, context: Context): void {
  command
    .argument("[pattern]", "a glob such as 'users:*', or a part of an id or summary")
    .option("--connector <name>", "only of this connector")
    .addOption(choice("--risk <level>", "only of this risk", risks))
    .option("--method <method>", "only with this HTTP method")
    .option("--scope <scope>", "only those that need this OAuth scope")
    .action(async (pattern: string | undefined, filters: Filters) => {
      const { terminal } = context;
      const found = (await connectorsOf(context))
        .flatMap(operationsOf)
        .filter(({ connector, operation }) => wanted(connector, operation, pattern, filters));
      const rows = found.map(({ connector, operation: { id, risk, method, path, summary } }) => [
        ...[connector, id, riskCell(terminal, risk), method, path, summary],
      ]);
      terminal.show(found.map(toJson), () =>
        formatTable(["CONNECTOR", "OPERATION", "RISK", "METHOD", "PATH", "SUMMARY"], rows, terminal.columns),
      );
      if (found.length === 0) terminal.note("no operation matches");
    });
  document(
    command,
    ["arx ops", "arx ops 'users:*'", "arx ops --risk high --json"],
    "[{connector, id, method, path, risk, summary, scopes, call, undo?}]",
  );
}

interface Found {
  readonly connector: string;
  readonly operation: Operation;
}

const operationsOf = ({ catalog, operations }: ConnectorDefinition): Found[] =>
  Object.values(operations).map((operation) => ({ connector: catalog.connector, operation }));

function wanted(
  connector: string,
  operation: Operation,
  pattern: string | undefined,
  filters: Filters,
): boolean {
  const { risk, method, scope } = filters;
  return (
    (filters.connector === undefined || filters.connector === connector) &&
    (risk === undefined || operation.risk === risk) &&
    (method === undefined || operation.method === method.toUpperCase()) &&
    (scope === undefined || operation.scopes.includes(scope)) &&
    (pattern === undefined || matches(operation, pattern))
  );
}

function matches({ id, summary }: Operation, pattern: string): boolean {
  if (pattern.includes("*")) return compileGlob(pattern).matches(id);
  return id.includes(pattern) || summary.toLowerCase().includes(pattern.toLowerCase());
}

function toJson({ connector, operation }: Found): object {
  const { id, method, path, risk, summary, scopes, call, undo } = operation;
  return { connector, id, method, path, risk, summary, scopes, call, ...(undo && { undo }) };
}
