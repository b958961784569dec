import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chart, short } from "../figures/chart.ts";
import { type Page, root, table } from "./page.ts";

/** What `pnpm bench --save` writes, as far as it is shown. */
export interface Saved {
  readonly at: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly platform: string;
  };
  readonly results: readonly Measured[];
}

/** One row of the bench. */
export interface Measured {
  readonly what: string;
  readonly unit: string;
  readonly peerName: string;
  readonly medians: { readonly ours: number; readonly peer: number };
  readonly ratio: number;
  readonly spread: number;
  readonly verdict: string;
  /** What the ratio is to be; tells which way is better. */
  readonly goal?: { readonly atLeast?: number; readonly atMost?: number };
}

const head = `\`pnpm bench\` measures on your own machine: each row compares two ways to do the same, in alternating rounds, so that what the machine does
meanwhile meets both alike. Ratios hold from machine to machine far better than figures a second.`;

/** The figures of the last saved run, or how to get some. */
export async function benchPage(): Promise<Page> {
  return {
    slug: "operate/bench",
    title: "What it costs",
    description: "Measured costs of the pipeline, as ratios.",
    body: benchBody(await readSaved(join(root, "bench/results/latest.json"))),
  };
}

/** What there is to say about a saved run, or about none. */
export function benchBody(saved: Saved | undefined): string {
  return saved === undefined
    ? `${head}\n\nNo run has been saved yet, so there are no figures here.`
    : `${head}\n\n${figures(saved)}`;
}

async function readSaved(file: string): Promise<Saved | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Saved;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function figures({ at, machine, results }: Saved): string {
  const told = results
    .filter(({ verdict }) => verdict !== "too noisy")
    .map((row) => ({ ...row, better: better(row) }));
  const rows = told.map((row) => [
    row.what,
    `${short(row.medians.ours)} ${row.unit}`,
    `${short(row.medians.peer)} ${row.unit}`,
    row.peerName,
    short(row.ratio),
    row.better ?? "",
    `±${Math.round((row.spread * 100) / 2)} %`,
  ]);
  const left = results.length - told.length;
  return `Measured on ${at.slice(0, 10)}: ${machine.cores} × ${machine.cpu}, Node.js ${machine.node}, ${machine.platform}.
${left === 0 ? "" : `Rows that were too noisy to mean anything are left out: ${left}.\n`}
<figure class="not-content">${chart(told)}</figure>

Of each pair of bars the upper one is Arx.

${table(["What", "Arx", "Compared", "With", "Ratio", "", "Spread"], rows)}`;
}

function better({ goal }: Measured): string | undefined {
  if (goal === undefined) return undefined;
  return goal.atMost === undefined ? "more is better" : "less is better";
}
