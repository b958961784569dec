import { escape } from "./figure.ts";

const [width, height, thick] = [96, 12, 8];

/** The longest bar stands for ten times as good, or as bad, and for all beyond. */
const most = 1;

/**
 * Draws how much better (to the right) or worse (to the left) than its peer something is, on a logarithmic scale.
 * @param times how many times as good; below 1 it is worse
 */
export function chart(times: number): string {
  const middle = width / 2;
  const far = Math.max(-most, Math.min(most, Math.log10(times)));
  const length = Math.max(1, (Math.abs(far) / most) * (middle - 1));
  const [kind, x] = far < 0 ? ["worse", middle - length] : ["better", middle];
  return [
    `<svg class="bar" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(inWords(times))}">`,
    `<rect class="${kind}" x="${x.toFixed(1)}" y="${(height - thick) / 2}" width="${length.toFixed(1)}" height="${thick}" />`,
    `<line x1="${middle}" x2="${middle}" y1="0" y2="${height}" /></svg>`,
  ].join("");
}

/** A number in three digits. */
export function short(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}

function inWords(times: number): string {
  if (times === 1) return "as good";
  return times > 1 ? "better" : "worse";
}
