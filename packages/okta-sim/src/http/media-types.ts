import { refuse } from "../org/errors.ts";
import type { SimRequest } from "./request.ts";

/** Throws E0000122 for a client that doesn't take JSON, E0000021 for a body that doesn't say it is JSON. */
export function checkMediaTypes({ headers, body }: SimRequest): void {
  const accept = headers.accept ?? "*/*";
  if (!/json|\*\/\*|application\/\*/i.test(accept)) throw refuse("E0000122");
  if (body !== "" && !/json/i.test(headers["content-type"] ?? "")) throw refuse("E0000021");
}
