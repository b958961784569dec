import type { Limits } from "../../connector/operation.ts";
import { header, type HttpAnswer } from "../transport.ts";

/** What an answer says of its rate limit. */
export interface Reading {
  /** Requests a window. */
  readonly limit?: number;
  /** Requests that are left in this window. */
  readonly left?: number;
  /** When the window ends, or when the API wants to be asked again. */
  readonly end?: WindowEnd;
}

/** The end of a window. */
export interface WindowEnd {
  /** In how many milliseconds; at least a second. */
  readonly inMs: number;
  /** By the server's own clock, in milliseconds since the epoch: what tells one window from another. */
  readonly at: number;
}

/**
 * Reads an answer's rate limit.
 * @param wallNow milliseconds since the epoch, for answers that carry no date of their own
 */
export function readRate(limits: Limits, answer: HttpAnswer, wallNow: number): Reading {
  const limit = least(answer, limits.limit);
  const left = least(answer, limits.remaining);
  const end = endOf(limits, answer, wallNow);
  return {
    ...(limit !== undefined && { limit }),
    ...(left !== undefined && { left }),
    ...(end !== undefined && { end }),
  };
}

function endOf(limits: Limits, answer: HttpAnswer, wallNow: number): WindowEnd | undefined {
  const after = answer.status === 429 ? header(answer, "retry-after") : undefined;
  const reset = least(answer, limits.reset);
  if (after === undefined && reset === undefined) return undefined;
  // The server's own date tells how far away its instants are; our clock may be off by minutes.
  const date = Date.parse(header(answer, "date") ?? "");
  const now = Number.isNaN(date) ? wallNow : date;
  if (after !== undefined) {
    const seconds = Number(after);
    const ms = Number.isNaN(seconds) ? Date.parse(after) - now : seconds * 1000;
    if (Number.isFinite(ms)) return { inMs: Math.max(1000, ms), at: now + ms };
  }
  if (reset === undefined) return undefined;
  if (limits.resetUnit === "delay-seconds")
    return { inMs: Math.max(1000, reset * 1000), at: now + reset * 1000 };
  // Both instants are cut to whole seconds, hence one more; and a window that its server ends late seems to have ended
  // already, hence at least one.
  return { inMs: Math.max(1000, reset * 1000 - now + 1000), at: reset * 1000 };
}

/** A field that came several times, or holds several values, means the strictest of them. */
function least(answer: HttpAnswer, field: string | undefined): number | undefined {
  const value = field === undefined ? undefined : answer.headers[field.toLowerCase()];
  if (value === undefined) return undefined;
  if (typeof value === "string" && !value.includes(",")) return count(value);
  const all = (typeof value === "string" ? [value] : value).flatMap((line) => line.split(",")).map(count);
  const numbers = all.filter((one) => one !== undefined);
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

function count(text: string): number | undefined {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
