import { type CatalogEntry, type ConnectorDefinition, diffPolicies, type Risk, risks } from "@arx/core";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { connectorsOf } from "../home/home.ts";
import { policySetOf } from "../home/policies.ts";
import { formatTable } from "../output/table.ts";
import { agentText, decisionJson, timeText, verdictText } from "../output/words.ts";

/** `arx policy diff` */
export async function diffSets(
  context: Context,
  before: string,
  after: string | undefined,
  { at = Date.now(), exitCode = false }: { readonly at?: number; readonly exitCode?: boolean },
): Promise<void> {
  const { terminal } = context;
  const sets = await Promise.all([policySetOf(context, before), policySetOf(context, after)]);
  const changes = diffPolicies(...sets, { at, risksOf: risksIn(await connectorsOf(context)) });
  const json = changes.map(
    ({ agents, connector, operation, risks: differing, before: old, after: now, from }) => ({
      ...{
        agents: agents.patterns,
        exampleAgent: agents.agentId,
        connector,
        operation,
        risks: differing,
        from: timeText(from),
      },
      ...{ before: decisionJson(old), after: decisionJson(now) },
    }),
  );
  const rows = changes.map(({ agents, operation, risks: differing, before: old, after: now, from }) => [
    ...[
      agentText(agents),
      operation,
      differing.map((risk) => risk.toUpperCase()).join(" "),
      `${verdictText(old)} -> ${verdictText(now)}`,
    ],
    from === at ? "now" : timeText(from),
  ]);
  terminal.show(json, () =>
    rows.length === 0
      ? "the same decisions"
      : formatTable(["AGENTS", "OPERATION", "AT RISK", "CHANGE", "FROM"], rows),
  );
  if (exitCode && changes.length > 0) process.exitCode = exitCodes.checkFailed;
}

/** The risks that calls can have: the operation's own, and those that its spec raises it to for some arguments. */
function risksIn(
  connectors: readonly ConnectorDefinition[],
): (connector: string, entry: CatalogEntry) => readonly Risk[] {
  return (connector, { id, risk }) => {
    const definition = connectors.find(({ catalog }) => catalog.connector === connector);
    const raised = definition?.operations[id]?.raise?.map(({ to }) => to) ?? [];
    return risks.filter(
      (one) => one === risk || (raised.includes(one) && risks.indexOf(one) > risks.indexOf(risk)),
    );
  };
}
