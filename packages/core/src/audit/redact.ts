import { createHmac, hkdfSync } from "node:crypto";
import type { Json } from "./record.ts";
import { formsOf } from "./secret-forms.ts";

/** Takes certain secrets out of a value. What holds none of them is given back as it is, not copied. */
export type Scrubber = (value: Json) => Json;

/**
 * Takes secrets out of what is about to be recorded, shown or thrown. A secret is replaced by a keyed digest, so that
 * records can still be compared ("the same password twice") and nobody without the key can try candidates.
 */
export class Redactor {
  readonly #key: Uint8Array;
  readonly #scrubbers = new WeakMap<object, Scrubber>();

  /** @param key at least 32 bytes, kept outside the store */
  constructor(key: Uint8Array) {
    if (key.byteLength < 32) throw new RangeError("a redaction key has at least 32 bytes");
    this.#key = new Uint8Array(hkdfSync("sha256", key, "", "arx redaction v1", 32));
  }

  /** The token that stands for a secret; equal secrets have equal tokens. */
  token(secret: string): string {
    return `[redacted:${createHmac("sha256", this.#key).update(secret).digest("base64url").slice(0, 22)}]`;
  }

  /**
   * A copy in which what stands at the paths is replaced, whatever its type.
   * Paths are dotted, and go into each item of an array, with `[]` and without: `profile.password`, `factors[].secret`.
   * Where a value ends before its path does, it is taken for the secret.
   */
  at(value: Json, paths: readonly string[]): Json {
    return paths.reduce<Json>(
      (copy, path) => this.#replace(copy, path.replaceAll("[]", "").split(".")),
      value,
    );
  }

  /**
   * Prepares for taking secrets out of values, wherever they occur: inside a string or a key, as a number, and in the
   * forms that they take on the wire (percent-encoded, in JSON, in base64). Of a secret that is an object or an array,
   * each string and number is a secret.
   */
  scrubber(secrets: readonly Json[]): Scrubber {
    const known = [...new Set(secrets.flatMap(leaves))].filter((secret) => secret.trim() !== "");
    if (known.length === 0) return (value) => value;
    const forms = known.flatMap((secret) => formsOf(secret).map((source) => ({ secret, source })));
    const any = alternatives(forms.map(({ source }) => source));
    const clean = (text: string): string =>
      any.some((some) => some.test(text)) ? this.#clean(text, forms) : text;
    const numbers = new Set(known);
    const walk = (node: Json): Json => {
      if (typeof node === "string") return clean(node);
      if (typeof node === "number") return numbers.has(String(node)) ? this.token(String(node)) : node;
      if (node === null || typeof node !== "object") return node;
      if (isList(node)) {
        const items = node.map(walk);
        return items.some((item, i) => item !== node[i]) ? items : node;
      }
      const before = Object.entries(node);
      const after = before.map(([key, member]) => [clean(key), walk(member)] as const);
      const same = after.every(([key, member], i) => key === before[i]?.[0] && member === before[i]?.[1]);
      return same ? node : Object.fromEntries(after);
    };
    return walk;
  }

  /** The {@link scrubber} of what an owner holds for good: prepared once, and kept no longer than the owner is. */
  scrubberOf(owner: object, secrets: () => readonly Json[]): Scrubber {
    let scrubber = this.#scrubbers.get(owner);
    if (scrubber === undefined) this.#scrubbers.set(owner, (scrubber = this.scrubber(secrets())));
    return scrubber;
  }

  /** A value without the given secrets, as {@link scrubber} finds them. */
  wherever(value: Json, secrets: readonly Json[]): Json {
    return this.scrubber(secrets)(value);
  }

  /** Replaces each stretch of a text that is covered by secrets; those that overlap become one. */
  #clean(text: string, forms: readonly { readonly secret: string; readonly source: string }[]): string {
    const found = forms
      .flatMap(({ secret, source }) =>
        [...text.matchAll(new RegExp(source, "gu"))].map((match) => ({
          ...{ secret, from: match.index, to: match.index + match[0].length },
        })),
      )
      .toSorted((a, b) => a.from - b.from || b.to - a.to);
    let cleaned = "";
    let end = 0;
    for (const { secret, from, to } of found) {
      if (from >= end) cleaned += text.slice(end, from) + this.token(secret);
      end = Math.max(end, to);
    }
    return cleaned + text.slice(end);
  }

  #replace(node: Json, path: readonly string[]): Json {
    if (isList(node))
      return path.length === 0
        ? this.token(JSON.stringify(node))
        : node.map((item) => this.#replace(item, path));
    const [key, ...rest] = path;
    if (node === null) return null;
    if (key === undefined || typeof node !== "object") {
      return this.token(typeof node === "string" ? node : JSON.stringify(node));
    }
    if (!Object.hasOwn(node, key)) return node;
    return { ...node, [key]: this.#replace(node[key] as Json, rest) };
  }
}

/** Up to this length alternatives are joined to one expression: the engine refuses, or takes minutes for, what is too large. */
const longestSource = 16_000;

/** Expressions that together find what any of the sources finds; one, unless there are very many. */
function alternatives(sources: readonly string[]): readonly RegExp[] {
  const joined: string[] = [];
  for (const source of sources) {
    const last = joined.at(-1);
    if (last !== undefined && last.length + source.length < longestSource)
      joined[joined.length - 1] = `${last}|${source}`;
    else joined.push(source);
  }
  return joined.map((source) => new RegExp(source, "u"));
}

/** The strings and numbers of a value, as text. */
function leaves(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap((member) => leaves(member));
}

function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}
