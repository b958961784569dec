import { ApprovalPendingError, type ConnectorDefinition, type List, type Operation } from "@arx/core";
import type { Context } from "../context.ts";
import { interrupted } from "../errors.ts";
import { DefinedConnector } from "../home/connectors.ts";
import type { Caller, OpenHome } from "../home/home.ts";
import { withProgress } from "../output/progress.ts";
import { settleHere } from "./settle-here.ts";

/** One action, and in whose name it is to be carried out. */
export interface Proposal {
  readonly context: Context;
  readonly home: OpenHome;
  readonly caller: Caller;
  readonly definition: ConnectorDefinition;
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How to go about it. */
export interface CarryOutOptions {
  /** How long to wait for people, in milliseconds; absent: at a terminal the person there is asked, elsewhere nobody. */
  readonly waitMs?: number;
  readonly vaultPath?: string;
  /** Follow every page of a list. */
  readonly all?: boolean;
  /** Follow pages until there are so many items. */
  readonly limit?: number;
}

/**
 * Carries an action out, and gives its result.
 * @throws CliError (interrupted) if Ctrl-C ended the wait for an approval, whose request stays
 * @throws as {@link DefinedConnector.execute}
 */
export async function carryOut(proposal: Proposal, options: CarryOutOptions): Promise<unknown> {
  const { context, home, caller, definition, operation, input } = proposal;
  const { terminal, signal } = context;
  const { waitMs, vaultPath } = options;
  const where = vaultPath === undefined ? {} : { vaultPath };
  const connector = new DefinedConnector(definition, { ...caller, ...where, runtime: home.runtime });
  const answer = connector.execute(operation.id, input, { signal, waitMs: waitMs ?? 0 }) as
    | List<unknown>
    | Promise<unknown>;
  const doing = waitMs === undefined ? operation.id : `${operation.id}, waiting if a person must approve`;
  try {
    return await withProgress(terminal, doing, "pages" in answer ? itemsOf(answer, options) : answer);
  } catch (error) {
    if (!(error instanceof ApprovalPendingError)) throw error;
    const { approvalId } = error;
    if (signal.aborted)
      throw interrupted(`interrupted; nothing was sent, and the request ${approvalId} stays`);
    if (!terminal.interactive || waitMs !== undefined) throw error;
    await settleHere(context, home, approvalId);
    return connector.resume(approvalId, { signal });
  }
}

async function itemsOf(
  list: List<unknown>,
  { all = false, limit }: CarryOutOptions,
): Promise<readonly unknown[]> {
  if (!all && limit === undefined) return list;
  const items: unknown[] = [];
  for await (const page of list.pages()) {
    items.push(...page.items);
    if (limit !== undefined && items.length >= limit) break;
  }
  return items.slice(0, limit);
}
