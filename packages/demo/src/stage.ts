import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ApprovalChannel,
  EmbeddedVault,
  initHome,
  keySourceFrom,
  openRuntime,
  type Runtime,
  Secret,
} from "@arx/core";
import { catalog } from "@arx/okta";
import { type OktaSim, startOktaSim } from "@arx/okta-sim";

const examples = fileURLToPath(new URL("../../../specs/policies/", import.meta.url));

/** Everything that the play needs: a local org, an Arx home of its own, and the runtime that is opened from it. */
export interface Stage extends AsyncDisposable {
  readonly org: OktaSim;
  readonly home: string;
  readonly runtime: Runtime;
  /** What another process needs to open the same home. */
  readonly env: NodeJS.ProcessEnv;
  /** Puts one more of the example policies in force. */
  addPolicy(name: string): Promise<void>;
}

/** Long enough for a person at the terminal; a second process takes under a second. */
const approvalWaitMs = 600_000;

/** Builds the stage in a temporary folder, which disposing of it removes. */
export async function setStage(
  policies: readonly string[],
  channels: readonly ApprovalChannel[],
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "arx-demo-"));
  // The keys lie outside the home, as they do on a real machine.
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, "config") };
  const home = initHome(join(folder, "home"), env);
  await mkdir(home.policies, { recursive: true });
  // A copy would keep the mode, and with it, after some clones, a group that may write.
  const place = async (name: string): Promise<void> => {
    const text = await readFile(join(examples, `${name}.yaml`));
    await writeFile(join(home.policies, `${name}.yaml`), text, { mode: 0o600 });
  };
  for (const name of policies) await place(name);
  // Whoever plays this at a terminal runs the agent, and decides too.
  await writeFile(home.config, "selfApproval: true\n", { mode: 0o600 });

  const org = await startOktaSim();
  const vault = EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(env, home.folder) });
  await vault.set("okta", "domain", new Secret(org.url));
  await vault.set("okta", "api_token", new Secret(org.token));
  const runtime = await openRuntime({
    catalogs: [catalog],
    home: home.folder,
    env,
    vault,
    channels,
    approvalWaitMs,
  });
  return {
    ...{ org, home: home.folder, runtime, env },
    addPolicy: async (name) => {
      await place(name);
      const { ok, cause } = await runtime.reloadPolicies();
      if (!ok) throw new Error(`the policy ${name} did not come into force`, { cause });
    },
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await org.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
