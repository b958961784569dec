import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { codeFrame, type Diagnostic, type Position } from "./diagnostic.ts";
import { refusals } from "./refusals.ts";

/** The keys and indices that lead to a value, from the top. */
export type Path = readonly PropertyKey[];

/** Something that is wrong at a place of a file. */
export interface Fault {
  readonly code: string;
  /** Absent means error. */
  readonly severity?: Diagnostic["severity"];
  readonly message: string;
  readonly remedy?: string;
  readonly path: Path;
  /** Whether the key is at fault or what stands under it; absent means the value. */
  readonly on?: "key" | "value";
}

/** One YAML file: its value, what is wrong with it as YAML, and where each part of it stands. */
export class YamlSource {
  readonly file: string;
  readonly text: string;
  /** Plain objects, arrays and scalars; undefined where the file is faulty. */
  readonly value: unknown;
  /** Every fault of the file as YAML; its meaning is for others to check. */
  readonly diagnostics: readonly Diagnostic[];
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  /** @param file - The name to show, as people should see it. */
  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#document = parseDocument(text, {
      version: "1.2",
      lineCounter: this.#lines,
      prettyErrors: false,
      uniqueKeys: false,
    });
    this.diagnostics = refusals(this.#document, text).map(({ start, end, ...fault }) =>
      this.#diagnostic(fault, this.#position(start, end)),
    );
    this.value = this.diagnostics.length === 0 ? this.#document.toJS() : undefined;
  }

  /**
   * Where a part of the file stands. Where there is no such part, the place where its nearest ancestor is named.
   * An item of a list and the top have no key: their own place stands for it.
   */
  at(path: Path, on: "key" | "value" = "value"): Position {
    let value: Node | null = this.#document.contents;
    let key: Node | null = value;
    for (const step of path) {
      const [nextKey, next] = child(value, step);
      if (nextKey === undefined) return this.#place(key);
      [key, value] = [nextKey, next];
    }
    return this.#place(on === "key" || isEmpty(value) ? key : value);
  }

  /** A diagnostic of this file, with its place and code frame. */
  diagnose({ path, on, ...fault }: Fault): Diagnostic {
    return this.#diagnostic(fault, this.at(path, on));
  }

  #place(node: Node | null): Position {
    const [start, end] = node?.range ?? [0, 0];
    return this.#position(start, end);
  }

  #position(start: number, end: number): Position {
    const { line, col } = this.#lines.linePos(start);
    const oneLine = end > start && !this.text.slice(start, end).includes("\n");
    return { line, column: col, ...(oneLine && { endColumn: col + end - start }) };
  }

  #diagnostic({ severity = "error", ...fault }: Omit<Fault, "path" | "on">, position: Position): Diagnostic {
    const { file, text } = this;
    return {
      ...fault,
      severity,
      file,
      line: position.line,
      column: position.column,
      get frame() {
        return codeFrame(text, position);
      },
    };
  }
}

/** Reads one strict YAML document: no anchors, aliases, merge keys, tags, duplicate keys or second document. */
export function readYaml(file: string, text: string): YamlSource {
  return new YamlSource(file, text);
}

function child(parent: Node | null, step: PropertyKey): [key: Node | null | undefined, value: Node | null] {
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    if (pair) return [pair.key as Node, isNode(pair.value) ? pair.value : null];
  }
  if (isSeq(parent)) {
    const item = parent.items[Number(step)];
    if (isNode(item)) return [item, item];
  }
  return [undefined, null];
}

const isEmpty = (node: Node | null): boolean =>
  node === null || (isScalar(node) && node.source === "" && node.value === null);
