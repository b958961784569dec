import { createRequire } from "node:module";
import { styleText } from "node:util";
import type * as CodeFrame from "@babel/code-frame";
import { escapeText, pictureText } from "./plain.ts";

/** One thing that is wrong in a file: what, where, and what to do about it. */
export interface Diagnostic {
  /** Stable and in snake_case, such as `unknown_key`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly remedy?: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The lines around the place, with the place marked; empty where there is no text to show. */
  readonly frame: string;
}

/** A place in a text; lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The column after the last one, where the place ends on the line that it begins on. */
  readonly endColumn?: number;
}

const require = createRequire(import.meta.url);

/** The lines of `text` around a place, with the place marked. */
export function codeFrame(text: string, { line, column, endColumn }: Position): string {
  // Loaded here, because a process whose files are in order never prints a frame.
  const { codeFrameColumns } = require("@babel/code-frame") as typeof CodeFrame;
  const start = { line, column: column - 1 };
  const end = endColumn === undefined ? undefined : { line, column: endColumn - 1 };
  const frame = codeFrameColumns(pictureText(text), { start, ...(end && { end }) }, { linesBelow: 2 });
  // A text that ends with its last line seems to have an empty one behind it.
  return frame.replace(/\n +\d+ \|$/, "");
}

/**
 * Prints diagnostics for people, in the order given: place, message, code frame and remedy of each. What a file says is
 * shown and never obeyed: characters that steer a terminal, break a line or change the order of reading are escaped.
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  { color = false }: { readonly color?: boolean } = {},
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return diagnostics
    .map(({ file, line, column, severity, code, message, frame, remedy }) =>
      [
        `${escapeText(file)}:${line}:${column}  ${paint(severity === "error" ? "red" : "yellow", `${severity}[${code}]`)}: ${paint("bold", escapeText(message))}`,
        ...(frame === "" ? [] : [frame]),
        ...(remedy === undefined ? [] : [`${paint("cyan", "remedy")}: ${escapeText(remedy)}`]),
      ].join("\n"),
    )
    .join("\n\n");
}
