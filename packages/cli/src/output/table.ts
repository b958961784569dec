import stringWidth from "string-width";
import { plain } from "./plain.ts";

/** A cell: its text, and how it is to look once its width is known. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

const gap = "  ";
const narrowest = 8;

/**
 * Lines up rows under their heads. Cells are made safe to print.
 * @param columns - the width of the screen, to which the widest cells are cut. Absent: nothing is cut
 */
export function formatTable(
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  columns?: number,
): string {
  const cells = [heads, ...rows].map((row) => row.map((cell) => ({ text: plain(textIn(cell)), cell })));
  const widths = fit(
    heads.map((_, i) => Math.max(...cells.map((row) => stringWidth(row[i]?.text ?? "")))),
    columns ?? Infinity,
  );
  return cells
    .map((row) =>
      row
        .map(({ text, cell }, i) => {
          const shown = cut(text, widths[i] ?? 0);
          const padding = " ".repeat((widths[i] ?? 0) - stringWidth(shown));
          return `${typeof cell === "string" ? shown : cell.paint(shown)}${padding}`;
        })
        .join(gap)
        .trimEnd(),
    )
    .join("\n");
}

/** Takes from the widest columns until all fit. */
function fit(widths: readonly number[], columns: number): readonly number[] {
  const fitted = [...widths];
  const total = (): number => fitted.reduce((sum, width) => sum + width, gap.length * (fitted.length - 1));
  for (
    let widest = Math.max(...fitted);
    widest > narrowest && total() > columns;
    widest = Math.max(...fitted)
  ) {
    fitted[fitted.lastIndexOf(widest)] = widest - 1;
  }
  return fitted;
}

/** Lines up names and values, a pair a line. */
export function formatPairs(pairs: readonly (readonly [name: string, value: Cell])[]): string {
  const width = Math.max(0, ...pairs.map(([name]) => stringWidth(plain(name))));
  return pairs
    .map(([name, value]) => {
      const text = plain(textIn(value));
      const label = plain(name);
      const shown = typeof value === "string" ? text : value.paint(text);
      return `${label}${" ".repeat(width - stringWidth(label))}${gap}${shown}`.trimEnd();
    })
    .join("\n");
}

const textIn = (cell: Cell): string => (typeof cell === "string" ? cell : cell.text);

function cut(text: string, room: number): string {
  if (stringWidth(text) <= room) return text;
  let kept = "";
  for (const character of text) {
    if (stringWidth(kept + character) > room - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
