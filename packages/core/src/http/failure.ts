import type { Operation } from "../connector/operation.ts";
import { answered, ApiError, type ApiFault } from "../errors/api-error.ts";
import { ApiUnreachableError } from "../errors/api-unreachable-error.ts";
import { OutcomeUnknownError } from "../errors/outcome-unknown-error.ts";
import { RateLimitedError } from "../errors/rate-limited-error.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import type { Deadline } from "./deadline.ts";
import { isSafe } from "./retry.ts";
import { TransportFault } from "./transport.ts";

/** What a call ends with that got no whole answer. */
export function unanswered(operation: Operation, fault: TransportFault, deadline: Deadline): unknown {
  const { signal, passed } = deadline;
  const inDoubt = fault.sent && !isSafe(operation);
  const isCutOff = passed || signal.reason instanceof TransportFault;
  const why = isCutOff ? (signal.reason as Error).message : fault.message;
  if (inDoubt) return new OutcomeUnknownError(operation.id, why, { cause: fault });
  if (signal.aborted && !passed) return signal.reason;
  if (fault.sent && fault.final)
    return new UnexpectedAnswerError(operation.id, fault.message, { cause: fault });
  return new ApiUnreachableError(operation.id, why, { cause: fault });
}

/**
 * What a call ends with that the API refused. A server's failure while it worked on a write is no proof that the write
 * did not happen.
 * @param retryAfterMs when there is likely to be room again, for an API that refused because of its limits
 */
export function refused(operation: Operation, fault: ApiFault, retryAfterMs: number): Error {
  const error = new ApiError(operation.id, fault);
  if (fault.status === 429) {
    return new RateLimitedError(
      operation.id,
      "the API refused it again and again for its rate limit",
      retryAfterMs,
      { cause: error },
    );
  }
  const inDoubt = fault.status >= 500 && fault.status !== 501 && !isSafe(operation);
  return inDoubt ? new OutcomeUnknownError(operation.id, answered(fault), { cause: error }) : error;
}
