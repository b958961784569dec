import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkShape, formatDiagnostics, readYaml } from "@arx/yaml";
import { z } from "zod";
import { bundled } from "./bundled.ts";
import { CliError } from "../errors.ts";

/** The name of the configuration file in an Arx home. */
export const configName = "arx.yaml";

/** What a home's configuration file says, defaults applied. */
export interface Config {
  /** Packages, or paths from the home, that export the `definition` of a connector. */
  readonly connectors: readonly string[];
  readonly vault: VaultChoice;
  readonly agent?: string | undefined;
  readonly org?: string | undefined;
  /** Who is answerable for the agents, and can't approve what they ask for. */
  readonly owner?: string | undefined;
  /** The identity in policies of each user of this machine. */
  readonly people: Readonly<Record<string, string>>;
  /** Whether the person who runs an action may approve it too. */
  readonly selfApproval: boolean;
}

/** Where credentials are: in the home, in variables, or in a KV v2 engine of HashiCorp Vault or OpenBao. */
export type VaultChoice =
  | "embedded"
  | "environment"
  | {
      readonly kv2: {
        readonly address: string;
        readonly mount?: string | undefined;
        readonly prefix?: string | undefined;
        readonly namespace?: string | undefined;
        readonly ca_file?: string | undefined;
      };
    };

const name = z.string().min(1);
const vaultShape = z.union([
  z.enum(["embedded", "environment"]),
  z.strictObject({
    kv2: z.strictObject({
      address: name,
      mount: name.optional(),
      prefix: name.optional(),
      namespace: name.optional(),
      ca_file: name.optional(),
    }),
  }),
]);
const shape = z
  .strictObject({
    connectors: z
      .array(name)
      .min(1)
      .default(Object.keys(bundled))
      .describe("packages or paths that export a connector"),
    vault: vaultShape.default("embedded").describe("embedded, environment, or kv2 with its address"),
    agent: name.optional().describe("the agent to act as"),
    org: name.optional().describe("the organisation to act for"),
    owner: name.optional().describe("who is answerable for the agents"),
    people: z.record(name, name).default({}).describe("a machine's user: the identity in policies"),
    selfApproval: z.boolean().default(false).describe("whether who asks may approve"),
  })
  .meta({ id: "Configuration" });

/** What holds where there is no file. */
export const defaultConfig: Config = shape.parse({});

/**
 * Reads the configuration of a home; defaults where it has none.
 * @throws CliError (notReady) with every fault of the file
 */
export function readConfig(folder: string): Config {
  const file = join(folder, configName);
  if (!existsSync(file)) return defaultConfig;
  const { value, diagnostics } = checkShape<Config>(readYaml(file, readFileSync(file, "utf8")), shape);
  if (value !== undefined) return value;
  throw new CliError("notReady", "config", `${file} can't be used\n\n${formatDiagnostics(diagnostics)}`);
}

/** The text of a new home's configuration. */
export const newConfig: string = `# What \`arx\` uses where no flag and no variable says otherwise.

# Connectors: installed packages, or paths from this folder, that export a connector's \`definition\`.
connectors:
${defaultConfig.connectors.map((connector) => `  - "${connector}"`).join("\n")}

# Where credentials are: embedded (in this home, encrypted), environment (ARX_SECRET_...), or a KV v2 engine:
# vault: { kv2: { address: "https://vault.example.com:8200", mount: secret } } # signs in by VAULT_TOKEN
vault: embedded

# The agent and the organisation to act for (--agent, ARX_AGENT; --org, ARX_ORG).
# agent: agent-001
# org: org-acme

# Who is answerable for the agents. Never an approver of what they ask for.
# owner: alice@acme.com

# Users of this machine, and what policies call them.
# people:
#   alice: alice@acme.com

# Whether the person who runs \`arx run\` may approve what it asks for. For trying things out alone.
selfApproval: false
`;
