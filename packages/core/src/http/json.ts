import type { HttpAnswer } from "./transport.ts";

/** The JSON of an answer; undefined where its body is empty or no JSON. */
export function jsonOf({ body }: HttpAnswer): unknown {
  if (body.byteLength === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
