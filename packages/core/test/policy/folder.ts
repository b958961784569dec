import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real folder of its own, removed when its scope ends. */
export interface PolicyFolder extends AsyncDisposable {
  readonly path: string;
  write(name: string, content: string | Uint8Array): Promise<void>;
}

export async function policyFolder(files: Readonly<Record<string, string>> = {}): Promise<PolicyFolder> {
  const path = await mkdtemp(join(tmpdir(), "arx-policies-"));
  const write = (name: string, content: string | Uint8Array): Promise<void> =>
    writeFile(join(path, name), content);
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return { path, write, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The text of a policy that lets every agent do some operations. */
export const granting = (name: string, ...operations: readonly string[]): string =>
  JSON.stringify([{ name, connector: "okta", operations, risk_max: "low" }]);
