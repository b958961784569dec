import {
  type ConnectorDefinition,
  type Home,
  type HomeConfig,
  type Operation,
  PolicyDeniedError,
} from "@arx/core";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { DefinedConnector } from "../home/connectors.ts";
import { callerOf, openHome } from "../home/home.ts";
import { readFields } from "../home/credentials.ts";
import { type Finding, ok, skipped } from "./finding.ts";

const skewBoundMs = 60_000;
const reachMs = 10_000;

/** Asks the API for its time, without a credential: what expires and is signed depends on it. */
export async function checkClock(
  context: Context,
  found: { readonly home: Home; readonly config: HomeConfig },
  { catalog, credentials, origin }: ConnectorDefinition,
): Promise<Finding> {
  const what = `${catalog.connector} clock`;
  const fields = await readFields(context, found, credentials.path);
  const address = fields[origin.credential]?.reveal();
  if (address === undefined) return skipped(what, `the vault has no ${origin.credential}`);
  // An action goes through the proxy that the environment names; `fetch` would not.
  const proxies = ["https_proxy", "http_proxy"].flatMap((name) => [name, name.toUpperCase()]);
  if (address.startsWith("https:") && proxies.some((name) => context.env[name]))
    return skipped(what, "not asked through a proxy");
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(reachMs)]);
  const answer = await fetch(address, { method: "HEAD", redirect: "manual", signal }).catch(
    (error: Error) => {
      context.signal.throwIfAborted();
      const { code = error.name } = (error.cause ?? {}) as NodeJS.ErrnoException;
      throw new CliError(
        "callFailed",
        "api_unreachable",
        `no answer came from the address in ${credentials.path} ${origin.credential} (${code})`,
        `see whether it is the right one (arx vault set ${credentials.path} ${origin.credential}) and the network lets you through`,
        { cause: error },
      );
    },
  );
  const skewMs = Date.parse(answer.headers.get("date") ?? "") - Date.now();
  if (Number.isNaN(skewMs)) return skipped(what, "the API does not tell its time");
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
export async function checkRights(
  context: Context,
  config: HomeConfig,
  definition: ConnectorDefinition,
): Promise<Finding> {
  const what = `${definition.catalog.connector} rights`;
  const read = Object.values(definition.operations).find(isPlainRead);
  if (!read) return skipped(what, "it has no read that needs no argument");
  const size = read.paging === undefined ? undefined : definition.paging[read.paging]?.size;
  await using home = await openHome(context);
  const connector = new DefinedConnector(definition, { ...callerOf(context, config), runtime: home.runtime });
  try {
    await connector.execute(read.id, size === undefined ? {} : { [size]: 1 }, { signal: context.signal });
    return ok(what, `${read.id} was answered`);
  } catch (error) {
    if (error instanceof PolicyDeniedError) return skipped(what, `policy does not let this agent ${read.id}`);
    throw error;
  }
}

const isPlainRead = ({ method, risk, parameters, result }: Operation): boolean =>
  method === "GET" &&
  risk === "low" &&
  result === "list" &&
  parameters.every((parameter) => parameter.in !== "path");
