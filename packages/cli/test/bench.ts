import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { userInfo, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { EmbeddedVault, initHome, keySourceFrom, Secret } from "@arx/core";
import { type OktaSim, startOktaSim } from "@arx/okta-sim";
import { vi } from "vitest";

// Each run of `arx` is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** What starts `arx` as it is built (build.ts). */
export const command: readonly string[] = [process.execPath, main];

/** What one run of `arx` gave. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What JSON holds; the expectation that it is put to is its type. */
export type Data = ReturnType<typeof JSON.parse>;

/** A home of its own for each test, and the means to run `arx` on it. */
export interface Bench extends AsyncDisposable {
  /** A temporary folder, with the home in `.arx`. */
  readonly folder: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly org: OktaSim;
  /** Runs `arx` without a terminal, in the folder. */
  arx(
    args: readonly string[],
    options?: { readonly stdin?: string; readonly env?: NodeJS.ProcessEnv },
  ): Promise<Ran>;
  /** The same, and its output as JSON. */
  json(...args: readonly string[]): Promise<Data>;
}

/** Reads are free, and of the changes some are for people; one policy denies. */
export const policies = `- name: reads
  connector: okta
  operations: ["*:*"]
  risk_max: low
  approval: none
- name: changes
  connector: okta
  operations: ["users:*", "groups:add_member"]
  risk_max: critical
  approval: { low: none, medium: auto, high: hitl, critical: hitl }
- name: no-reset
  connector: okta
  deny: ["users:reset_password"]
`;

/** The person that this machine's user is to policies, in tests. */
export const me = "sam@acme.com";

/** A home with policies and credentials, and a local org behind it. */
export async function bench({
  selfApproval = true,
}: { readonly selfApproval?: boolean } = {}): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), "arx-cli-"));
  const env = cleanEnv(folder);
  const home = initHome(join(folder, ".arx"), env);
  await mkdir(home.policies, { recursive: true });
  await writeFile(join(home.policies, "policies.yaml"), policies);
  const config = { agent: "agent-001", org: "org-acme", selfApproval, people: { [userInfo().username]: me } };
  await writeFile(join(home.folder, "arx.yaml"), JSON.stringify(config));
  const org = await startOktaSim();
  const vault = EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(env, home.folder) });
  await vault.set("okta", "domain", new Secret(org.url));
  await vault.set("okta", "api_token", new Secret(org.token));
  await vault.close();
  const arx: Bench["arx"] = (args, options) =>
    run(args, { folder, env: { ...env, ...options?.env }, stdin: options?.stdin ?? "" });
  return {
    ...{ folder, home: home.folder, env, org, arx },
    json: async (...args) => {
      const { code, out, err } = await arx([...args, "--json"]);
      if (out === "") throw new Error(`arx ${args.join(" ")} gave ${code} and no JSON: ${err}`);
      return JSON.parse(out);
    },
    [Symbol.asyncDispose]: async () => {
      await org.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A folder without a home. */
export async function bareBench(): Promise<Pick<Bench, "folder" | "env" | "arx"> & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "arx-cli-"));
  const env = cleanEnv(folder);
  return {
    ...{ folder, env },
    arx: (args, options) =>
      run(args, { folder, env: { ...env, ...options?.env }, stdin: options?.stdin ?? "" }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function cleanEnv(folder: string): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return {
    PATH,
    HOME: folder,
    USERPROFILE: folder,
    XDG_CONFIG_HOME: join(folder, "config"),
    NO_COLOR: "1",
    TZ: "UTC",
    LANG: "C.UTF-8",
    NODE_NO_WARNINGS: "1",
    NODE_COMPILE_CACHE: join(tmpdir(), "arx-cli-tests-cache"),
  };
}

async function run(
  args: readonly string[],
  {
    folder,
    env,
    stdin,
  }: { readonly folder: string; readonly env: NodeJS.ProcessEnv; readonly stdin: string },
): Promise<Ran> {
  const [node = "", ...rest] = command;
  const child = spawn(node, [...rest, ...args], { cwd: folder, env });
  child.stdin.on("error", () => undefined).end(stdin);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
