import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Principal } from "../../src/approval/principal.ts";
import type { AuditRecord } from "../../src/audit/record.ts";
import type { ConnectorOptions } from "../../src/connector/base-connector.ts";
import { initHome } from "../../src/runtime/home.ts";
import { openRuntime, type RuntimeOptions } from "../../src/runtime/open-runtime.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { Secret } from "../../src/vault/secret.ts";
import type { SecretBundle, VaultProvider } from "../../src/vault/vault.ts";
import { type Building, startBuilding } from "./building.ts";
import { catalog, Doors } from "./doors.ts";

/** Who decides in the tests. */
export const alice: Principal = { id: "alice@example.com", groups: ["guards"], authenticatedBy: "test" };
export const bob: Principal = { id: "bob@example.com", groups: [], authenticatedBy: "test" };

/** Reads and creation are free, the rest is for people. */
export const usual = `- name: usual
  connector: doors
  operations: ["doors:*"]
  risk_max: critical
  approval: { low: none, medium: auto, high: hitl, critical: hitl }
`;

/** What opens the home of a test in another process. */
export interface HomeKey {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly origin: string;
}

/** A home on a real disk, a building to act on, and any number of runtimes opened from the one for the other. */
export interface House extends AsyncDisposable {
  readonly key: HomeKey;
  readonly building: Building;
  readonly policies: string;
  readonly vault: CountingVault;
  open(options?: Partial<RuntimeOptions>): Promise<Runtime>;
  /** A connector of `agent-1` of `acme` on a runtime. */
  doors(runtime: Runtime, options?: Partial<ConnectorOptions>): Doors;
  /** Writes one policy file. */
  policy(text: string, file?: string): Promise<void>;
  /** Writes the home's configuration, for the runtimes that are opened from then on. */
  config(text: string): Promise<void>;
}

/** Builds everything fresh in a temporary folder; disposing of it closes what was opened and removes the folder. */
export async function house(policies: string = usual): Promise<House> {
  const building = await startBuilding();
  const folder = await mkdtemp(join(tmpdir(), "arx-house-"));
  const env = { XDG_CONFIG_HOME: join(folder, "config"), ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const home = initHome(join(folder, "home"), env);
  const policy = (text: string, file = "policy.yaml"): Promise<void> =>
    writeFile(join(home.policies, file), text);
  await policy(policies);
  const opened: Runtime[] = [];
  const vault = new CountingVault(building.origin);
  return {
    ...{ building, vault, policy, policies: home.policies },
    config: (text) => writeFile(home.config, text),
    key: { folder: home.folder, env, origin: building.origin },
    open: async (options = {}) => {
      const runtime = await openRuntime({ catalogs: [catalog], home: home.folder, env, vault, ...options });
      opened.push(runtime);
      return runtime;
    },
    doors: (runtime, options = {}) => new Doors({ agentId: "agent-1", orgId: "acme", runtime, ...options }),
    [Symbol.asyncDispose]: async () => {
      for (const runtime of opened) await runtime.close();
      await building[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Holds the building's address and a token, and counts how often it was read. */
export class CountingVault implements VaultProvider {
  readonly name = "counting";
  reads = 0;
  readonly #origin: string;
  readonly #token: string;

  constructor(origin: string, token = "the-token-of-the-building") {
    this.#origin = origin;
    this.#token = token;
  }

  async read(path: string): Promise<SecretBundle> {
    this.reads += 1;
    return { path, fields: { address: new Secret(this.#origin), token: new Secret(this.#token) } };
  }

  async close(): Promise<void> {
    // Holds nothing open.
  }
}

/** The log of `acme`, without what says which policies are in force. */
export async function log({ store }: Pick<Runtime, "store">): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const { record } of store.audit({ orgId: "acme" }))
    if (record.kind !== "policy") records.push(record);
  return records;
}

/** What a promise is rejected with; fails if it is not. */
export async function rejection<E = Error & { code: string; actionId: string; approvalId: string }>(
  promise: PromiseLike<unknown>,
): Promise<E> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error(`it was fulfilled with ${JSON.stringify(result)}`);
}
