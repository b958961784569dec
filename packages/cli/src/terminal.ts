import { styleText } from "node:util";
import { plain } from "./output/plain.ts";

/** How this run speaks to whoever started it. */
export interface TerminalOptions {
  /** Data is JSON, and so is an error. */
  readonly json: boolean;
  /** Whether a person may be asked, if there is a terminal. */
  readonly input: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** Standard output for data, standard error for everything else. */
export class Terminal {
  readonly json: boolean;
  /** Whether a person can be asked: there is a terminal on both sides, and nobody forbade it. */
  readonly interactive: boolean;

  constructor({ json, input }: TerminalOptions) {
    this.json = json;
    this.interactive = input && !json && process.stdin.isTTY && process.stderr.isTTY;
  }

  /** Columns of the screen; undefined where data goes into a pipe or a file, and is never cut. */
  get columns(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  }

  /** One result: its JSON, or the text that stands for it. */
  show(value: unknown, text: () => string): void {
    this.data(this.json ? jsonText(value, 2) : text());
  }

  /** One line of data. */
  data(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  /** A line that is no data: what goes on, what to do next. Silent under `--json`. */
  note(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`);
  }

  /** Styles a piece of data. NO_COLOR, and an output that is no terminal, leave it as it is. */
  paint(style: Style, text: string): string {
    return styleText(style, text, { stream: process.stdout });
  }
}

/** JSON in which nothing can move the cursor or reorder the text of a screen. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  return text.replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** A value as one line of text, safe to print. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return plain(typeof value === "string" ? value : JSON.stringify(value));
}
