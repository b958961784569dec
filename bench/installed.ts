import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** A folder with packages and what they need in production, as a user of npm gets them. */
export interface Installed extends AsyncDisposable {
  readonly folder: string;
}

/** Packs a package of this repository with those that it needs, and installs them. Asks the registry for the rest. */
export async function installOurs(name: string): Promise<Installed> {
  const tarballs = await mkdtemp(join(tmpdir(), "arx-packed-"));
  const { packageManager } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    readonly packageManager: string;
  };
  try {
    const pack = ["--filter", `${name}...`, "pack", "--pack-destination", tarballs];
    await run("npx", ["-y", packageManager, ...pack], { cwd: root });
    return await install((await readdir(tarballs)).map((file) => join(tarballs, file)));
  } finally {
    await rm(tarballs, { recursive: true });
  }
}

/** Installs packages by their specifiers. */
export async function install(specifiers: readonly string[]): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), "arx-installed-"));
  const installed = { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  const quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  try {
    await writeFile(join(folder, "package.json"), '{ "private": true }');
    await run("npm", ["install", ...quietly, ...specifiers], { cwd: folder });
    return installed;
  } catch (error) {
    await installed[Symbol.asyncDispose]();
    throw error;
  }
}
