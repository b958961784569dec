#!/usr/bin/env node
import { parseArgs } from "node:util";
import { SeedError } from "./seed/load.ts";
import { type OktaSimOptions, startOktaSim } from "./start.ts";

const HELP = `okta-sim: a local Okta org over HTTP

  okta-sim [--port N] [--host ADDRESS] [--token TOKEN] [--seed FILE]

  --port N        the port to listen on (default 4010; 0 takes a free one)
  --host ADDRESS  the address to listen on (default 127.0.0.1)
  --token TOKEN   the API token to accept (default: a new one, printed)
  --seed FILE     a YAML or JSON file with what the org holds (default: the built-in Acme org)
  --help          this text
`;
const DEFAULT_PORT = 4010;

/** What the user asked for can't be done as asked. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

function readOptions(args: readonly string[]): OktaSimOptions | "help" {
  const { port = String(DEFAULT_PORT), host, token, seed, help } = parse(args);
  if (help) return "help";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port} is not a port: give a number from 0 to 65535`);
  }
  if (token === "") throw new UsageError("--token is empty");
  return { port: Number(port), ...(host && { host }), ...(token && { token }), ...(seed && { seed }) };
}

interface Flags {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly token?: string | undefined;
  readonly seed?: string | undefined;
  readonly help?: boolean | undefined;
}

function parse(args: readonly string[]): Flags {
  const options = {
    port: { type: "string" },
    host: { type: "string" },
    token: { type: "string" },
    seed: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split("\n")[0]} (see okta-sim --help)`);
  }
}

function explain(error: unknown): string {
  const { code, message, port, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === "EADDRINUSE")
    return `port ${port} is taken: give another one with --port, or 0 for a free one`;
  if (code === "EACCES")
    return `port ${port} needs rights that you don't have: give one above 1023 with --port`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `${address ?? "the host"} is not an address of this machine: give another one with --host`;
  }
  return message;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(HELP);
    return;
  }
  const sim = await startOktaSim(options);
  process.stdout.write(`Okta org at ${sim.url}\n`);
  process.stdout.write(`Try: curl -H 'Authorization: SSWS ${sim.token}' ${sim.url}/api/v1/users/me\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sim.close());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`okta-sim: ${explain(error)}\n`);
  process.exitCode = error instanceof UsageError || error instanceof SeedError ? 2 : 1;
}
