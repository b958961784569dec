import { escape } from "./figure.ts";

/** A pair of bars: ours, and what it is compared with. */
export interface Bars {
  readonly what: string;
  readonly unit: string;
  readonly peerName: string;
  readonly medians: { readonly ours: number; readonly peer: number };
  /** Which way is better, in words. */
  readonly better?: string | undefined;
}

// Behind the longest bar there is room for its value.
const [width, room, rowHeight, bar] = [424, 330, 88, 14];

/** Draws a pair of bars a row; the longer one of each pair is as long as can be, for units differ from row to row. */
export function chart(rows: readonly Bars[]): string {
  const drawn = rows.map((row, at) => pair(row, at * rowHeight)).join("");
  const label = `Bars of ${rows.map(({ what }) => what).join(", ")}; the table below has the figures`;
  return `<svg class="figure" viewBox="0 0 ${width} ${rows.length * rowHeight}" role="img" aria-label="${escape(label)}" style="max-width:${width}px">${drawn}</svg>`;
}

/** A number in three digits. */
export function short(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}

function pair({ what, unit, peerName, medians, better }: Bars, y: number): string {
  const most = Math.max(medians.ours, medians.peer);
  const line = (kind: string, value: number, top: number): string => {
    const length = Math.max(2, (room * value) / most);
    return `<rect class="${kind}" x="0" y="${top}" width="${length.toFixed(1)}" height="${bar}" rx="2" /><text class="note" x="${(length + 6).toFixed(1)}" y="${top + 11}">${escape(`${short(value)} ${unit}`)}</text>`;
  };
  const note = `against ${peerName}${better === undefined ? "" : `; ${better}`}`;
  return [
    `<text x="0" y="${y + 16}">${escape(what)}</text>`,
    `<text class="note" x="0" y="${y + 34}">${escape(note)}</text>`,
    line("ours", medians.ours, y + 42),
    line("peer", medians.peer, y + 60),
  ].join("");
}
