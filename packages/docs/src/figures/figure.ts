/** A box of a figure; lengths are in the figure's own units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** A second, smaller line. */
  readonly note?: string;
  /** `gate`: where an action may end; `end`: where it has ended. */
  readonly kind?: "gate" | "end";
}

/** A line from point to point, with a head at its end. */
export interface Arrow {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly label?: string;
  /** Where the label stands; absent: at the middle of the line. */
  readonly at?: readonly [x: number, y: number];
  readonly anchor?: "start" | "middle" | "end";
}

/** What a figure shows, as data. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  /** What the figure says, for those who do not see it. */
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** Draws a figure as SVG that takes its colours from the page around it. */
export function draw({ width, height, title, boxes, arrows }: Figure): string {
  return [
    `<svg class="figure" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}" style="max-width:${width}px">`,
    `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" /></marker></defs>`,
    ...arrows.map(drawArrow),
    ...boxes.map(drawBox),
    "</svg>",
  ].join("");
}

/** Text as it stands in SVG and HTML. */
export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function drawBox({ x, y, width, height, label, note, kind }: Box): string {
  const [middle, line] = [x + width / 2, y + height / 2];
  const texts =
    note === undefined
      ? `<text x="${middle}" y="${line + 5}">${escape(label)}</text>`
      : `<text x="${middle}" y="${line - 4}">${escape(label)}</text><text class="note" x="${middle}" y="${line + 14}">${escape(note)}</text>`;
  return `<g class="box ${kind ?? "step"}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" />${texts}</g>`;
}

function drawArrow({ points, label, at, anchor = "start" }: Arrow): string {
  const line = `<polyline points="${points.map(([x, y]) => `${x},${y}`).join(" ")}" marker-end="url(#head)" />`;
  if (label === undefined) return `<g class="arrow">${line}</g>`;
  const [first = [0, 0], last = first] = [points[0], points.at(-1)];
  const [x, y] = at ?? [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2];
  return `<g class="arrow">${line}<text class="note" x="${x}" y="${y}" text-anchor="${anchor}">${escape(label)}</text></g>`;
}
