import { header, type HttpAnswer } from "./transport.ts";

const etags = new WeakMap<object, string>();

/** Keeps the ETag that came with a result beside it: a member of its own would not be what the API sent. */
export function keepEtag(result: unknown, answer: HttpAnswer): void {
  const etag = header(answer, "etag");
  if (etag !== undefined && typeof result === "object" && result !== null) etags.set(result, etag);
}

/**
 * The ETag (RFC 9110, 8.8.3) with which the API answered a call's result, as `If-Match` takes it; undefined where there
 * was none. It belongs to the very object that the call gave: a copy has none.
 */
export function etagOf(result: object): string | undefined {
  return etags.get(result);
}
