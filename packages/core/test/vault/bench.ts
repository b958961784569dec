import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { EmbeddedVault } from "../../src/vault/embedded.ts";
import { type KeySource, keySourceFrom } from "../../src/vault/key-source.ts";
import { Secret } from "../../src/vault/secret.ts";
import type { SecretBundle } from "../../src/vault/vault.ts";

export interface Folders {
  readonly root: string;
  readonly home: string;
  readonly config: string;
  readonly file: string;
}

/** A home and a config folder that are gone when the test ends. */
export function folders(): Folders {
  const root = mkdtempSync(join(tmpdir(), "arx-vault-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const home = join(root, "home");
  mkdirSync(home);
  return { root, home, config: join(root, "config"), file: join(home, "vault.db") };
}

export interface EmbeddedBench extends Folders {
  readonly vault: EmbeddedVault;
  readonly keys: KeySource;
  readonly open: () => EmbeddedVault;
}

/** A new embedded vault with its key in a file; `open` opens it once more, as another process would. */
export function embedded(env: NodeJS.ProcessEnv = {}): EmbeddedBench {
  const place = folders();
  const source = (): KeySource => keySourceFrom({ XDG_CONFIG_HOME: place.config, ...env }, place.home);
  const vaults = [EmbeddedVault.create({ file: place.file, keys: source() })];
  onTestFinished(async () => void (await Promise.all(vaults.map((vault) => vault.close()))));
  const open = (): EmbeddedVault => {
    const vault = EmbeddedVault.open({ file: place.file, keys: source() });
    vaults.push(vault);
    return vault;
  };
  return { ...place, vault: vaults[0] as EmbeddedVault, keys: source(), open };
}

export function secret(value: string): Secret {
  return new Secret(value);
}

/** The values of a bundle, for comparison. */
export function plain({ fields }: SecretBundle): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.reveal()]));
}
