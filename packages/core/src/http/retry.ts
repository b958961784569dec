import type { Operation } from "../connector/operation.ts";
import { retryAfter } from "./quota/reading.ts";
import type { HttpAnswer } from "./transport.ts";

/** How often one request of an action is sent at most, for whatever reasons. */
export const maxAttempts = 5;

const longestWaitMs = 30_000;

/** Whether an operation changes nothing, so that sending it again can do no harm (RFC 9110, 9.2.1). */
export function isSafe({ method }: Pick<Operation, "method">): boolean {
  return method === "GET" || method === "HEAD";
}

/** How long to wait before attempt `attempt + 1`, in milliseconds: doubling, with jitter so that callers spread. */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(Math.min(longestWaitMs, 250 * 2 ** attempt) * (0.5 + random() / 2));
}

/**
 * How long to wait before a read that a failing server or gateway answered may be sent again, in milliseconds;
 * undefined: it may not. That a write failed so is no proof that it was not carried out.
 * @param wallNow milliseconds since the epoch, for answers that carry no date of their own
 */
export function afterFailure(
  operation: Operation,
  answer: HttpAnswer,
  attempt: number,
  random: () => number,
  wallNow: number,
): number | undefined {
  if (!isSafe(operation) || ![502, 503, 504].includes(answer.status)) return undefined;
  const asked = retryAfter(answer, wallNow);
  if (asked === undefined) return backoff(attempt, random);
  return asked.inMs > longestWaitMs ? undefined : asked.inMs + Math.round(random() * 250);
}
