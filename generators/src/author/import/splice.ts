import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from "yaml";
import { AuthorError } from "../author-error.ts";
import { printed } from "./print.ts";

/**
 * Adds entries to the mapping under a top-level key and leaves every other byte of the file as it is.
 * @param entries - printed YAML: a mapping without indentation
 * @throws {@link AuthorError} where what stands under the key is no mapping
 */
export function addEntries(file: string, text: string, key: string, entries: string): string {
  const pair = topLevel(file, text, key);
  if (pair === undefined) return `${text.replace(/\n*$/, "\n")}\n${key}:\n${indented(entries, 2)}`;
  const map = pair.value;
  if (map === null || (isScalar(map) && map.value === null)) {
    const end = lineEnd(text, rangeOf(pair.key)[1]);
    return splice(text, end, end, indented(entries, 2));
  }
  if (!isMap(map)) throw new AuthorError(`\`${key}\` in ${file} is no mapping`, "Mend the file first.");
  if (map.flow || map.items.length === 0) return replaceFlow(text, map, entries);
  const column = columnOf(text, rangeOf(map.items[0]!.key)[0]);
  const end = endOfEntries(text, map, column);
  const gap = text.slice(0, end).endsWith("\n") ? "" : "\n";
  return splice(text, end, end, `${gap}${separator(text, map)}${indented(entries, column)}`);
}

/**
 * Adds one word to the list under a top-level key and leaves every other byte of the file as it is.
 * @throws {@link AuthorError} where what stands under the key is no list
 */
export function addItem(file: string, text: string, key: string, word: string): string {
  const list = topLevel(file, text, key)?.value;
  if (!isSeq(list) || list.items.length === 0) {
    throw new AuthorError(`\`${key}\` in ${file} is no list that could be added to`, "Mend the file first.");
  }
  const [, end] = rangeOf(list.items.at(-1));
  if (list.flow) return splice(text, end, end, `, ${word}`);
  const column = columnOf(text, rangeOf(list)[0]);
  const at = lineEnd(text, end);
  return splice(text, at, at, `${" ".repeat(column)}- ${word}\n`);
}

function topLevel(file: string, text: string, key: string): Pair | undefined {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault || !isMap(document.contents)) {
    throw new AuthorError(
      `${file} is no YAML mapping${fault ? `: ${fault.message}` : ""}`,
      "Mend the file first.",
    );
  }
  return document.contents.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** A mapping on one line is written anew below its key, for entries of several lines have no place in it. */
function replaceFlow(text: string, map: YAMLMap, entries: string): string {
  const [start, end] = rangeOf(map);
  if (map.items.length > 0) {
    throw new AuthorError(
      "a mapping is written on one line, where nothing can be added",
      "Write it on lines of its own.",
    );
  }
  return `${text.slice(0, start).trimEnd()}\n${indented(entries, 2)}${text.slice(lineEnd(text, end))}`;
}

/** The offset behind the last entry, with the comments that belong to it by their indentation. */
function endOfEntries(text: string, map: YAMLMap, column: number): number {
  const last = map.items.at(-1)!;
  let end = lineEnd(text, valueEnd(text, last));
  for (let from = end; from < text.length;) {
    const next = lineEnd(text, from);
    const line = text.slice(from, next);
    const isBelow = /^\s*#/.test(line) && line.search(/\S/) >= column;
    if (isBelow) end = next;
    else if (line.trim() !== "") break;
    from = next;
  }
  return end;
}

function valueEnd(text: string, pair: Pair): number {
  const value = pair.value as { readonly range?: readonly number[] | null } | null;
  const end = value?.range?.[1] ?? rangeOf(pair.key)[1];
  // A block's range may reach over the blank lines behind it.
  return text.slice(0, end).trimEnd().length;
}

/** Entries are kept apart as they are already: by an empty line, or by none. */
function separator(text: string, map: YAMLMap): string {
  const [first, second] = map.items;
  if (first === undefined) return "";
  if (second === undefined)
    return text.slice(rangeOf(first.key)[0], valueEnd(text, first)).includes("\n") ? "\n" : "";
  return /\n[ \t]*\n/.test(text.slice(valueEnd(text, first), rangeOf(second.key)[0])) ? "\n" : "";
}

const rangeOf = (node: unknown): readonly [number, number] =>
  (node as { readonly range: readonly [number, number] }).range;

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf("\n", offset - 1) + 1);

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

const splice = (text: string, start: number, end: number, part: string): string =>
  `${text.slice(0, start)}${part}${text.slice(end)}`;

const indented = (text: string, columns: number): string => text.replaceAll(/^(?=.)/gm, " ".repeat(columns));

/** Entries printed one by one, with an empty line between them. */
export async function printedEntries(
  entries: readonly (readonly [string, unknown])[],
  comments: WeakMap<object, string>,
): Promise<string> {
  const parts = await Promise.all(entries.map(([name, value]) => printed({ [name]: value }, comments)));
  return parts.join("\n");
}
