import type { Limits, Operation } from "../connector/operation.ts";
import type { Clock } from "../runtime/clock.ts";
import { header, type HttpAnswer } from "./transport.ts";

const longestWaitMs = 65_000;

/**
 * How long to wait before the same request may be sent again, in milliseconds; undefined: it may not.
 * A 429 was not processed, so any method may be repeated; a failing gateway tells nothing, so only reads are.
 */
export function retryDelay(
  limits: Limits | undefined,
  operation: Operation,
  answer: HttpAnswer,
  attempt: number,
  clock: Clock,
): number | undefined {
  if (answer.status === 429) return rateLimitDelay(limits, answer, attempt, clock);
  const safe = operation.method === "GET" || operation.method === "HEAD";
  return safe && [502, 503, 504].includes(answer.status) ? jitter(250 * 2 ** attempt) : undefined;
}

function rateLimitDelay(limits: Limits | undefined, answer: HttpAnswer, attempt: number, clock: Clock): number | undefined {
  const retryAfter = Number(header(answer, "retry-after"));
  if (Number.isFinite(retryAfter) && retryAfter > 0) return bounded(retryAfter * 1000);
  const reset = Number(header(answer, limits?.reset));
  // A ceiling of 0 marks a limit on requests in flight: its reset time means nothing, backing off does.
  if (!Number.isFinite(reset) || reset <= 0 || header(answer, limits?.limit) === "0") return jitter(500 * 2 ** attempt);
  if (limits?.resetUnit === "delay-seconds") return bounded(reset * 1000);
  // The server's own clock tells how far away its instant is; ours may be off by minutes.
  const date = Date.parse(header(answer, "date") ?? "");
  return bounded(reset * 1000 - (Number.isNaN(date) ? clock.now() : date) + 1000);
}

/** At least a second, with jitter on top so that waiters do not return at once; none at all if it takes too long. */
function bounded(ms: number): number | undefined {
  return ms > longestWaitMs ? undefined : Math.max(1000, ms) + Math.round(Math.random() * 500);
}

function jitter(ms: number): number {
  return Math.round(ms * (0.5 + Math.random() / 2));
}
