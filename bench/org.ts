import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedVault, initHome, keySourceFrom, Secret } from "@arx/core";
import { start } from "./processes.ts";

/** An API in a process of its own, and an Arx home that leads to it. */
export interface Org extends AsyncDisposable {
  readonly origin: string;
  /** Of a process that is to find the home. */
  readonly env: NodeJS.ProcessEnv;
}

const policy = `- name: read
  connector: okta
  operations: ["users:read*"]
  risk_max: low
  approval: none
`;

/** @param users how many the API has */
export async function startOrg(users = 100_000): Promise<Org> {
  const api = start("api", [String(users)]);
  const origin = String(await api.said());
  const folder = await mkdtemp(join(tmpdir(), "arx-bench-"));
  // What the caller's own environment says about homes and vaults is not meant for the bench.
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith("ARX_"));
  const env = { ...Object.fromEntries(outer), XDG_CONFIG_HOME: join(folder, "config") };
  const home = initHome(join(folder, "home"), env);
  await writeFile(join(home.policies, "read.yaml"), policy, { mode: 0o600 });
  // What Okta gives to paid orgs; a client that knows of no limit sends as many.
  await writeFile(home.config, "quota: { concurrency: { okta: 75 } }\n", { mode: 0o600 });
  const vault = EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(env, home.folder) });
  await vault.set("okta", "domain", new Secret(origin));
  await vault.set("okta", "api_token", new Secret("token"));
  await vault.close();
  return {
    origin,
    env: { ...env, ARX_HOME: home.folder },
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
