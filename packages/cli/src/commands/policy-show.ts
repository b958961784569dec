import {
  compileGlob,
  type ConnectorDefinition,
  formatExplanation,
  matrix,
  type MatrixCell,
  neededScopes,
  type Operation,
  policyJsonSchema,
  PolicyTable,
  type Risk,
} from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { agentOf, configOf, connectorsOf } from "../home/home.ts";
import { policySetOf } from "../home/policies.ts";
import { jsonText } from "../terminal.ts";
import { formatTable } from "../output/table.ts";
import { agentText, decisionJson, riskCell, verdictCell } from "../output/words.ts";

interface Options {
  readonly at?: number;
  readonly policies?: string;
}

/** `arx policy explain` */
export async function explainDecision(
  context: Context,
  operation: string,
  options: Options & { readonly connector?: string; readonly risk?: Risk },
): Promise<void> {
  const { connector, found } = operationNamed(await connectorsOf(context), operation, options.connector);
  const set = await policySetOf(context, options.policies);
  const agentId = agentOf(context, configOf(context));
  const { risk = found.risk } = options;
  const explanation = new PolicyTable(set).explain({
    connector,
    agentId,
    operation: found.id,
    risk,
    at: options.at ?? Date.now(),
  });
  context.terminal.show(explanation, () => formatExplanation(explanation));
}

/** `arx policy matrix` */
export async function listMatrix(
  context: Context,
  pattern: string | undefined,
  { at = Date.now(), policies }: Options,
): Promise<void> {
  const { terminal } = context;
  const glob = pattern === undefined ? undefined : compileGlob(pattern);
  const cells = matrix(await policySetOf(context, policies), at).filter(
    ({ operation }) => glob?.matches(operation) ?? true,
  );
  const json = cells.map(({ agents, connector, operation, risk, decision }) => ({
    agents: agents.patterns,
    exampleAgent: agents.agentId,
    connector,
    operation,
    risk,
    ...decisionJson(decision),
  }));
  terminal.show(json, () => {
    const classes = [...new Set(cells.map(({ agents }) => agents))];
    const byOperation = Map.groupBy(cells, ({ connector, operation }) => `${connector} ${operation}`);
    const rows = [...byOperation.values()].map((row) => rowOf(terminal, row));
    return formatTable(["CONNECTOR", "OPERATION", "RISK", ...classes.map(agentText)], rows);
  });
  if (cells.length === 0) terminal.note("no operation matches");
}

/** One operation for each class of agents, in the order of the matrix. */
function rowOf(
  terminal: Context["terminal"],
  row: readonly MatrixCell[],
): Parameters<typeof formatTable>[1][number] {
  const [{ connector, operation, risk }] = row as [MatrixCell];
  const verdicts = row.map(({ decision }) => verdictCell(terminal, decision));
  return [connector, operation, riskCell(terminal, risk), ...verdicts];
}

/** `arx policy schema` */
export async function printSchema(context: Context): Promise<void> {
  const catalogs = (await connectorsOf(context)).map(({ catalog }) => catalog);
  context.terminal.data(jsonText(policyJsonSchema(catalogs), 2));
}

/** `arx policy scopes` */
export async function listScopes(context: Context, { at = Date.now(), policies }: Options): Promise<void> {
  const { terminal, flags } = context;
  const agentId = flags.agent;
  const found = neededScopes(await policySetOf(context, policies), {
    at,
    ...(agentId !== undefined && { agentId }),
  });
  const rows = found.map(({ connector, scope, operations }) => [connector, scope, operations.join(", ")]);
  terminal.show(found, () => formatTable(["CONNECTOR", "SCOPE", "NEEDED BY"], rows, terminal.columns));
}

function operationNamed(
  connectors: readonly ConnectorDefinition[],
  id: string,
  connector: string | undefined,
): { readonly connector: string; readonly found: Operation } {
  const candidates = connectors
    .filter(({ catalog }) => connector === undefined || catalog.connector === connector)
    .flatMap(({ catalog, operations }) =>
      Object.values(operations).map((found) => ({ connector: catalog.connector, found })),
    )
    .filter(({ found }) => found.id === id);
  const [only, other] = candidates;
  if (only && !other) return only;
  if (only)
    throw usageError(
      `${id} is an operation of several connectors`,
      `give --connector, one of: ${candidates.map((one) => one.connector).join(", ")}`,
    );
  throw usageError(`there is no operation ${JSON.stringify(id)}`, "see `arx ops`");
}
