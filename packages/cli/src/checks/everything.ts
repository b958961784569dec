import { type ConnectorDefinition, type Home, type HomeConfig, readConfig } from "@arx/core";
import type { Context } from "../context.ts";
import { loadConnectors } from "../home/connectors.ts";
import { homeOf } from "../home/home.ts";
import { checkClock, checkRights } from "./api.ts";
import { failed, type Finding, ok, skipped } from "./finding.ts";
import { checkLogs, checkPolicies } from "./records.ts";
import { checkVault } from "./vault.ts";

/** Looks at everything that an action needs, in the order in which it needs it; never throws. */
export async function* checkEverything(
  context: Context,
  { offline }: { readonly offline: boolean },
): AsyncGenerator<Finding> {
  let home: Home;
  let config: HomeConfig;
  let connectors: readonly ConnectorDefinition[];
  try {
    home = homeOf(context);
    config = readConfig(home, context.env);
    yield ok("home", home.folder);
  } catch (error) {
    return yield failed("home", error);
  }
  try {
    connectors = await loadConnectors(config.connectors, home.folder);
    yield ok(
      "connectors",
      connectors.map(({ catalog }) => `${catalog.connector} ${catalog.version}`).join(", "),
    );
  } catch (error) {
    return yield failed("connectors", error);
  }
  if (config.selfApproval) {
    const remedy = `set selfApproval: false in ${home.config}`;
    yield { what: "approvals", status: "warning", message: "whoever asks may approve it too", remedy };
  }
  yield await checkPolicies(context);
  for (const definition of connectors) yield await checkVault(context, { home, config }, definition);
  yield* checkLogs(context, home);
  for (const definition of connectors) {
    const { connector } = definition.catalog;
    if (offline) yield skipped(connector, "not reached for");
    else yield* checkApi(context, { home, config }, definition);
  }
}

async function* checkApi(
  context: Context,
  found: { readonly home: Home; readonly config: HomeConfig },
  definition: ConnectorDefinition,
): AsyncGenerator<Finding> {
  try {
    yield await checkClock(context, found, definition);
    yield await checkRights(context, found.config, definition);
  } catch (error) {
    yield failed(definition.catalog.connector, error);
  }
}
