import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BaseConnector, type ConnectorDefinition, type ConnectorOptions, type OperationId } from "@arx/core";
import { CliError, usageError } from "../errors.ts";
import { bundled } from "./bundled.ts";

/** Operations that are known by id alone: a command line has no types to offer. */
type AnyOperations = { readonly [id: OperationId]: { input: unknown; item: unknown } };

/** A connector that is all definition: the same engine as its generated client, without the typed methods. */
export class DefinedConnector extends BaseConnector<AnyOperations> {
  // oxlint-disable-next-line no-useless-constructor -- the one of the base is protected
  constructor(definition: ConnectorDefinition, options: ConnectorOptions) {
    super(definition, options);
  }
}

/**
 * Loads the connectors that a configuration names, else the bundled ones: each module exports its `definition`.
 * @param folder - where paths begin, and where packages are looked for besides this one's own
 * @throws CliError (notReady) if one can't be found or is no connector
 */
export async function loadConnectors(
  names: readonly string[] | undefined,
  folder: string,
): Promise<readonly ConnectorDefinition[]> {
  return Promise.all((names ?? Object.keys(bundled)).map((name) => loadConnector(name, folder)));
}

/** @throws CliError (usage) if no connector of this name is in use */
export function connectorNamed(
  connectors: readonly ConnectorDefinition[],
  name: string,
): ConnectorDefinition {
  const found = connectors.find(({ catalog }) => catalog.connector === name);
  if (found) return found;
  const known = connectors.map(({ catalog }) => catalog.connector).join(", ");
  throw usageError(
    `no connector ${JSON.stringify(name)} is in use`,
    `use one of: ${known}; \`connectors:\` in arx.yaml adds others`,
  );
}

async function loadConnector(name: string, folder: string): Promise<ConnectorDefinition> {
  const listed = `\`connectors:\` in ${join(folder, "arx.yaml")}`;
  const remedy = isPath(name)
    ? `correct ${listed}: a path names a built module, such as ../packages/acme-crm/dist/index.js`
    : `install it beside the home or the command, or correct ${listed}`;
  let module: { readonly definition?: ConnectorDefinition };
  try {
    module = await (located(name, folder) ?? bundled[name] ?? (() => import(name)))();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("notReady", "connector", `the connector ${name} can't be loaded: ${why}`, remedy, {
      cause,
    });
  }
  const { definition } = module;
  if (definition?.catalog?.connector !== undefined && definition.operations !== undefined) return definition;
  throw new CliError("notReady", "connector", `${name} exports no \`definition\` of a connector`, remedy);
}

const isPath = (name: string): boolean => name.startsWith(".") || isAbsolute(name);

/** How to load what a path names, or what is installed beside the home; undefined where there is no such package. */
function located(name: string, folder: string): (() => Promise<object>) | undefined {
  if (isPath(name)) return () => import(pathToFileURL(resolve(folder, name)).href);
  try {
    const found = createRequire(join(resolve(folder), "arx.yaml")).resolve(name);
    return () => import(pathToFileURL(found).href);
  } catch {
    return undefined;
  }
}
