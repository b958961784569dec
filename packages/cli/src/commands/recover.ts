import type { Command } from "commander";
import { type Fact, type Reconciliation, Recovery, personHere } from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { type OpenHome, openHome, orgOf } from "../home/home.ts";
import { withProgress } from "../output/progress.ts";
import { formatTable } from "../output/table.ts";
import { timeText } from "../output/words.ts";
import { document } from "../program.ts";
import { askText } from "../prompt.ts";

/** `arx recover ls / reconcile / settle` */
export function define(command: Command, context: Context): void {
  document(
    command
      .command("ls")
      .description("list the actions of which nobody knows whether they happened")
      .action(async () => list(context)),
    ["arx recover ls"],
    "[{actionId, orgId, agentId, connector, operation, host, pid, startedAt, endsBy, unknownSince}]",
  );
  document(
    command
      .command("reconcile")
      .description("find out with a governed read of the target, where the operation's spec gives one")
      .argument("[action]", "an action's id (default: all that are unknown)")
      .action(async (actionId: string | undefined) => reconcile(context, actionId)),
    ["arx recover reconcile", "arx recover reconcile 0192f3c4-..."],
    "[{actionId, settled?: happened | did_not_happen, why}]; exit code 6 if one stays unknown",
  );
  document(
    command
      .command("settle")
      .description("say what became of an action, as the user that you are on this machine")
      .argument("<action>")
      .argument("<fact>", "happened or did-not-happen")
      .option("--reason <text>", "how you know; asked for at a terminal")
      .action(async (actionId: string, fact: string, options) => settle(context, actionId, fact, options)),
    ['arx recover settle 0192f3c4-... happened --reason "the user is suspended in the admin console"'],
    "{actionId, settled}",
  );
  document(command, ["arx recover ls", "arx recover reconcile"]);
}

async function list(context: Context): Promise<void> {
  const { terminal } = context;
  await using home = await openHome(context);
  const open = await recoveryOf(home).list(orgOf(context, home.config));
  const found = open.map(({ startedAt, endsBy, unknownSince, ...rest }) => ({
    ...rest,
    startedAt: timeText(startedAt),
    endsBy: timeText(endsBy),
    ...(unknownSince !== undefined && { unknownSince: timeText(unknownSince) }),
  }));
  const rows = found.map((one) => [
    one.actionId,
    one.agentId,
    one.operation,
    one.startedAt,
    `${one.host} ${one.pid}`,
  ]);
  terminal.show(found, () =>
    formatTable(["ACTION", "AGENT", "OPERATION", "STARTED", "WHERE"], rows, terminal.columns),
  );
  if (found.length === 0) terminal.note("every action has its outcome");
}

async function reconcile(context: Context, actionId: string | undefined): Promise<void> {
  const { terminal } = context;
  await using home = await openHome(context);
  const recovery = recoveryOf(home);
  const ids =
    actionId === undefined
      ? (await recovery.list(orgOf(context, home.config))).map((open) => open.actionId)
      : [actionId];
  const found: Reconciliation[] = [];
  for (const id of ids)
    found.push(await withProgress(terminal, `looking at the target of ${id}`, recovery.reconcile(id)));
  const rows = found.map(({ actionId: id, settled, why }) => [id, settled ?? "unknown", why]);
  terminal.show(found, () => formatTable(["ACTION", "OUTCOME", "WHY"], rows));
  if (found.length === 0) terminal.note("every action has its outcome");
  if (found.some(({ settled }) => settled === undefined)) process.exitCode = exitCodes.unknown;
}

async function settle(
  context: Context,
  actionId: string,
  word: string,
  options: { readonly reason?: string },
): Promise<void> {
  const { terminal, signal } = context;
  const fact = word.replaceAll("-", "_");
  if (fact !== "happened" && fact !== "did_not_happen")
    throw usageError(
      `${JSON.stringify(word)} is not what can become of an action`,
      "say happened or did-not-happen",
    );
  if (options.reason === undefined && !terminal.interactive)
    throw usageError("a settlement needs a reason", 'give it: --reason "..."');
  await using home = await openHome(context);
  const person = await personHere(home.config.people);
  const reason = options.reason ?? (await askText(`How do you know, ${person.id}?`, signal));
  await recoveryOf(home).settle(actionId, person, fact satisfies Fact, reason);
  terminal.show({ actionId, settled: fact }, () => `settled: ${fact.replaceAll("_", " ")}`);
}

function recoveryOf({ runtime, connectors }: OpenHome): Recovery {
  return new Recovery(runtime, connectors);
}
