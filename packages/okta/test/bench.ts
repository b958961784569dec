import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AuditRecord,
  initHome,
  openRuntime,
  type Runtime,
  type RuntimeOptions,
  Secret,
} from "@arx/core";
import { type OktaSim, type OktaSimOptions, startOktaSim } from "../../okta-sim/src/index.ts";
import { catalog, OktaConnector } from "../src/index.ts";

/** The connector with a whole runtime on a bench of its own, against a local org over a real socket. */
export interface OrgBench extends AsyncDisposable {
  readonly okta: OktaConnector;
  readonly sim: OktaSim;
  readonly runtime: Runtime;
  /** The Arx home. */
  readonly home: string;
  /** What the org was asked, as `METHOD path?query status`, decoded. */
  asked(): string[];
  /** The attempts that are on record, in order. */
  attempts(): Promise<AuditRecord["details"][]>;
}

/** How the connector is set up beside the org. */
export interface BenchSetup {
  /** What the vault holds beside the org's address; absent: the org's API token. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Absent: everything up to HIGH is granted, and nobody is asked. */
  readonly policies?: string;
  readonly runtime?: Partial<RuntimeOptions>;
}

const grantAll = `- name: all
  connector: okta
  operations: ["*:*"]
  risk_max: high
  approval: { low: none, medium: auto, high: auto }
`;

export async function bench(options: OktaSimOptions = {}, setup: BenchSetup = {}): Promise<OrgBench> {
  const sim = await startOktaSim(options);
  const folder = await mkdtemp(join(tmpdir(), "arx-okta-"));
  const env = { XDG_CONFIG_HOME: join(folder, "config"), ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const home = initHome(join(folder, "home"), env);
  await writeFile(join(home.policies, "all.yaml"), setup.policies ?? grantAll, { mode: 0o600 });
  const values = { domain: sim.url, ...(setup.credentials ?? { api_token: sim.token }) };
  const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
  const vault = { name: "fixed", read: async (path: string) => ({ path, fields }), close: async () => {} };
  const runtime = await openRuntime({
    catalogs: [catalog],
    home: home.folder,
    env,
    vault,
    ...setup.runtime,
  });
  return {
    okta: new OktaConnector({ agentId: "agent-001", orgId: "org-test", runtime }),
    sim,
    runtime,
    home: home.folder,
    asked: () => sim.requests.map(line),
    attempts: async () => {
      const found: AuditRecord["details"][] = [];
      for await (const { record } of runtime.store.audit({ orgId: "org-test", kind: "attempt" }))
        found.push(record.details);
      return found;
    },
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await sim.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function line({ method, path, query, status }: OktaSim["requests"][number]): string {
  return `${method} ${decodeURIComponent(path)}${query && `?${decodeURIComponent(query)}`} ${status}`;
}

/** What a promise rejects with. */
export async function failure(promise: PromiseLike<unknown>): Promise<Error & Record<string, unknown>> {
  return promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error as Error & Record<string, unknown>,
  );
}
