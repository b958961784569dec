import { createHmac } from "node:crypto";
import type { Json } from "./record.ts";

/**
 * Takes secrets out of what is about to be recorded, shown or thrown. A secret is replaced by a keyed digest, so that
 * records can still be compared ("the same password twice") and nobody without the key can try candidates.
 */
export class Redactor {
  readonly #key: Uint8Array;

  /** @param key at least 32 bytes, kept outside the store */
  constructor(key: Uint8Array) {
    if (key.byteLength < 32) throw new RangeError("a redaction key has at least 32 bytes");
    this.#key = key;
  }

  /** The token that stands for a secret; equal secrets have equal tokens. */
  token(secret: string): string {
    return `[redacted:${createHmac("sha256", this.#key).update(secret).digest("base64url").slice(0, 22)}]`;
  }

  /**
   * A copy in which what stands at the paths is replaced, whatever its type.
   * Paths are dotted; `[]` is each item of an array: `profile.password`, `factors[].secret`.
   */
  at(value: Json, paths: readonly string[]): Json {
    return paths.reduce<Json>((copy, path) => this.#replace(copy, path.split(".")), value);
  }

  /** A copy in which the given secrets are replaced wherever they occur inside a string or a key. */
  wherever(value: Json, secrets: readonly string[]): Json {
    const known = secrets.filter((secret) => secret.length > 0);
    if (known.length === 0) return value;
    const clean = (text: string): string =>
      known.reduce((result, secret) => result.replaceAll(secret, this.token(secret)), text);
    const walk = (node: Json): Json => {
      if (typeof node === "string") return clean(node);
      if (isList(node)) return node.map(walk);
      if (node === null || typeof node !== "object") return node;
      return Object.fromEntries(Object.entries(node).map(([key, member]) => [clean(key), walk(member)]));
    };
    return walk(value);
  }

  #replace(node: Json, [head, ...rest]: readonly string[]): Json {
    if (head === undefined)
      return node === null ? null : this.token(typeof node === "string" ? node : JSON.stringify(node));
    if (node === null || typeof node !== "object" || isList(node)) return node;
    const each = head.endsWith("[]");
    const key = each ? head.slice(0, -2) : head;
    if (!Object.hasOwn(node, key)) return node;
    const member = node[key] as Json;
    const replaced =
      each && isList(member) ? member.map((item) => this.#replace(item, rest)) : this.#replace(member, rest);
    return { ...node, [key]: replaced };
  }
}

function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}
