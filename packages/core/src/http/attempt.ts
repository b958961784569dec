import type { SecretBundle } from "../vault/vault.ts";
import type { Deadline } from "./deadline.ts";
import type { Attempt, ExchangeContext } from "./exchange-context.ts";
import type { Bucket } from "./quota/bucket.ts";
import type { HttpRequest } from "./request.ts";
import type { Route } from "./route.ts";
import { header, type HttpAnswer, TransportFault } from "./transport.ts";

/** One call under way. */
export interface Call {
  readonly context: ExchangeContext;
  readonly deadline: Deadline;
  bundle: SecretBundle;
  /** Which attempt is being made, from 1. */
  attempt: number;
  /** Whether the API's limits refused the attempt before. */
  limited: boolean;
  /** Reasons for which it was signed anew; each counts once. */
  readonly renewed: Set<string>;
}

/** One attempt that was made, and what came of it. */
export interface AttemptMade {
  readonly route: Route;
  readonly bucket: Bucket;
  readonly request: HttpRequest;
  /** Whether it is the spec's fallback. */
  readonly isFallback: boolean;
  /** The request with the fields that signed it in. */
  readonly signed: HttpRequest;
  readonly ms: number;
  readonly result: HttpAnswer | TransportFault;
}

/** An attempt for the record. @param requestIdHeader where the API tells its own id of the request */
export function attemptOf(
  { request, ms, result }: AttemptMade,
  requestIdHeader: string | undefined,
  note: string | undefined,
): Attempt {
  const answer = result instanceof TransportFault ? undefined : result;
  const requestId = answer && header(answer, requestIdHeader);
  // In the order of the canonical form, which is cheaper so.
  return {
    ...{ method: request.method, ms },
    ...(note !== undefined && { note }),
    path: request.path,
    ...(requestId !== undefined && { requestId }),
    sent: result instanceof TransportFault ? result.sent : true,
    ...(answer && { status: answer.status }),
  };
}
