import {
  type ConnectorDefinition,
  type Home,
  type Operation,
  PolicyDeniedError,
  SqliteStore,
} from "@arx/core";
import { checkpointerOf, formatVerification } from "./commands/audit-verify.ts";
import { openVault } from "./commands/vault.ts";
import type { Context } from "./context.ts";
import { configName, type Config, readConfig } from "./home/config.ts";
import { DefinedConnector, loadConnectors } from "./home/connectors.ts";
import { callerOf, homeOf, openHome } from "./home/home.ts";
import { loadFolder } from "./home/policies.ts";
import { problemOf } from "./output/problem.ts";

/** What was looked at, and what was found. */
export interface Finding {
  readonly what: string;
  readonly status: "ok" | "warning" | "failed" | "skipped";
  readonly message: string;
  readonly remedy?: string;
}

const skewBoundMs = 60_000;
const reachMs = 10_000;

/** Looks at everything that an action needs, in the order in which it needs it; never throws. */
export async function* checks(
  context: Context,
  { offline }: { readonly offline: boolean },
): AsyncGenerator<Finding> {
  let home: Home;
  try {
    home = homeOf(context);
    yield ok("home", home.folder);
  } catch (error) {
    return yield failed("home", error);
  }
  let config: Config;
  let connectors: readonly ConnectorDefinition[];
  try {
    config = readConfig(home.folder);
    connectors = await loadConnectors(config.connectors, home.folder);
    yield ok(
      "connectors",
      connectors.map(({ catalog }) => `${catalog.connector} ${catalog.version}`).join(", "),
    );
  } catch (error) {
    return yield failed("connectors", error);
  }
  if (config.selfApproval) {
    yield {
      what: "approvals",
      status: "warning",
      message: "whoever asks may approve it too",
      remedy: `set selfApproval: false in ${configName}`,
    };
  }
  yield await checkPolicies(context, home);
  for (const definition of connectors) yield await checkVault(context, definition);
  yield* checkLogs(context, home);
  for (const definition of connectors) {
    const { connector } = definition.catalog;
    if (offline) yield { what: connector, status: "skipped", message: "not reached for" };
    else yield* checkApi(context, config, definition);
  }
}

async function checkPolicies(context: Context, home: Home): Promise<Finding> {
  const { set, diagnostics } = await loadFolder(context, home.policies);
  const [first] = diagnostics;
  const remedy = "`arx policy lint` tells where, and what to write instead";
  if (!set)
    return {
      what: "policies",
      status: "failed",
      message: `${diagnostics.length} errors; ${first?.message ?? ""}`,
      remedy,
    };
  if (first)
    return {
      what: "policies",
      status: "warning",
      message: `${set.policies.length} in force, ${diagnostics.length} warnings`,
      remedy,
    };
  return ok("policies", `${set.policies.length} in force`);
}

async function checkVault(context: Context, definition: ConnectorDefinition): Promise<Finding> {
  const { credentials } = definition;
  const what = `vault ${credentials.path}`;
  try {
    await using vault = openVault(context);
    const kept = (await vault.list()).find(({ path }) => path === credentials.path)?.fields ?? [];
    const missing = missingFields(definition, kept);
    if (missing.length === 0) return ok(what, kept.join(", "));
    const remedy = missing.map((field) => `arx vault set ${credentials.path} ${field}`).join("; ");
    return { what, status: "failed", message: `lacks ${missing.join(", ")}`, remedy };
  } catch (error) {
    return failed(what, error);
  }
}

/** What the vault lacks for the way to sign in that it is nearest to. */
function missingFields({ origin, auth }: ConnectorDefinition, kept: readonly string[]): readonly string[] {
  const ways = auth.map((one) =>
    [origin.credential, ...fieldsOf(one)].filter((field) => !kept.includes(field)),
  );
  return ways.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function fieldsOf(auth: ConnectorDefinition["auth"][number]): readonly string[] {
  if (auth.kind === "client_credentials") return [auth.clientId, auth.privateKey];
  return [...auth.value.matchAll(/\{([^{}]+)\}/g)].flatMap(([, field]) => field ?? []);
}

async function* checkLogs(context: Context, home: Home): AsyncGenerator<Finding> {
  try {
    const store = SqliteStore.open({ file: home.store });
    try {
      const checkpointer = checkpointerOf(context, { store });
      const orgs = await store.orgs();
      if (orgs.length === 0) yield ok("audit log", "nothing recorded yet");
      for (const orgId of orgs) {
        const found = await checkpointer.verify(orgId);
        yield {
          what: "audit log",
          status: found.intact ? "ok" : "failed",
          message: formatVerification(orgId, found),
        };
      }
      const open = await store.openActions();
      const remedy = "`arx recover` lists them, and can find out";
      if (open.length > 0)
        yield {
          what: "unknown outcomes",
          status: "warning",
          message: `${open.length} actions without an outcome`,
          remedy,
        };
    } finally {
      await store.close();
    }
  } catch (error) {
    yield failed("audit log", error);
  }
}

async function* checkApi(
  context: Context,
  config: Config,
  definition: ConnectorDefinition,
): AsyncGenerator<Finding> {
  const { connector } = definition.catalog;
  try {
    yield await checkClock(context, definition);
    yield await checkRights(context, config, definition);
  } catch (error) {
    yield failed(connector, error);
  }
}

/** Asks the API for its time, without a credential: what expires and is signed depends on it. */
async function checkClock(
  context: Context,
  { catalog, credentials, origin }: ConnectorDefinition,
): Promise<Finding> {
  const what = `${catalog.connector} clock`;
  await using vault = openVault(context);
  const { fields } = await vault.read(credentials.path);
  const address = fields[origin.credential]?.reveal();
  if (address === undefined)
    return { what, status: "skipped", message: `the vault has no ${origin.credential}` };
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(reachMs)]);
  const answer = await fetch(address, { method: "HEAD", redirect: "manual", signal });
  const skewMs = Date.parse(answer.headers.get("date") ?? "") - Date.now();
  if (Number.isNaN(skewMs)) return { what, status: "skipped", message: "the API does not tell its time" };
  const seconds = Math.round(skewMs / 1_000);
  if (Math.abs(skewMs) < skewBoundMs) return ok(what, `within ${Math.abs(seconds)} s of the API's`);
  return {
    what,
    status: "failed",
    message: `${seconds} s off the API's`,
    remedy: "set this machine's clock",
  };
}

/** One governed read, as an agent would do it. */
async function checkRights(
  context: Context,
  config: Config,
  definition: ConnectorDefinition,
): Promise<Finding> {
  const what = `${definition.catalog.connector} rights`;
  const read = Object.values(definition.operations).find(isPlainRead);
  if (!read) return { what, status: "skipped", message: "it has no read that needs no argument" };
  const size = read.paging === undefined ? undefined : definition.paging[read.paging]?.size;
  await using home = await openHome(context);
  const connector = new DefinedConnector(definition, { ...callerOf(context, config), runtime: home.runtime });
  try {
    await connector.execute(read.id, size === undefined ? {} : { [size]: 1 }, {
      signal: context.signal,
    });
    return ok(what, `${read.id} was answered`);
  } catch (error) {
    if (error instanceof PolicyDeniedError)
      return { what, status: "skipped", message: `policy does not let this agent ${read.id}` };
    throw error;
  }
}

const isPlainRead = ({ method, risk, parameters, result }: Operation): boolean =>
  method === "GET" &&
  risk === "low" &&
  result === "list" &&
  parameters.every((parameter) => parameter.in !== "path");

const ok = (what: string, message: string): Finding => ({ what, status: "ok", message });

function failed(what: string, error: unknown): Finding {
  const { message, remedy } = problemOf(error);
  return { what, status: "failed", message, ...(remedy !== undefined && { remedy }) };
}
