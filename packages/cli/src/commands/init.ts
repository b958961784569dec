import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { type Home, initHome, keyFolder, readConfig } from "@arx/core";
import type { Context } from "../context.ts";
import { loadConnectors } from "../home/connectors.ts";
import { examplePolicies } from "../home/example-policies.ts";
import { newConfig } from "../home/new-config.ts";
import { document } from "../program.ts";

/** New, and for its owner to change: what others may write is not read back, whatever the umask lets them. */
const forOneToChange = { flag: "wx", mode: 0o644 };

/** `arx init [folder]` */
export function define(command: Command, context: Context): void {
  command
    .argument("[folder]", "where to make it (default: --home, else ARX_HOME, else ./.arx)")
    .action(async (given: string | undefined) => {
      const { terminal, env, flags } = context;
      const folder = resolve(given ?? flags.home ?? env["ARX_HOME"] ?? ".arx");
      const keys = keyFolder(env);
      const before = new Set([...filesIn(folder), ...filesIn(keys)]);
      const home = initHome(folder, env);
      await fill(home, env);
      const made = [...filesIn(folder), ...filesIn(keys)].filter((file) => !before.has(file));
      terminal.show(
        { home: folder, made },
        () =>
          made.map((file) => `${meaningOf(file, home, keys).padEnd(24)} ${file}`).join("\n") ||
          `${folder} has everything already`,
      );
      terminal.note(
        `\nNext: put credentials into the vault (arx vault set), read ${home.policies}, then arx check`,
      );
    });
  document(command, ["arx init", "arx init ~/.arx"], "{home, made: [file]}");
}

/** What is there stays as it is. */
async function fill(home: Home, env: NodeJS.ProcessEnv): Promise<void> {
  if (!existsSync(home.config)) writeFileSync(home.config, newConfig, forOneToChange);
  if (readdirSync(home.policies).some((name) => /\.ya?ml$/i.test(name))) return;
  for (const { catalog } of await loadConnectors(readConfig(home, env).connectors, home.folder)) {
    const file = join(home.policies, `${catalog.connector}.yaml`);
    writeFileSync(file, examplePolicies(catalog.connector), forOneToChange);
  }
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function meaningOf(file: string, home: Home, keys: string): string {
  if (file === home.vault) return "vault, encrypted";
  if (file === home.config) return "configuration";
  if (file === join(home.folder, "id")) return "the home's id";
  if (file.startsWith(home.policies)) return "example policies";
  if (!file.startsWith(keys)) return "data";
  return file.endsWith(".audit.key") ? "key of the audit log" : "key, keep it safe";
}
