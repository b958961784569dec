import type { Command } from "commander";
import { EmbeddedVault, keySourceFrom, readConfig, Secret } from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { homeOf } from "../home/home.ts";
import { readText } from "../options.ts";
import { formatTable } from "../output/table.ts";
import { document } from "../program.ts";
import { askSecret } from "../prompt.ts";

/** `arx vault set / ls / rm / rotate-key` */
export function define(command: Command, context: Context): void {
  const { terminal } = context;
  document(
    command
      .command("set")
      .description("keep a value; asks for it unseen, or reads it from standard input")
      .argument("<path>", "such as okta")
      .argument("<field>", "such as api_token")
      .action(async (path: string, field: string) => {
        await using vault = openVault(context);
        const value = await valueFor(path, field, context);
        await vault.set(path, field, value);
        terminal.show({ path, field }, () => `kept ${path} ${field}`);
      }),
    ["arx vault set okta api_token", "pass show okta/token | arx vault set okta api_token"],
    "{path, field}",
  );
  document(
    command
      .command("ls")
      .description("list paths and the names of their fields; values are never shown")
      .action(async () => {
        await using vault = openVault(context);
        const found = await vault.list();
        terminal.show(found, () =>
          formatTable(
            ["PATH", "FIELDS"],
            found.map(({ path, fields }) => [path, fields.join(", ")]),
          ),
        );
      }),
    ["arx vault ls"],
    "[{path, fields: [name]}]",
  );
  document(
    command
      .command("rm")
      .description("remove a field, or all fields of a path")
      .argument("<path>")
      .argument("[field]")
      .action(async (path: string, field: string | undefined) => {
        await using vault = openVault(context);
        const removed = await vault.remove(path, field);
        if (!removed)
          throw usageError(
            `the vault holds nothing at ${[path, field].filter(Boolean).join(" ")}`,
            "see `arx vault ls`",
          );
        terminal.show(
          { path, ...(field !== undefined && { field }) },
          () => `removed ${[path, field].filter(Boolean).join(" ")}`,
        );
      }),
    ["arx vault rm okta api_token", "arx vault rm okta"],
    "{path, field?}",
  );
  document(
    command
      .command("rotate-key")
      .description("encrypt everything anew under the next key")
      .action(async () => {
        await using vault = openVault(context);
        const keyId = await vault.rotateKey();
        terminal.show(
          { keyId },
          () => `the vault is under the key ${keyId}; copies from before need the old one`,
        );
      }),
    ["arx vault rotate-key"],
    "{keyId}",
  );
  document(command, ["arx vault set okta domain", "arx vault ls"]);
}

/** The home's vault, for people: no permit is involved, for nothing is sent. */
export function openVault(context: Context): EmbeddedVault & AsyncDisposable {
  const home = homeOf(context);
  const { vault: choice } = readConfig(home, context.env);
  if (choice !== "embedded") {
    const where = typeof choice === "string" ? choice : "kv2 engine";
    throw usageError(
      `this home's credentials are in the ${where}, not in its own vault`,
      "keep them there, or set vault: embedded in arx.yaml",
    );
  }
  const vault = EmbeddedVault.open({ file: home.vault, keys: keySourceFrom(context.env, home.folder) });
  return Object.assign(vault, { [Symbol.asyncDispose]: () => vault.close() });
}

async function valueFor(path: string, field: string, context: Context): Promise<Secret> {
  if (context.terminal.interactive) return new Secret(await askSecret(`${path} ${field}`, context.signal));
  if (process.stdin.isTTY)
    throw usageError(
      "there is nobody to ask for the value",
      "pipe it: printf %s VALUE | arx vault set PATH FIELD",
    );
  // One line end is the pipe's, not the value's.
  return new Secret((await readText("-")).replace(/\r?\n$/, ""));
}
