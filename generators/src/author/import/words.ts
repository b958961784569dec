/** The words of a name in any style: `repos/list-for-org`, `listForOrg` and `list_for_org` alike. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
}

const upperFirst = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `listForOrg`; letters that stand first are kept as they are from the second word on. */
export function camelCase(words: readonly string[]): string {
  const [first = "", ...rest] = words;
  const name = first.toLowerCase() + rest.map(upperFirst).join("");
  return name.replace(/^(?=\d)/, "n");
}

/** `ListForOrg`. */
export function pascalCase(words: readonly string[]): string {
  return words
    .map(upperFirst)
    .join("")
    .replace(/^(?=\d)/, "N");
}

/** `list_for_org`. */
export function snakeCase(words: readonly string[]): string {
  return words
    .join("_")
    .toLowerCase()
    .replace(/^(?=\d)/, "n");
}

/** A vendor's prose as one phrase: the first sentence, without markup; undefined where there is none of that length. */
export function phraseOf(prose: unknown, most: number): string | undefined {
  if (typeof prose !== "string") return undefined;
  const plain = prose
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[*`]|^[#>\s]+/g, "");
  const sentence = /^[\s\S]*?(?=[.!?:](\s|$)|\n\s*\n|$)/
    .exec(plain.trim())?.[0]
    .replaceAll(/\s+/g, " ")
    .trim();
  return sentence === undefined || sentence === "" || sentence.length > most ? undefined : sentence;
}
