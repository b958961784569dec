/** How JSON writes a control character in short. */
const short: Readonly<Record<string, string>> = {
  ...{ "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t" },
};
/** How HTML writes a character by name. */
const named: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

/**
 * The source of a regular expression with the flag `u` that finds a text whose characters are encoded or not, each as it
 * may be: percent-encoded up to four times over, escaped for JSON up to twice, as an entity of HTML, a space as `+`.
 * Letters and digits stand for themselves, as encoders leave them. Its repetitions are bounded: no text makes it slow.
 */
export function inAnyEncoding(text: string): string {
  return text.replaceAll(/\\+|[^A-Za-z0-9]/gu, (part) => {
    // Of backslashes in a row, how many belong to which is not seen.
    const [character, times] = part.startsWith("\\") ? ["\\", part.length] : [part, 1];
    const encoded = [percent(character), json(character), ...entities(character)].join("|");
    return `(?:(?:${encoded}){${times}}|${plain(character, times)})`;
  });
}

function percent(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%(?:25){0,3}${digits(byte, 2)}`).join("");
}

function json(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\\\{1,2}u${digits(unit, 4)}`).join("");
}

function entities(character: string): readonly string[] {
  const point = character.codePointAt(0)!;
  const name = named[character];
  return [
    ...(name === undefined ? [] : [`&${name};`]),
    `&#0{0,4}${point};`,
    `&#[xX]0{0,4}${digits(point, 0)};`,
  ];
}

/** As it is, or behind the backslashes of JSON, and of JSON inside JSON. */
function plain(character: string, times: number): string {
  if (character === "\\") return `\\\\{${times},${times * 4}}`;
  if (character === '"' || character === "/") return `\\\\{0,3}${RegExp.escape(character)}`;
  const escaped = short[character];
  if (escaped !== undefined) return `${RegExp.escape(character)}|\\\\{1,2}${escaped}`;
  return character === " " ? "[ +]" : RegExp.escape(character);
}

/** A number in hexadecimal digits of either case. */
function digits(number: number, length: number): string {
  return number
    .toString(16)
    .padStart(length, "0")
    .replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
