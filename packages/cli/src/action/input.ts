import type { Command } from "commander";
import type { Operation } from "@arx/core";
import { usageError } from "../errors.ts";
import { readText } from "../options.ts";
import { type InputFlags, inputOf } from "./flags.ts";

/** What of a command line makes an action's input, beside its flags. */
export interface InputSource {
  /** A file with a JSON object, or `-`. */
  readonly input?: string;
  /** How many items are wanted at most. */
  readonly limit?: number;
}

/**
 * An action's input: what a file says, and the flags over it.
 * @throws CliError (usage) if the file holds no JSON object, or nothing names the target
 */
export async function inputFrom(
  command: Command,
  operation: Operation,
  flags: InputFlags,
  source: InputSource,
): Promise<Record<string, unknown>> {
  const { input: file, limit } = source;
  const whole = file === undefined ? {} : parseInputText(await readText(file), file);
  const input: Record<string, unknown> = { ...whole, ...inputOf(command, flags) };
  for (const { name, in: place } of operation.parameters) {
    const flag = flags.flags.find((one) => one.name === name)?.flag ?? name;
    if (place === "path" && input[name] === undefined)
      throw usageError(
        `--${flag} is missing`,
        `${operation.id} needs it: see \`arx run ${command.parent?.name() ?? "CONNECTOR"} ${operation.id} --help\``,
      );
  }
  const { pageSize } = flags;
  // A page longer than what is asked for would be fetched for nothing.
  if (pageSize && limit !== undefined) input[pageSize.name] ??= Math.min(limit, pageSize.most);
  return input;
}

function parseInputText(text: string, from: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below: what is no JSON is no object either. Its text may hold a secret and is not repeated.
  }
  throw usageError(`--input ${from} holds no JSON object`, 'give one such as {"userId": "..."}');
}
