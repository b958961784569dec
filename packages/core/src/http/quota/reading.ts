import type { Limits } from "../../connector/operation.ts";
import { header, type HttpAnswer } from "../transport.ts";

/** What an answer says of its rate limit. */
export interface Reading {
  /** Requests a window. */
  readonly limit?: number;
  /** Requests that are left in this window. */
  readonly left?: number;
  /** Milliseconds until the window ends, or until the API wants to be asked again. */
  readonly endsInMs?: number;
}

/**
 * Reads an answer's rate limit.
 * @param wallNow milliseconds since the epoch, for answers that carry no date of their own
 */
export function readRate(limits: Limits, answer: HttpAnswer, wallNow: number): Reading {
  const limit = least(answer, limits.limit);
  const left = least(answer, limits.remaining);
  const endsInMs = endOf(limits, answer, wallNow);
  return {
    ...(limit !== undefined && { limit }),
    ...(left !== undefined && { left }),
    ...(endsInMs !== undefined && { endsInMs }),
  };
}

function endOf(limits: Limits, answer: HttpAnswer, wallNow: number): number | undefined {
  const after = answer.status === 429 ? header(answer, "retry-after") : undefined;
  if (after !== undefined) {
    const seconds = Number(after);
    const ms = Number.isNaN(seconds) ? Date.parse(after) - serverNow(answer, wallNow) : seconds * 1000;
    if (Number.isFinite(ms)) return Math.max(1000, ms);
  }
  const reset = least(answer, limits.reset);
  if (reset === undefined) return undefined;
  if (limits.resetUnit === "delay-seconds") return Math.max(1000, reset * 1000);
  // The server's own date tells how far away its instant is; our clock may be off by minutes. Both are cut to whole
  // seconds, hence one more; and a window that its server ends late seems to have ended already, hence at least one.
  return Math.max(1000, reset * 1000 - serverNow(answer, wallNow) + 1000);
}

function serverNow(answer: HttpAnswer, wallNow: number): number {
  const date = Date.parse(header(answer, "date") ?? "");
  return Number.isNaN(date) ? wallNow : date;
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
