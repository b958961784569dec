import { hash } from "node:crypto";
import canonicalize from "canonicalize";

/**
 * A JSON value in the canonical form of RFC 8785: one text for one meaning.
 * @throws TypeError for what JSON can't say (undefined, a function, NaN, a lone surrogate, a cycle)
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = isCanonical(value) ? JSON.stringify(value) : canonicalize(value);
  } catch (cause) {
    throw new TypeError("the value has no JSON form", { cause });
  }
  if (text === undefined) throw new TypeError("the value has no JSON form");
  return text;
}

/** What lies deeper is left to the library, which needs no stack for it. */
const deepest = 32;

/**
 * Whether JSON.stringify gives a value's canonical form as it is: RFC 8785 takes over how ECMAScript writes texts and
 * numbers, and asks besides for the order of members alone. Most of what is recorded is made in that order.
 */
function isCanonical(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return typeof value === "boolean";
  if (value === null) return true;
  if (depth === deepest || "toJSON" in value) return false;
  if (Array.isArray(value)) return value.every((item) => isCanonical(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  let last = "";
  for (const key of Object.keys(value)) {
    // Both compare UTF-16 code units.
    if (key < last || !key.isWellFormed()) return false;
    if (!isCanonical((value as Readonly<Record<string, unknown>>)[key], depth + 1)) return false;
    last = key;
  }
  return true;
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}
