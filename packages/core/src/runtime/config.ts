import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { checkShape, readYaml } from "@arx/yaml";
import { z } from "zod";
import { ConfigError } from "../errors/config-error.ts";
import type { QuotaOptions } from "../http/quota/options.ts";
import type { VaultChoice } from "../vault/provider.ts";
import type { Home } from "./home.ts";

/** What a home is used with: what its `arx.yaml` says, and what the environment says instead. */
export interface HomeConfig {
  /** Packages, or paths from the home, that export the `definition` of a connector; absent: the user's choice. */
  readonly connectors?: readonly string[];
  readonly vault: VaultChoice;
  /** The agent to act as, where nobody says otherwise. */
  readonly agent?: string;
  /** The organisation to act for, where nobody says otherwise. */
  readonly org?: string;
  /** Who is answerable for the agents, and can't approve what they ask for. */
  readonly owner?: string;
  /** The identity in policies of each user of this machine. */
  readonly people: Readonly<Record<string, string>>;
  /** Whether the user who runs an agent may approve what it asks for. */
  readonly selfApproval: boolean;
  /** How the APIs' limits are shared, where the home says it. */
  readonly quota: Pick<QuotaOptions, "reserve" | "concurrency">;
}

/** The keys of `arx.yaml` as they are written. */
interface Written {
  readonly connectors?: readonly string[] | undefined;
  readonly vault?: "embedded" | "environment" | { readonly kv2: WrittenKv2 } | undefined;
  readonly agent?: string | undefined;
  readonly org?: string | undefined;
  readonly owner?: string | undefined;
  readonly people?: Readonly<Record<string, string>> | undefined;
  readonly selfApproval?: boolean | undefined;
  readonly quota?:
    | {
        readonly reserve?: number | undefined;
        readonly concurrency?: Readonly<Record<string, number>> | undefined;
      }
    | undefined;
}

type WrittenKv2 = { readonly address: string } & {
  readonly [Key in "mount" | "prefix" | "namespace" | "ca_file"]?: string | undefined;
};

/**
 * Reads what a home is used with. Without a home, or without an `arx.yaml` in it, only the environment speaks.
 *
 * A variable that is set holds instead of the file's key; these are all:
 * `ARX_AGENT` (`agent`), `ARX_ORG` (`org`), `ARX_VAULT` (`vault`: `embedded`, `environment` or `kv2`), and within `kv2`
 * `VAULT_ADDR` (`address`), `VAULT_NAMESPACE` (`namespace`), `VAULT_CACERT` (`ca_file`), `ARX_VAULT_MOUNT` (`mount`) and
 * `ARX_VAULT_PREFIX` (`prefix`). A `ca_file` is a path from the home.
 *
 * @throws ConfigError with every fault of the file, or for a variable that can't be meant
 */
export function readConfig(home: Home | undefined, env: NodeJS.ProcessEnv = process.env): HomeConfig {
  const {
    vault,
    agent,
    org,
    connectors,
    owner,
    people = {},
    selfApproval = false,
    quota = {},
  } = read(home?.config);
  const said = {
    ...{ connectors, owner },
    agent: env["ARX_AGENT"] ?? agent,
    org: env["ARX_ORG"] ?? org,
  };
  return { ...present(said), vault: vaultOf(vault, env, home), people, selfApproval, quota: present(quota) };
}

function read(file: string | undefined): Written {
  if (file === undefined || !existsSync(file)) return {};
  const { value, diagnostics } = checkShape(readYaml(file, textOf(file)), shape());
  if (value) return value;
  throw new ConfigError(`${file} can't be used`, diagnostics);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${file} can't be read (${code})`, [], { cause });
  }
}

/** The token that signs in belongs to the address beside it in the environment, whatever a file says of another. */
function vaultOf(written: Written["vault"], env: NodeJS.ProcessEnv, home: Home | undefined): VaultChoice {
  const kind = env["ARX_VAULT"] ?? (typeof written === "object" ? "kv2" : (written ?? "embedded"));
  if (kind === "embedded" || kind === "environment") return kind;
  if (kind !== "kv2") throw new ConfigError(`ARX_VAULT names ${kind}: write embedded, environment or kv2`);
  const file: Partial<WrittenKv2> = typeof written === "object" ? written.kv2 : {};
  const address = env["VAULT_ADDR"] ?? file.address;
  if (address === undefined)
    throw new ConfigError("ARX_VAULT is kv2, and VAULT_ADDR is not set: set it to the server's address");
  const caFile =
    file.ca_file === undefined || home === undefined ? undefined : resolve(home.folder, file.ca_file);
  const said = {
    mount: env["ARX_VAULT_MOUNT"] ?? file.mount,
    prefix: env["ARX_VAULT_PREFIX"] ?? file.prefix,
    namespace: env["VAULT_NAMESPACE"] ?? file.namespace,
    caFile: env["VAULT_CACERT"] ?? caFile,
  };
  return { kv2: { address, ...present(said) } };
}

/** What is said, without what is not. */
function present<T extends object>(said: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Made where there is a file to check, and not whenever this package is loaded. */
function shape(): z.ZodType<Written> {
  const name = z.string().min(1);
  const optional = name.optional();
  const kv2 = { address: name, mount: optional, prefix: optional, namespace: optional, ca_file: optional };
  const vault = z.union([z.enum(["embedded", "environment"]), z.strictObject({ kv2: z.strictObject(kv2) })]);
  return z
    .strictObject({
      connectors: z.array(name).min(1).optional().describe("packages or paths that export a connector"),
      vault: vault.optional().describe("embedded, environment, or kv2 with its address"),
      agent: optional.describe("the agent to act as"),
      org: optional.describe("the organisation to act for"),
      owner: optional.describe("who is answerable for the agents"),
      people: z.record(name, name).optional().describe("a machine's user: the identity in policies"),
      selfApproval: z.boolean().optional().describe("whether who asks may approve"),
      quota: z
        .strictObject({
          reserve: z
            .number()
            .min(0)
            .lt(1)
            .optional()
            .describe("the share of each window that is left to people"),
          concurrency: z
            .record(name, z.int().min(1))
            .optional()
            .describe("a connector: its requests at once"),
        })
        .optional()
        .describe("how the APIs' limits are shared"),
    })
    .meta({ id: "Configuration" });
}
