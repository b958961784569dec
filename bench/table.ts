import { type Goal, median, noisy, quantile, type Row } from "./measure.ts";

/** A row with what its rounds come to. */
export interface Result extends Row {
  readonly bench: string;
  /** The medians of the rounds. */
  readonly medians: { readonly ours: number; readonly peer: number };
  /** ours / peer: the median over the rounds. */
  readonly ratio: number;
  /** The interquartile range of the rounds' ratios over their median. */
  readonly spread: number;
  /** What to make of it: whether the middle half of the rounds meets the goal, or misses it, or is too wide to say. */
  readonly verdict: "met" | "missed" | "too noisy" | "";
}

/** What the rounds of a row come to. Rounds are compared one by one: what slowed one side down slowed the other too. */
export function result(bench: string, row: Row): Result {
  const ratios = row.ours.map((value, round) => value / (row.peer[round] ?? row.peer[0] ?? Number.NaN));
  const [low, ratio, high] = [quantile(ratios, 0.25), median(ratios), quantile(ratios, 0.75)];
  const spread = high === low ? 0 : (high - low) / ratio;
  return {
    ...{ bench, ...row, ratio, spread, verdict: judge([low, high], spread, row.goal) },
    medians: { ours: median(row.ours), peer: median(row.peer) },
  };
}

function judge(middle: readonly number[], spread: number, goal: Goal | undefined): Result["verdict"] {
  if (goal) {
    const meets = middle.map((ratio) => ("atLeast" in goal ? ratio >= goal.atLeast : ratio <= goal.atMost));
    if (meets.every(Boolean)) return "met";
    if (!meets.some(Boolean)) return "missed";
    return "too noisy";
  }
  return spread > noisy ? "too noisy" : "";
}

const widths = [62, 12, 42, 8, 8, 18] as const;

/** The names of the columns. */
export const heading: string = line(["what", "ours", "the peer or the limit", "ratio", "spread", "goal"]);

/** A row as people read it. */
export function format(measured: Result): string {
  const { what, unit, ours, medians, peerName, ratio, spread, goal, verdict } = measured;
  return line([
    `${what} (${unit})`,
    figure(medians.ours),
    `${figure(medians.peer)} ${peerName}`,
    `x ${figure(ratio)}`,
    ours.length > 1 ? `±${Math.round((spread * 100) / 2)} %` : "",
    `${goal === undefined ? "" : sentence(goal)} ${verdict}`.trim(),
  ]);
}

function sentence(goal: Goal): string {
  return "atLeast" in goal ? `≥ ${figure(goal.atLeast)}` : `≤ ${figure(goal.atMost)}`;
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, column) => (column === 1 ? cell.padStart(widths[1]) : cell.padEnd(widths[column] ?? 0)))
    .join("  ")
    .trimEnd();
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
