import type { ExitName } from "./exit-codes.ts";

/** Something that the command line itself found wrong, with what to do about it. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** Stable and in snake_case. */
  readonly code: string;
  readonly exit: ExitName;
  readonly remedy: string | undefined;

  constructor(exit: ExitName, code: string, message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.exit = exit;
    this.remedy = remedy;
  }
}

/** What was asked for can't be meant. */
export function usageError(message: string, remedy?: string): CliError {
  return new CliError("usage", "usage", message, remedy);
}

/** Ctrl-C, or a prompt that was left. */
export function interrupted(what = "interrupted"): CliError {
  return new CliError("interrupted", "interrupted", what);
}
