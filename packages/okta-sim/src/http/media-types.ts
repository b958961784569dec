import { refuse } from "../org/errors.ts";
import type { SimRequest } from "./request.ts";

/** Whether a request that may have a body says how long it is, as the real org wants it. */
export function saysLength({ method, headers }: SimRequest): boolean {
  const mayHaveBody = method === "POST" || method === "PUT" || method === "PATCH";
  return (
    !mayHaveBody || headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined
  );
}

/** Throws E0000122 for a client that doesn't take JSON, E0000021 for a body that doesn't say it is JSON. */
export function checkMediaTypes({ headers, body }: SimRequest): void {
  const accept = headers.accept ?? "*/*";
  if (!/json|\*\/\*|application\/\*/i.test(accept)) throw refuse("E0000122");
  if (body !== "" && !/json/i.test(headers["content-type"] ?? "")) throw refuse("E0000021");
}
