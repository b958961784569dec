import { formatCard, personHere } from "@arx/core";
import type { Context } from "../context.ts";
import { interrupted } from "../errors.ts";
import type { OpenHome } from "../home/home.ts";
import { dayMs } from "../options.ts";
import { withProgress } from "../output/progress.ts";
import { askChoice, askText } from "../prompt.ts";

/**
 * At a terminal: shows what waits for a person, and lets the one who sits here decide where the home allows that;
 * otherwise waits for somebody else.
 * @throws CliError (interrupted) on Ctrl-C: the request stays as it is
 */
export async function settleHere(context: Context, home: OpenHome, approvalId: string): Promise<void> {
  const { terminal, signal } = context;
  const { approvals } = home.runtime;
  const { card } = await approvals.get(approvalId);
  terminal.note(`${formatCard(card)}\n`);
  if (home.config.selfApproval) {
    const person = await personHere(home.config.people);
    const choice = await askChoice(
      `Decide as ${person.id}?`,
      ["approve", "deny", "leave it to others"],
      signal,
    ).catch(stays(approvalId));
    if (choice === "approve" || choice === "deny") {
      const reason = await askText(`Why do you ${choice} it?`, signal).catch(stays(approvalId));
      await approvals.vote(approvalId, person, choice, reason);
      return;
    }
  }
  terminal.note(
    `It waits for a person: arx approvals approve ${approvalId}\nCtrl-C leaves the request as it is.`,
  );
  const approval = await withProgress(
    terminal,
    "waiting for a decision",
    approvals.wait(approvalId, dayMs, signal),
  );
  if (approval.state === "pending") stays(approvalId)();
}

/** Whoever leaves is told that nothing was lost, and nothing done. */
function stays(approvalId: string): () => never {
  return () => {
    throw interrupted(`interrupted; nothing was sent, and the request ${approvalId} stays`);
  };
}
