import { type AuditKind, type AuditQuery, openStore, readConfig, type Store } from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { homeOf } from "./home.ts";

/** The log of one organisation. Reading it needs neither policies nor the vault, so that a broken home can be looked at. */
export interface OpenLog extends AsyncDisposable {
  readonly store: Store;
  readonly orgId: string;
}

/**
 * Opens the store of the home.
 * @throws CliError (usage) if it is not said which organisation's log, and there is not just one
 */
export async function openLog(context: Context): Promise<OpenLog> {
  const home = homeOf(context);
  const config = readConfig(home, context.env);
  const store = await openStore(home);
  try {
    const orgId = context.flags.org ?? config.org ?? onlyOne(await store.orgs());
    return { store, orgId, [Symbol.asyncDispose]: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function onlyOne(orgs: readonly string[]): string {
  const [only, other] = orgs;
  if (only !== undefined && other === undefined) return only;
  const known =
    orgs.length === 0 ? "no organisation has a log yet" : `there are the logs of ${orgs.join(", ")}`;
  throw usageError("it is not said which organisation's log", `give --org ID; ${known}`);
}

/** Which records a person wants to see; absent members do not restrict. */
export interface Filters {
  readonly since?: number;
  readonly until?: number;
  readonly kind?: AuditKind;
  readonly operation?: AuditQuery["operation"];
  readonly verdict?: AuditQuery["verdict"];
  readonly outcome?: AuditQuery["outcome"];
}

/** The part of a log that filters, and --agent, leave. */
export function queryOf(context: Context, orgId: string, filters: Filters): AuditQuery {
  const { since, until, kind, operation, verdict, outcome } = filters;
  const given = { since, until, kind, operation, verdict, outcome, agentId: context.flags.agent };
  return { orgId, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}
