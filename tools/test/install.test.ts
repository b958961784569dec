import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { pack } from "../packages/pack.ts";
import { pnpm } from "../packages/pnpm.ts";
import { publicPackages, readManifest, root } from "../packages/public.ts";

const run = promisify(execFile);
const windows = process.platform === "win32";
const folder = await mkdtemp(join(tmpdir(), "arx-install-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const packed = await Promise.all(publicPackages.map((source) => pack(source, folder)));
const tarballs = Object.fromEntries(
  packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball.replaceAll("\\", "/")}`]),
);

const installers = {
  npm: (project: string) => run("npm", ["install", "--prefer-offline"], { cwd: project, shell: windows }),
  pnpm: (project: string) => pnpm(project, "install", "--prefer-offline"),
};

test.for(["npm", "pnpm"] as const)(
  "installed by %s into an empty project, the documented calls type-check and run against a local org",
  async (installer) => {
    const project = await emptyProject(installer);
    await installers[installer](project);

    const tsc = join(root, "node_modules/typescript/bin/tsc");
    await expect(node(project, tsc, "-p", ".")).resolves.toEqual({ stdout: "", stderr: "" });

    const arx = (...args: readonly string[]): ReturnType<typeof node> =>
      node(project, join(project, "node_modules/@arx/cli/dist/main.js"), ...args);
    await arx("init");
    await settleIn(project);
    await using _org = await localOrg(project);
    const { stdout } = await node(project, "usage.ts");
    const { approvalId, ...rest } = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    expect(rest).toEqual({
      users: ["00u1a2b3c4d5e6f7g8"],
      login: "jdoe@acme.com",
      created: "PROVISIONED",
      groups: ["Engineering", "Engineering Managers", "Engineering On-call"],
      members: 3,
      events: 7,
    });
    expect(approvalId).toMatch(/^apr_/);
    await arx("approvals", "approve", String(approvalId), "--reason", "the laptop was stolen");
    await arx("approvals", "resume", String(approvalId));
    const john = await arx("run", "okta", "users:read_detail", "--user-id", "00u1a2b3c4d5e6f7g8", "--json");
    expect(JSON.parse(john.stdout)).toMatchObject({ status: "SUSPENDED" });
    const busy = await node(project, "busy.ts");
    expect(JSON.parse(busy.stdout)).toEqual({ units: expect.any(Number), faults: [] });
    expect((await arx("audit", "verify")).stdout).toMatch(/^org-acme: intact/);
  },
);

/** A project with our packages as its only dependencies, beside the types that TypeScript on Node.js needs. */
async function emptyProject(name: string): Promise<string> {
  const project = join(folder, name);
  await cp(fileURLToPath(new URL("consumer", import.meta.url)), project, { recursive: true });
  const types = readManifest(root).devDependencies?.["@types/node"];
  const manifest = {
    ...{ name: "consumer", private: true, type: "module" },
    dependencies: { ...tarballs, "@types/node": types },
    overrides: tarballs,
  };
  await writeFile(join(project, "package.json"), JSON.stringify(manifest));
  await writeFile(join(project, "pnpm-workspace.yaml"), JSON.stringify({ overrides: tarballs }));
  // Whatever is not in the tarballs must not be looked for elsewhere under our names: nothing listens there.
  await writeFile(join(project, ".npmrc"), "@arx:registry=http://127.0.0.1:9/\n");
  return project;
}

/** Runs Node.js in the project, with a home and keys of the project's own. */
function node(project: string, ...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, args, { cwd: project, env: environment(project) });
}

function environment(project: string): NodeJS.ProcessEnv {
  const own = { HOME: project, USERPROFILE: project, XDG_CONFIG_HOME: join(project, ".config") };
  const arx = { ARX_HOME: join(project, ".arx"), ARX_AGENT: "agent-001", ARX_ORG: "org-acme" };
  return { ...process.env, ...own, ...arx, NODE_NO_WARNINGS: "1", NO_COLOR: "1" };
}

/** Puts two of the example policies in force, and lets this machine's user approve what the user's own agent asks. */
async function settleIn(project: string): Promise<void> {
  const policies = join(project, ".arx/policies");
  await rm(policies, { recursive: true });
  for (const name of ["okta-readonly-soc.yaml", "okta-user-lifecycle.yaml"])
    await cp(join(root, "specs/policies", name), join(policies, name));
  const config = join(project, ".arx/arx.yaml");
  const text = await readFile(config, "utf8");
  await writeFile(config, text.replace(/^selfApproval: false/m, "selfApproval: true"));
}

/** A local org in a process of its own, whose credentials are put into the project's vault. */
async function localOrg(project: string): Promise<AsyncDisposable> {
  const main = join(project, "node_modules/@arx/cli/dist/main.js");
  const org: ChildProcess = spawn(process.execPath, [main, "sim", "--port", "0", "--vault"], {
    ...{ cwd: project, env: environment(project) },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const first = await createInterface({ input: org.stdout! })[Symbol.asyncIterator]().next();
  expect(first.value).toMatch(/^org at http:\/\/127\.0\.0\.1:\d+$/);
  return {
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => org.once("close", resolve));
      org.kill();
      await ended;
    },
  };
}
