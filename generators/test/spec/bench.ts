import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { onTestFinished } from "vitest";
import { loadSpec } from "../../src/spec/load.ts";

export const depot: string = join(import.meta.dirname, "../fixtures/depot");

/** In a file of the depot, this text (which stands there once) becomes that; no text stands for a new file. */
export type Edit = readonly [file: string, from: string, to: string];

/** What is wrong: its code, its file, the text that it points at (which stands there once), and the message. */
export type Expected = readonly [code: string, file: string, at: string, message: string];

/** A case of a table: a title, the edits that break the spec, and all that is wrong then. */
export type Case = readonly [title: string, edits: readonly Edit[], expected: readonly Expected[]];

/** A copy of the depot's spec in a folder of its own, edited. */
export function bench(edits: readonly Edit[] = []) {
  const parent = mkdtempSync(join(tmpdir(), "arx-spec-"));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const folder = join(parent, "depot");
  cpSync(depot, folder, { recursive: true });
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  for (const [file, from, to] of edits) {
    if (from !== "") placeOf(read(file), from);
    const text = from === "" ? to : read(file).replace(from, () => to);
    writeFileSync(join(folder, file), text);
  }
  return {
    folder,
    load: () => loadSpec(folder),
    place: (file: string, text: string) => placeOf(read(file), text),
  };
}

/** What the loader makes of the edited depot, and what is told and expected, in one form. */
export function broken([, edits, expected]: Case) {
  const { load, place } = bench(edits);
  const { spec, diagnostics } = load();
  return {
    spec,
    told: diagnostics.map(
      ({ code, file, line, column, message, remedy, frame }) =>
        `${basename(file)}:${line}:${column} ${code}: ${message}${remedy && frame ? "" : " WITHOUT REMEDY OR FRAME"}`,
    ),
    expected: expected.map(([code, file, at, message]) => `${file}:${place(file, at)} ${code}: ${message}`),
  };
}

function placeOf(text: string, part: string): string {
  const [before, after, ...more] = text.split(part);
  if (after === undefined || more.length > 0) throw new Error(`this must stand once in the file: ${part}`);
  const lines = before!.split("\n");
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}
