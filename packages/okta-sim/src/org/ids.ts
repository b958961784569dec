import { randomBytes } from "node:crypto";

// In ASCII order, so that ids sort as they were made: cursors rely on it.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ORG_SUFFIX = "5d7";

let last = 0n;

/** A new 20-character id with this prefix, greater in ASCII order than every earlier one. */
export function newId(prefix: string): string {
  const now = BigInt(Date.now()) * 4096n;
  last = now > last ? now : last + 1n;
  return prefix + base62(last).padStart(10, "0") + token(20 - 13 - prefix.length) + ORG_SUFFIX;
}

/** `length` random letters and digits. */
export function token(length: number): string {
  return Array.from(randomBytes(length), (byte) => DIGITS[byte % DIGITS.length]).join("");
}

function base62(value: bigint): string {
  let digits = "";
  for (let rest = value; rest > 0n; rest /= 62n) digits = DIGITS[Number(rest % 62n)] + digits;
  return digits;
}
