import type { Command } from "commander";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { exitCodes, exitMeanings, formatExitCodes } from "../exit-codes.ts";
import { defineCommands, document, rootCommand } from "../program.ts";

const environment = `ARX_HOME            the Arx home
ARX_AGENT           the agent that acts; instead of agent: in arx.yaml
ARX_ORG             the organisation; instead of org: in arx.yaml
ARX_VAULT           embedded, environment or kv2; instead of vault: in arx.yaml
ARX_VAULT_MOUNT     where the kv2 engine is mounted; instead of mount: in arx.yaml
ARX_VAULT_PREFIX    put before each path in the kv2 engine; instead of prefix: in arx.yaml
ARX_VAULT_KEY       the vault's key, base64; instead of its key file
ARX_VAULT_KEY_FILE  the vault's key file
ARX_AUDIT_KEY       the audit key, 32 bytes in base64; instead of its key file
ARX_SECRET_...      credentials, where the vault is environment; ARX_SECRET_<PATH>_<FIELD>
VAULT_ADDR          the kv2 server; instead of address: in arx.yaml
VAULT_NAMESPACE     its namespace; instead of namespace: in arx.yaml
VAULT_CACERT        the authorities to trust for it, PEM; instead of ca_file: in arx.yaml
VAULT_TOKEN         signs in to the kv2 vault; or VAULT_ROLE_ID and VAULT_SECRET_ID
XDG_CONFIG_HOME     where key files are: arx/keys in it (default: ~/.config)
HTTPS_PROXY         the proxy that APIs are reached through; else HTTP_PROXY
NO_PROXY            hosts that are reached without it
NO_COLOR            no colours`;

const json = `Every command prints with --json one JSON document on standard output; commands that go on for as long as there is
something to tell (audit tail, audit export, sim) print one a line. The --help of a command tells its shape.

An error is one line on standard error:
  {"error":{"code":"approval_pending","message":"...","remedy":"...","exit":"pending","exitCode":4,
            "retryable":false,"actionId":"...","approvalId":"..."}}
  code is stable; exit and exitCode are those of \`arx help exit-codes\`; the last three are there where they apply.`;

/** `arx help [topic or command]` */
export function define(command: Command, context: Context): void {
  command
    .argument("[about...]", "a command, or exit-codes, environment, json")
    .action(async (about: readonly string[]) => {
      const { terminal } = context;
      const [topic] = about;
      if (topic === "exit-codes") return terminal.show(exitCodeRows(), formatExitCodes);
      if (topic === "environment") return terminal.data(environment);
      if (topic === "json") return terminal.data(json);
      const program = rootCommand();
      await defineCommands(program, about, context);
      let found: Command = program;
      for (const name of about) {
        const next = found.commands.find((candidate) => candidate.name() === name);
        if (!next)
          throw usageError(
            `there is no command or topic ${JSON.stringify(about.join(" "))}`,
            "see `arx --help`",
          );
        found = next;
      }
      terminal.data(found.helpInformation().trimEnd());
    });
  document(
    command,
    ["arx help exit-codes", "arx help policy diff"],
    "exit-codes: [{name, code, meaning}]; other topics are text",
  );
}

function exitCodeRows(): readonly object[] {
  return Object.entries(exitCodes).map(([name, code]) => ({
    name,
    code,
    meaning: exitMeanings[name as keyof typeof exitCodes],
  }));
}
