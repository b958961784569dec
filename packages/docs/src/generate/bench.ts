import { chart, short } from "../figures/chart.ts";
import { type Page, table } from "./page.ts";
import { isNoisy, madeOn, type Measured, moreIsBetter, readSaved, type Saved } from "./saved.ts";

const head = `\`pnpm bench\` measures on your own machine: each row compares Arx with one alternative, in alternating rounds, so background load affects
both. Ratios hold from machine to machine far better than figures a second.`;

/** What the benches are about, by the words that select them. One that is not here is named by its word. */
const titles: Readonly<Record<string, string>> = {
  policy: "Deciding by policy",
  okta: "Calls to Okta",
  paging: "Long lists",
  cold: "Cold start",
  size: "Installed size",
  audit: "The audit log",
  generate: "Generating a connector",
  types: "Type-checking",
  start: "The command's start",
};

/** The figures of the last saved run, or how to get some. */
export async function benchPage(): Promise<Page> {
  return {
    slug: "operate/bench",
    title: "What it costs",
    description: "Measured costs of the pipeline, as ratios.",
    body: benchBody(await readSaved()),
  };
}

/** What there is to say about a saved run, or about none. */
export function benchBody(saved: Saved | undefined): string {
  return saved === undefined
    ? `${head}\n\nNo run has been saved yet, so there are no figures here.`
    : `${head}\n\n${figures(saved)}`;
}

function figures(saved: Saved): string {
  const benches = [...Map.groupBy(saved.results, ({ bench }) => bench)];
  const sections = benches.map(([bench, rows]) => {
    const heads = ["What", "Ratio", "Better", "Goal", "Verdict", "Arx", "Other", "Spread"];
    return `## ${titles[bench] ?? bench}\n\n${table(heads, rows.map(cells))}`;
  });
  return `${madeOn(saved)}

The ratio is Arx's figure divided by the other one, the median of all rounds; _Better_ says on which side of 1 Arx is ahead. A bar to the right
means that Arx is ahead, one to the left that it is behind; each half is a logarithmic scale that ends at a factor of 10. The verdict says whether
a goal was met. Where the rounds differ too much to say, it is _too noisy_.

${sections.join("\n\n")}`;
}

function cells(row: Measured): readonly string[] {
  const { what, unit, medians, peerName, ratio, spread, verdict, goal } = row;
  const more = moreIsBetter(row);
  return [
    `${what}<br><small>${unit}, against ${peerName}</small>`,
    `${short(ratio)}${isNoisy(row) ? "" : `<br>${chart(more ? ratio : 1 / ratio)}`}`,
    more ? "above 1" : "below 1",
    goal === undefined ? "" : sentence(goal),
    verdict,
    short(medians.ours),
    short(medians.peer),
    spread === 0 ? "" : `±${Math.round((spread * 100) / 2)} %`,
  ];
}

function sentence({ atLeast, atMost }: NonNullable<Measured["goal"]>): string {
  return atLeast === undefined ? `≤ ${short(atMost ?? 0)}` : `≥ ${short(atLeast)}`;
}
