import { hash } from "node:crypto";
import canonicalize from "canonicalize";

/**
 * A JSON value in the canonical form of RFC 8785: one text for one meaning.
 * @throws TypeError for what JSON can't say (undefined, a function, NaN, a lone surrogate, a cycle)
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new TypeError("the value has no JSON form", { cause });
  }
  if (text === undefined) throw new TypeError("the value has no JSON form");
  return text;
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}
