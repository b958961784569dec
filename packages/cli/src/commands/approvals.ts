import type { Command } from "commander";
import { type Approval, formatCard, personHere } from "@arx/core";
import type { Context } from "../context.ts";
import { CliError, usageError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { connectorNamed, DefinedConnector } from "../home/connectors.ts";
import { type OpenHome, openHome } from "../home/home.ts";
import { choice, dayMs, duration } from "../options.ts";
import { plain } from "../output/plain.ts";
import { withProgress } from "../output/progress.ts";
import { showResult } from "../output/result.ts";
import { formatTable } from "../output/table.ts";
import { riskCell, stateCell, timeText } from "../output/words.ts";
import { document } from "../program.ts";
import { askText, askWhether } from "../prompt.ts";

const shape =
  "{id, state, operation, risk, agentId, orgId, connector, actionId, requestedAt, decideBy, executeBy?, card, demands, votes, digest}";
const states = ["pending", "approved", "denied", "expired", "consumed"];
/** `arx approvals ls / show / approve / deny / wait / resume` */
export function define(command: Command, context: Context): void {
  const { terminal, signal, flags } = context;
  document(
    command
      .command("ls")
      .description("list requests, the pending ones unless told otherwise")
      .addOption(choice("--state <state>", "only in this state", [...states, "any"]).default("pending"))
      .action(async ({ state }: { state: Approval["state"] | "any" }) => {
        await using home = await openHome(context);
        const altered: Error[] = [];
        const query = {
          ...(state !== "any" && { state }),
          ...(flags.org !== undefined && { orgId: flags.org }),
        };
        const found = await home.runtime.approvals.list(query, (error) => altered.push(error));
        const rows = found.map((one) => [
          ...[
            one.id,
            stateCell(terminal, one.state),
            riskCell(terminal, one.card.risk),
            one.agentId,
            timeText(one.decideBy),
            one.card.title,
          ],
        ]);
        terminal.show(found.map(toJson), () =>
          formatTable(["ID", "STATE", "RISK", "AGENT", "DECIDE BY", "WHAT"], rows, terminal.columns),
        );
        // The others are shown all the same: one that can't be used must not hide them.
        for (const { message } of altered.slice(1)) terminal.note(plain(message));
        if (altered[0]) throw altered[0];
        if (found.length === 0)
          terminal.note(state === "any" ? "there are no requests" : `no request is ${state}`);
      }),
    ["arx approvals ls", "arx approvals ls --state any --json"],
    `[${shape}]`,
  );
  document(
    command
      .command("show")
      .description("show what a request asks for: the very card that an approval is bound to")
      .argument("<id>")
      .action(async (id: string) => {
        await using home = await openHome(context);
        const approval = await home.runtime.approvals.get(id);
        terminal.show(toJson(approval), () => formatApproval(approval));
      }),
    ["arx approvals show apr_0192..."],
    shape,
  );
  for (const choose of ["approve", "deny"] as const) {
    document(
      command
        .command(choose)
        .description(`${choose} a request, as the user that you are on this machine`)
        .argument("<id>")
        .option("--reason <text>", "why; asked for at a terminal")
        .option("-y, --yes", "with --reason: do not ask whether you are sure")
        .action(async (id: string, options: { reason?: string; yes?: boolean }) =>
          vote(context, id, choose, options),
        ),
      [
        `arx approvals ${choose} apr_0192...`,
        `arx approvals ${choose} apr_0192... --reason "the laptop was stolen" --yes`,
      ],
      shape,
    );
  }
  document(
    command
      .command("wait")
      .description("wait until a request is decided; the exit code tells how")
      .argument("<id>")
      .option("--timeout <time>", "how long, such as 10m", duration, dayMs)
      .action(async (id: string, { timeout }: { timeout: number }) => {
        await using home = await openHome(context);
        const { approvals } = home.runtime;
        const approval = await withProgress(
          terminal,
          `waiting for a decision on ${id}`,
          approvals.wait(id, timeout, signal),
        );
        if (approval.state === "pending") signal.throwIfAborted();
        terminal.show(toJson(approval), () => approval.state);
        process.exitCode = exitOf(approval.state);
      }),
    ["arx approvals wait apr_0192... --timeout 10m && arx approvals resume apr_0192..."],
    shape,
  );
  document(
    command
      .command("resume")
      .description("carry out an approved action, exactly once")
      .argument("<id>")
      .option("--columns <paths>", "the columns of a table, such as id,profile.login")
      .option("--vault-path <path>", "where the credentials are, if the action was run with it")
      .action(async (id: string, { columns, vaultPath }: { columns?: string; vaultPath?: string }) => {
        await using home = await openHome(context);
        const approval = await home.runtime.approvals.get(id);
        const { credentials } = approval.card;
        const usual = connectorNamed(home.connectors, approval.connector).credentials.path;
        if (credentials !== (vaultPath ?? usual)) {
          const remedy = `name them: arx approvals resume ${id} --vault-path ${credentials}`;
          throw usageError(`${id} is for the credentials ${credentials}`, remedy);
        }
        const connector = connectorOf(home, approval, vaultPath);
        const result = await withProgress(terminal, approval.card.title, connector.resume(id, { signal }));
        showResult(terminal, result, { operation: approval.operation, columns: columns?.split(",") });
      }),
    ["arx approvals resume apr_0192..."],
    "the result of the action, or {} where it has none",
  );
  document(command, ["arx approvals ls", "arx approvals show apr_0192..."]);
}

async function vote(
  context: Context,
  id: string,
  choose: "approve" | "deny",
  options: { reason?: string; yes?: boolean },
): Promise<void> {
  const { terminal, signal } = context;
  await using home = await openHome(context);
  const { approvals } = home.runtime;
  const approval = await approvals.get(id);
  const person = await personHere(home.config.people);
  if (options.reason === undefined && !terminal.interactive) {
    throw usageError("a decision needs a reason", `give it: arx approvals ${choose} ${id} --reason "..."`);
  }
  if (terminal.interactive) terminal.note(`${formatApproval(approval)}\n`);
  const reason = options.reason ?? (await askText(`Why do you ${choose} it, ${person.id}?`, signal));
  if (terminal.interactive && !options.yes && !(await askWhether(`${choose} it as ${person.id}?`, signal))) {
    throw new CliError("interrupted", "not_confirmed", "nothing was decided; the request stays");
  }
  const decided = await approvals.vote(id, person, choose, reason);
  terminal.show(toJson(decided), () =>
    decided.state === "pending" ? "counted; more people must approve" : decided.state,
  );
  if (decided.state === "approved")
    terminal.note(`carry it out before ${timeText(decided.executeBy ?? 0)}: arx approvals resume ${id}`);
}

/** The connector that a request's action was proposed through, in the name of the same agent. */
function connectorOf(
  { connectors, runtime }: OpenHome,
  approval: Approval,
  vaultPath: string | undefined,
): DefinedConnector {
  const { agentId, orgId, connector } = approval;
  return new DefinedConnector(connectorNamed(connectors, connector), {
    ...{ agentId, orgId, runtime },
    ...(vaultPath !== undefined && { vaultPath }),
  });
}

function exitOf(state: Approval["state"]): number {
  if (state === "approved") return exitCodes.ok;
  if (state === "pending") return exitCodes.pending;
  return state === "denied" ? exitCodes.denied : exitCodes.approvalOver;
}

function formatApproval(approval: Approval): string {
  const { id, state, card, digest, decideBy, demands, votes } = approval;
  const needs = demands.map(
    ({ quorum, approvers, policy }) =>
      `${quorum} of ${approvers?.join(", ") ?? "anyone who is not barred"} (${policy})`,
  );
  const said = votes.map(
    ({ person, choice: chosen, reason, at }) =>
      `${timeText(at)} ${person}: ${chosen}, ${JSON.stringify(reason)}`,
  );
  return [
    `${id}  ${state}`,
    formatCard(card),
    ...needs.map((need) => `${"needs".padEnd(9)} ${plain(need)}`),
    ...said.map((line) => `${"vote".padEnd(9)} ${plain(line)}`),
    `${"until".padEnd(9)} ${timeText(decideBy)}`,
    `${"digest".padEnd(9)} ${digest}`,
  ].join("\n");
}

/** A request as JSON: instants as text, and nothing sealed. */
function toJson(approval: Approval): object {
  const { sealedAction: _, requestedAt, decideBy, executeBy, changedAt, votes, ...rest } = approval;
  return {
    ...rest,
    votes: votes.map(({ seal: _seal, executeBy: _executeBy, ...said }) => said),
    risk: approval.card.risk,
    requestedAt: timeText(requestedAt),
    decideBy: timeText(decideBy),
    ...(executeBy !== undefined && { executeBy: timeText(executeBy) }),
    changedAt: timeText(changedAt),
  };
}
