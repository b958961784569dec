import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuditRecord, initHome, openRuntime, type RuntimeOptions, Secret } from "@arx/core";
import { type OktaSim, type OktaSimOptions, startOktaSim } from "../../okta-sim/src/index.ts";
import { catalog, OktaConnector } from "../src/index.ts";

/** The connector with a whole runtime on a bench of its own, against a local org over a real socket. */
export interface OrgBench extends AsyncDisposable {
  readonly okta: OktaConnector;
  readonly sim: OktaSim;
  /** The attempts that are on record, in order. */
  attempts(): Promise<AuditRecord["details"][]>;
}

const policies = `- name: all
  connector: okta
  operations: ["*:*"]
  risk_max: high
  approval: { low: none, medium: auto, high: auto }
`;

/** @param credentials what the vault holds beside the org's address; absent: the org's API token */
export async function bench(
  options: OktaSimOptions = {},
  credentials?: Readonly<Record<string, string>>,
  runtimeOptions: Partial<RuntimeOptions> = {},
): Promise<OrgBench> {
  const sim = await startOktaSim(options);
  const folder = await mkdtemp(join(tmpdir(), "arx-okta-"));
  const env = { XDG_CONFIG_HOME: join(folder, "config"), ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const home = initHome(join(folder, "home"), env);
  await writeFile(join(home.policies, "all.yaml"), policies);
  const values = { domain: sim.url, ...(credentials ?? { api_token: sim.token }) };
  const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
  const vault = { name: "fixed", read: async (path: string) => ({ path, fields }), close: async () => {} };
  const runtime = await openRuntime({
    catalogs: [catalog],
    home: home.folder,
    env,
    vault,
    ...runtimeOptions,
  });
  return {
    okta: new OktaConnector({ agentId: "agent-001", orgId: "org-test", runtime }),
    sim,
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
