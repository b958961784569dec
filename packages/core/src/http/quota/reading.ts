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
  /**
   * By the server's own clock, in milliseconds since the epoch: what tells one window from another. Absent where the
   * answer named a moment that is too far away to be right; `inMs` is then as long as it is believed.
   */
  readonly at?: number;
}

/**
 * How long an API that says when to come back is believed, and one whose spec does not say how long its windows are: an
 * hour, in milliseconds. One wrong number must not close a bucket for days; whoever really means days is asked in vain
 * once an hour.
 */
const longestMs = 3_600_000;

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

/** When an API that refuses wants to be asked again (RFC 9110, 10.2.3), if it says so. @param wallNow as of {@link readRate} */
export function retryAfter(answer: HttpAnswer, wallNow: number): WindowEnd | undefined {
  const after = header(answer, "retry-after");
  if (after === undefined) return undefined;
  const now = serverNow(answer) ?? wallNow;
  const seconds = Number(after);
  const ms = Number.isNaN(seconds) ? Date.parse(after) - now : seconds * 1000;
  return Number.isFinite(ms) ? believed(ms, now + ms, longestMs) : undefined;
}

function endOf(limits: Limits, answer: HttpAnswer, wallNow: number): WindowEnd | undefined {
  const asked = answer.status === 429 ? retryAfter(answer, wallNow) : undefined;
  if (asked) return asked;
  const reset = least(answer, limits.reset);
  if (reset === undefined) return undefined;
  const now = serverNow(answer) ?? wallNow;
  // No window ends later than it is long; twice that, because the spec may be wrong, and clocks are.
  const mostMs = limits.windowMs === undefined ? longestMs : 2 * limits.windowMs;
  if (limits.resetUnit === "delay-seconds") return believed(reset * 1000, now + reset * 1000, mostMs);
  // Both instants are cut to whole seconds, hence one more.
  return believed(reset * 1000 - now + 1000, reset * 1000, mostMs);
}

/** The server's own date tells how far away its instants are; our clock may be off by minutes. */
function serverNow(answer: HttpAnswer): number | undefined {
  const text = header(answer, "date") ?? "";
  if (text !== lastDate.text) lastDate = { text, ms: Date.parse(text) };
  return Number.isNaN(lastDate.ms) ? undefined : lastDate.ms;
}

/** Many answers come in one second. */
let lastDate = { text: "", ms: Number.NaN };

/** A window that its server ends late seems to have ended already, hence at least a second. */
function believed(inMs: number, at: number, mostMs: number): WindowEnd {
  return inMs > mostMs ? { inMs: mostMs } : { inMs: Math.max(1000, inMs), at };
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
