import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { InvalidArgumentError, Option } from "commander";
import { CliError } from "./errors.ts";

/** An option with a closed list of values. */
export function choice(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values);
}

/** An argument that is a whole number from `least` on, to `most` where that is given. */
export function wholeNumber(least: number, most?: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    const fits = Number.isSafeInteger(number) && number >= least && number <= (most ?? number);
    if (/^\d+$/.test(value) && fits) return number;
    throw new InvalidArgumentError(
      `give a whole number from ${least} ${most === undefined ? "on" : `to ${most}`}.`,
    );
  };
}

/** A day. */
export const dayMs = 86_400_000;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: dayMs };

/** An argument that is a length of time, such as `90s`, `10m`, `2h`; in milliseconds. */
export function duration(value: string): number {
  const [, count, unit = "s"] = /^(\d+)(ms|s|m|h|d)?$/.exec(value) ?? [];
  if (count !== undefined) return Number(count) * (units[unit] ?? 1);
  throw new InvalidArgumentError("give a length of time such as 30s, 10m or 2h.");
}

/** An argument that is an instant (RFC 3339) or a length of time ago, such as `2h`; in milliseconds since the epoch. */
export function instant(value: string): number {
  if (/^\d+(ms|s|m|h|d)$/.test(value)) return Date.now() - duration(value);
  const at = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?$/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError("give an instant such as 2030-12-31T23:59:59Z, or a time ago such as 2h.");
}

/**
 * The text of a file, or of standard input for `-`.
 * @throws CliError (usage) if it can't be read
 */
export async function readText(file: string): Promise<string> {
  try {
    return file === "-" ? await readAll(process.stdin) : await readFile(file, "utf8");
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new CliError(
      "usage",
      "unreadable_file",
      `${file} can't be read (${why})`,
      "name a file that is there, or - for standard input",
      { cause },
    );
  }
}
