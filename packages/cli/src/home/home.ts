import { existsSync } from "node:fs";
import {
  type ConnectorDefinition,
  findHome,
  type Home,
  type HomeConfig,
  openRuntime,
  readConfig,
  type Runtime,
  RuntimeNotReadyError,
} from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { loadConnectors } from "./connectors.ts";

/** A home that was found, and what its configuration names. */
export interface FoundHome {
  readonly home: Home;
  readonly config: HomeConfig;
  readonly connectors: readonly ConnectorDefinition[];
}

/** A home whose rooms are open. */
export interface OpenHome extends FoundHome, AsyncDisposable {
  readonly runtime: Runtime;
}

/** In whose name an action runs. */
export interface Caller {
  readonly agentId: string;
  readonly orgId: string;
}

/**
 * The home's folder: --home, else as the environment and the folders say.
 * @throws RuntimeNotReadyError if there is none, or others could have written what it says
 */
export function homeOf({ flags, env }: Context): Home {
  if (flags.home === undefined) return findHome(env);
  if (!existsSync(flags.home))
    throw new RuntimeNotReadyError(
      `--home names ${flags.home}, and there is no such folder: make a home there with \`arx init\`, or name another`,
    );
  return findHome({ ARX_HOME: flags.home });
}

/** The home with its configuration and connectors; opens nothing. */
export async function findEverything(context: Context): Promise<FoundHome> {
  const home = homeOf(context);
  const config = readConfig(home, context.env);
  return { home, config, connectors: await loadConnectors(config.connectors, home.folder) };
}

/** The configuration in use; where there is no home, what the environment says. */
export function configOf(context: Context): HomeConfig {
  return readConfig(homeIfAny(context), context.env);
}

/** The connectors in use; the default ones where there is no home. */
export async function connectorsOf(context: Context): Promise<readonly ConnectorDefinition[]> {
  return loadConnectors(configOf(context).connectors, homeIfAny(context)?.folder ?? process.cwd());
}

/** Opens the home's rooms; disposing of it closes them. */
export async function openHome(context: Context): Promise<OpenHome> {
  const found = await findEverything(context);
  const catalogs = found.connectors.map(({ catalog }) => catalog);
  const runtime = await openRuntime({ catalogs, home: found.home.folder, env: context.env });
  return { ...found, runtime, [Symbol.asyncDispose]: () => runtime.close() };
}

/**
 * Who acts: flags, then the configuration in use. Who is answerable for the agent, and who runs it, the runtime knows.
 * @throws CliError (usage) if none of them says
 */
export function callerOf(context: Context, config: HomeConfig): Caller {
  const agentId = agentOf(context, config);
  return {
    agentId,
    orgId: orgOf(context, config),
  };
}

/** @throws CliError (usage) if nothing says which agent */
export function agentOf({ flags }: Context, config: HomeConfig): string {
  return said(flags.agent ?? config.agent, "agent", "which agent acts");
}

/** @throws CliError (usage) if nothing says which organisation */
export function orgOf({ flags }: Context, config: HomeConfig): string {
  return said(flags.org ?? config.org, "org", "for which organisation");
}

function said(id: string | undefined, key: "agent" | "org", what: string): string {
  if (id) return id;
  throw usageError(
    `it is not said ${what}`,
    `give --${key} ID, set ARX_${key.toUpperCase()}, or write \`${key}:\` into the home's arx.yaml`,
  );
}

function homeIfAny(context: Context): Home | undefined {
  try {
    return homeOf(context);
  } catch (error) {
    if (
      error instanceof RuntimeNotReadyError &&
      context.flags.home === undefined &&
      context.env["ARX_HOME"] === undefined
    )
      return undefined;
    throw error;
  }
}
