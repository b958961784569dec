import { escape } from "./figure.ts";

/** A pair of bars: ours, and what it is compared with. */
export interface Bars {
  readonly what: string;
  readonly unit: string;
  readonly peerName: string;
  readonly medians: { readonly ours: number; readonly peer: number };
}

// Behind the longest bar there is room for its label.
const [width, room, rowHeight, bar] = [424, 214, 66, 14];

/** Draws a pair of bars a row; the longer one of each pair is as wide as the figure, for units differ from row to row. */
export function chart(rows: readonly Bars[]): string {
  const drawn = rows.map((row, at) => pair(row, at * rowHeight)).join("");
  const label = `Bars of ${rows.map(({ what }) => what).join(", ")}; the table below has the figures`;
  return `<svg class="figure" viewBox="0 0 ${width} ${rows.length * rowHeight}" role="img" aria-label="${escape(label)}" style="max-width:${width}px">${drawn}</svg>`;
}

function pair({ what, unit, peerName, medians }: Bars, y: number): string {
  const most = Math.max(medians.ours, medians.peer);
  const line = (kind: string, name: string, value: number, top: number): string => {
    const length = Math.max(2, (room * value) / most);
    const text = `${name}: ${Number(value.toPrecision(3))} ${unit}`;
    return `<rect class="${kind}" x="0" y="${top}" width="${length.toFixed(1)}" height="${bar}" rx="2" /><text class="note" x="${(length + 6).toFixed(1)}" y="${top + 11}">${escape(text)}</text>`;
  };
  return `<text x="0" y="${y + 16}">${escape(what)}</text>${line("ours", "Arx", medians.ours, y + 24)}${line("peer", peerName, medians.peer, y + 42)}`;
}
