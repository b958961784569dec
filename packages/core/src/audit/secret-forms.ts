import { inAnyEncoding } from "./any-encoding.ts";

/** Below this length a form is replaced only where it stands alone: it would occur by chance inside other words. */
const minLength = 4;
/** Of a secret with more characters, or with more that encoders change, its beginning is looked for. */
const longest = 4_096;
const mostSigns = 100;
/** Below this length hexadecimal digits may be any number. */
const minHex = 12;
/** Below this length a base64 text means nothing. */
const minBase64 = 8;

const base64Char = "[A-Za-z0-9+/_-]";

/**
 * The patterns, as sources of regular expressions with the flag `u`, by which a secret is found in a text: as it is,
 * each of its characters encoded or not (percent-encoded, escaped for JSON or HTML, over and over), as a field of a form,
 * in hexadecimal digits, and in base64, alone or behind something else (Basic auth). Of a very long secret they find its
 * beginning, and take all that stands behind it.
 */
export function formsOf(secret: string): readonly string[] {
  const whole = secret.toWellFormed();
  const texts = [...new Set([whole, whole.trim()])].filter((text) => text !== "");
  const plain = texts.flatMap((text) => bounded(text, plainForms));
  return [...plain, ...bounded(whole, hexForms), ...bounded(whole, base64Forms)];
}

/** Larger patterns the engine refuses, quoting them, or compiles for minutes. */
function bounded(text: string, forms: (text: string) => readonly string[]): readonly string[] {
  const beginning = beginningOf(text);
  return beginning === text ? forms(text) : forms(beginning).map((form) => `(?:${form})[^]*`);
}

function beginningOf(text: string): string {
  let signs = 0;
  for (const { index } of text.slice(0, longest).matchAll(/[^A-Za-z0-9]/gu)) {
    signs += 1;
    if (signs > mostSigns) return text.slice(0, index);
  }
  // Not up to between the halves of a character: neither would be found.
  return text.length > longest ? text.slice(0, longest).replace(/[\ud800-\udbff]$/, "") : text;
}

function plainForms(text: string): readonly string[] {
  return text.length < minLength ? shortForms(text) : [inAnyEncoding(text)];
}

function shortForms(text: string): readonly string[] {
  return [...new Set([text, ...percentForms(text), ...jsonForms(text)])].map(delimited);
}

function percentForms(text: string): readonly string[] {
  const component = encodeURIComponent(text);
  // Forms encode more than `encodeURIComponent` does, and a space as `+`.
  const form = new URLSearchParams([["", text]]).toString().slice(1);
  const upper = [component, form, form.replaceAll("+", "%20")];
  return [
    ...upper,
    ...upper.map((encoded) => encoded.replaceAll(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase())),
  ];
}

function jsonForms(text: string): readonly string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  return [escaped, JSON.stringify(escaped).slice(1, -1)];
}

function delimited(form: string): string {
  const pattern = RegExp.escape(form);
  return form.length >= minLength ? pattern : `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`;
}

function hexForms(text: string): readonly string[] {
  const hex = Buffer.from(text).toString("hex");
  return hex.length < minHex ? [] : [...new Set([hex, hex.toUpperCase()])];
}

/** Where a secret begins within its group of three bytes decides how it reads; at its edges it shares a character. */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((offset) => {
    const bits = 8 * (offset + bytes.byteLength);
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const cut = (encoded: string): string =>
      encoded.slice(offset === 0 ? 0 : offset + 1, Math.floor(bits / 6));
    const cores = new Set([cut(shifted.toString("base64")), cut(shifted.toString("base64url"))]);
    const before = offset === 0 ? "" : base64Char;
    const behind = bits % 6 === 0 ? "" : base64Char;
    return [...cores]
      .filter((core) => core.length >= minBase64)
      .map((core) => `${before}${RegExp.escape(core)}${behind}`);
  });
}
