import { short } from "../figures/chart.ts";
import { table } from "./page.ts";
import { isNoisy, madeOn, type Measured, moreIsBetter, type Saved } from "./saved.ts";

/** Which rows are shown: those of a bench, in some units, against these peers. */
const shown: readonly { readonly bench: string; readonly unit: RegExp; readonly first?: boolean }[] = [
  { bench: "okta", unit: /^calls\/s$/ },
  { bench: "okta", unit: /^µs\/call$/ },
  { bench: "paging", unit: /^(users\/s|ms)$/ },
  { bench: "cold", unit: /^ms$/, first: true },
  { bench: "size", unit: /^MB$/ },
];
const peers = [/okta-sdk/i, /undici/i];

/** Arx beside Okta's SDK and a bare HTTP client, as far as a saved run has figures. */
export function compareFigures(saved: Saved | undefined): string {
  const none = "No figures of this comparison have been saved yet.";
  if (saved === undefined) return none;
  const rows = shown.flatMap(({ bench, unit, first = false }) => {
    const found = saved.results.filter((row) => row.bench === bench && unit.test(row.unit));
    const lines = [...Map.groupBy(found, ({ what }) => what).values()].map(line);
    return lines.filter((cells) => cells !== undefined).slice(0, first ? 1 : undefined);
  });
  if (rows.length === 0) return none;
  return `${table(["What", "Unit", "Arx", "Okta's SDK", "Bare HTTP client"], rows)}

${madeOn(saved)} Of each row the best figure is **bold**; the number in brackets is Arx's figure divided by the one before it.`;
}

/** What was measured, beside what the peers took for it. Absent where there is none of them. */
function line(rows: readonly Measured[]): readonly string[] | undefined {
  const [row] = rows;
  const theirs = peers.map((peer) => rows.find(({ peerName }) => peer.test(peerName)));
  const known = theirs.filter((one) => one !== undefined);
  if (row === undefined || known.length === 0) return undefined;
  const all = [row.medians.ours, ...known.map(({ medians }) => medians.peer)];
  const best = moreIsBetter(row) ? Math.max(...all) : Math.min(...all);
  const figure = (value: number): string => (value === best ? `**${short(value)}**` : short(value));
  const cell = (one: Measured | undefined): string =>
    one === undefined
      ? ""
      : `${figure(one.medians.peer)} (${isNoisy(one) ? "too noisy" : `×\u00a0${short(one.ratio)}`})`;
  return [row.what, row.unit, figure(row.medians.ours), ...theirs.map(cell)];
}
