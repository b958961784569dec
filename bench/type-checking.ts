import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@hey-api/openapi-ts";
import { inTurns, type Row } from "./measure.ts";
import { hey, openApiDocument, versioned } from "./peers.ts";

const run = promisify(execFile);
const rounds = 3;
const root = fileURLToPath(new URL("../", import.meta.url));

/** What the compiler says of a run. */
interface Checked {
  readonly instantiations: number;
  readonly ms: number;
}

/** What the compiler does for a caller of the client, and for the generated sources themselves. */
export async function typeChecking(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "arx-checked-"));
  try {
    const generated = join(folder, "generated");
    await createClient({
      ...{ input: openApiDocument, output: { path: generated }, logs: { level: "silent", file: false } },
    });
    const sdk = join(generated, "index.ts");
    const peerName = versioned(hey);
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    const [callOurs, callPeer] = [join(folder, "ours.ts"), join(folder, "peer.ts")];
    await writeFile(
      callOurs,
      `import { OktaConnector } from "@arx/okta";
const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-acme" });
export const login: string | null | undefined = (await okta.getUser("00u1")).profile.login;
`,
    );
    await writeFile(
      callPeer,
      `import { getUser } from "./generated/index.ts";
export const login: string | null | undefined = (await getUser({ path: { userId: "00u1" } })).data?.profile?.login;
`,
    );
    return [
      ...(await compared("a call of the client", callOurs, callPeer, peerName)),
      ...(await compared("all generated sources", join(root, "packages/okta/src/index.ts"), sdk, peerName)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compared(what: string, ours: string, peer: string, peerName: string): Promise<readonly Row[]> {
  const checked = await inTurns(
    rounds,
    () => check(ours),
    () => check(peer),
  );
  const row = (of: string, unit: string, figure: (one: Checked) => number): Row => ({
    ...{ what: `${of} ${what}`, unit, peerName },
    ...{ ours: checked.ours.map(figure), peer: checked.peer.map(figure) },
  });
  return [
    row("type-check", "ms", ({ ms }) => ms),
    row("types made for", "instantiations", ({ instantiations }) => instantiations),
  ];
}

async function check(file: string): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), "arx-tsconfig-"));
  const config = join(folder, "tsconfig.json");
  const compilerOptions = {
    ...{
      target: "es2024",
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    },
    ...{ allowImportingTsExtensions: true, types: ["node"], typeRoots: [join(root, "node_modules/@types")] },
    paths: { "@arx/okta": [join(root, "packages/okta/dist/index.d.ts")] },
  };
  try {
    await writeFile(config, JSON.stringify({ compilerOptions, files: [file] }));
    const { stdout } = await run(process.execPath, [compiler(), "-p", config, "--extendedDiagnostics"]);
    const said = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1] ?? Number.NaN);
    return { instantiations: said("Instantiations"), ms: said("Total time") * 1000 };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The compiler that the repository itself is checked with. */
function compiler(): string {
  const manifest = createRequire(join(root, "package.json")).resolve("typescript/package.json");
  return join(dirname(manifest), "bin/tsc");
}
