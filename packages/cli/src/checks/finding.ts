import { problemOf } from "../output/problem.ts";

/** What was looked at, and what was found. */
export interface Finding {
  readonly what: string;
  readonly status: "ok" | "warning" | "failed" | "skipped";
  readonly message: string;
  readonly remedy?: string;
}

/** All is well. */
export const ok = (what: string, message: string): Finding => ({ what, status: "ok", message });

/** It could not be looked at. */
export const skipped = (what: string, message: string): Finding => ({ what, status: "skipped", message });

/** What an error says of the thing that was looked at. */
export function failed(what: string, error: unknown): Finding {
  const { message, remedy } = problemOf(error);
  return { what, status: "failed", message, ...(remedy !== undefined && { remedy }) };
}
