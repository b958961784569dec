import type { Command } from "commander";
import { Secret } from "@arx/core";
import { startOktaSim } from "@arx/okta-sim";
import type { Context } from "../context.ts";
import { wholeNumber } from "../options.ts";
import { jsonText } from "../terminal.ts";
import { document } from "../program.ts";
import { openVault } from "./vault.ts";

interface Options {
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly seed?: string;
  readonly vault?: string | true;
}

/** `arx sim` */
export function define(command: Command, context: Context): void {
  command
    .option("--port <number>", "the port to listen on; 0 takes a free one", wholeNumber(0, 65_535), 4010)
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--token <token>", "the API token to accept (default: a new one)")
    .option("--seed <file>", "what the org holds, YAML or JSON (default: the built-in one)")
    .option("--vault [path]", "put its address and token into the home's vault (path: okta)")
    .action(async ({ vault, ...options }: Options) => {
      const { terminal, signal } = context;
      await using org = await startOktaSim(options);
      const { url, token } = org;
      if (vault !== undefined) await keep(context, vault === true ? "okta" : vault, url, token);
      terminal.data(terminal.json ? jsonText({ url, token }) : `org at ${url}\ntoken  ${token}`);
      terminal.note("Ctrl-C ends it");
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    });
  document(
    command,
    ["arx sim", "arx sim --port 0 --vault", "arx sim --json"],
    "{url, token}, one line when it listens",
  );
}

async function keep(context: Context, path: string, url: string, token: string): Promise<void> {
  await using vault = openVault(context);
  await vault.set(path, "domain", new Secret(url));
  await vault.set(path, "api_token", new Secret(token));
  context.terminal.note(`its address and token are in the vault at ${path}`);
}
