import { catalog } from "@arx/okta";
import * as core from "@arx/core";
import { expect, test } from "vitest";
import { chart } from "../src/figures/chart.ts";
import { draw } from "../src/figures/figure.ts";
import { pipeline } from "../src/figures/pipeline.ts";
import { benchBody } from "../src/generate/bench.ts";
import { compareFigures } from "../src/generate/compare.ts";
import { errorsPage } from "../src/generate/errors.ts";
import { familiesOf, oktaPages } from "../src/generate/okta.ts";
import { lead, print } from "../src/generate/page.ts";
import { policiesPage } from "../src/generate/policies.ts";
import { repositoryPages } from "../src/generate/repository.ts";
import type { Saved } from "../src/generate/saved.ts";
import { specKeysPage } from "../src/generate/spec-keys.ts";
import { plain } from "../src/plain.ts";
import { placeOf, sidebar } from "../src/sidebar.ts";

test("the errors page has every class of error that the core exports, once", async () => {
  const { body } = await errorsPage();
  const told = [...body.matchAll(/^\| `(\w+)`<br>`\w+` \|/gm)].map(([, name]) => name);
  const exported = Object.entries(core).filter(
    ([name, value]) =>
      name !== "ArxError" && typeof value === "function" && value.prototype instanceof core.ArxError,
  );
  expect(told).toEqual(expect.arrayContaining(exported.map(([name]) => name)));
  expect(new Set(told).size).toBe(told.length);
});

test("the example policies are shown with the verdict on each operation", async () => {
  const { body } = await policiesPage();
  const rows = [...body.matchAll(/^\| `(\w+:\w+)` \|/gm)].map(([, id]) => id);
  expect(rows).toEqual(Object.keys(catalog.operations));
  expect(body).toContain(
    "| `users:suspend` | HIGH | deny | **person** | **person** | deny (no-destructive) |",
  );
  expect(body).toContain(
    "| `users:clear_sessions` | CRITICAL | deny | deny | deny | deny (no-destructive) |",
  );
  expect(body).toContain("| `users:create` | MEDIUM | deny | _auto_ | _auto_ | _auto_ |");
});

test("the connector's pages link to each other by their place on the site", async () => {
  const pages = await oktaPages();
  const families = (await familiesOf()).map((name) => `okta/${name}`);
  expect(families[0]).toBe("okta/users");
  expect(pages.map(({ slug }) => slug).toSorted()).toEqual(["okta", ...families].toSorted());
  for (const { slug, title, body } of pages) {
    expect({ slug, title: title !== "", links: /\]\(\.\//.test(body) }).toEqual({
      slug,
      title: true,
      links: false,
    });
  }
  expect(pages.find(({ slug }) => slug === "okta")?.body).toContain("](/okta/users/#suspenduser)");
});

test("pages that are kept elsewhere in the repository are found, with title and text", async () => {
  for (const { slug, title, body } of await repositoryPages()) {
    expect({ slug, title: title.length > 0 && title.length < 100, body: body.length > 200 }).toEqual({
      ...{ slug, title: true, body: true },
    });
  }
});

test("the spec's keys are those of the JSON Schemas, and every kind of value is explained", async () => {
  const { body } = await specKeysPage();
  for (const key of ["origin.refuse", "auth", "paging", "risk", "reconcile", "preview"]) {
    expect(body).toContain(`| \`${key}`);
  }
  const told = [...body.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
  const named = [...body.matchAll(/\[(\w+)\]\(#\w+\)/g)].map(([, name]) => name);
  expect(told).toEqual(expect.arrayContaining(named));
  expect(told).toEqual([...new Set(told)]);
});

const saved: Saved = {
  at: "2026-01-02T03:04:05.000Z",
  machine: { cpu: "Some CPU", cores: 2, node: "24.21.0", platform: "linux x64" },
  results: [
    {
      ...{ bench: "okta", what: "a read", unit: "calls/s", peerName: "bare undici Pool" },
      ...{ medians: { ours: 1234.5, peer: 2469 }, ratio: 0.5, spread: 0.04 },
      ...{ verdict: "met", goal: { atLeast: 0.4 } },
    },
    {
      ...{ bench: "okta", what: "a read", unit: "calls/s", peerName: "@okta/okta-sdk-nodejs" },
      ...{ medians: { ours: 1234.5, peer: 1000 }, ratio: 1.2, spread: 0.9, verdict: "too noisy" },
    },
    {
      ...{ bench: "other", what: "its memory", unit: "MB", peerName: "the limit" },
      ...{ medians: { ours: 30, peer: 60 }, ratio: 0.5, spread: 0, verdict: "missed", goal: { atMost: 0.4 } },
    },
  ],
};

test("figures of the bench come from a saved run alone, with goals and verdicts, noisy rows among them", () => {
  expect(benchBody(undefined)).toContain("No run has been saved yet");
  const body = benchBody(saved)
    .replaceAll(/<svg.*?<\/svg>/g, "bar")
    .replaceAll("\u00a0", " ");
  expect(body).toContain("Measured on 2026-01-02: 2 × Some CPU, Node.js 24.21.0, linux x64.");
  expect(body.split("\n").filter((line) => /^#|^\| (a|its) /.test(line))).toEqual([
    "## Calls to Okta",
    "| a read<br><small>calls/s, against bare undici Pool</small> | 0.5<br>bar | above 1 | ≥ 0.4 | met | 1,235 | 2,469 | ±2 % |",
    "| a read<br><small>calls/s, against @okta/okta-sdk-nodejs</small> | 1.2 | above 1 |  | too noisy | 1,235 | 1,000 | ±45 % |",
    "## other",
    "| its memory<br><small>MB, against the limit</small> | 0.5<br>bar | below 1 | ≤ 0.4 | missed | 30 | 60 |  |",
  ]);
});

test("the comparison shows one row for each thing measured against Okta's SDK and a bare client, and skips what is absent", () => {
  expect(compareFigures(undefined)).toBe("No figures of this comparison have been saved yet.");
  const rows = compareFigures(saved)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(rows.slice(2)).toEqual([
    "| a read | calls/s | 1,235 | 1,000 (too noisy) | **2,469** (×\u00a00.5) |",
  ]);
  expect(compareFigures({ ...saved, results: saved.results.slice(2) })).toBe(compareFigures(undefined));
});

test("a bar grows to the right with what is better, to the left with what is worse, and no further than its half", () => {
  const drawn = [0.001, 0.5, 1, 2, 1000, Number.POSITIVE_INFINITY].map((times) =>
    /class="(better|worse)" x="([\d.]+)" y="\d+" width="([\d.]+)"/.exec(chart(times))?.slice(1, 4),
  );
  expect(drawn).toEqual([
    ["worse", "1.0", "47.0"],
    ["worse", "33.9", "14.1"],
    ["better", "48.0", "1.0"],
    ["better", "48.0", "14.1"],
    ["better", "48.0", "47.0"],
    ["better", "48.0", "47.0"],
  ]);
});

test("a figure says in words what it shows, and has no colours of its own", () => {
  const svg = draw(pipeline);
  expect(svg).toContain(
    "one after the other, and how it may end at each: parse (invalid input), decide (denied), record (store unavailable)",
  );
  expect(svg).not.toMatch(/#[0-9a-f]{3,6}\b|fill="/);
});

test("columns that matter come behind the first one, and tables without them stay", () => {
  const text = "text | a\n\n| A | B | Risk |\n| - | -- | --- |\n| a \\| b | `x` | LOW |\n\n| A |\n| - |\n";
  expect(lead(text, ["Required", "Risk"])).toBe(
    "text | a\n\n| A | Risk | B |\n| - | --- | -- |\n| a \\| b | LOW | `x` |\n\n| A |\n| - |\n",
  );
});

test("the pages of operations break paths at slashes, and link to nobody's org", async () => {
  const texts = (await oktaPages()).map(({ body }) => body).join("\n");
  expect(texts).toContain('<code class="path">/api<wbr>/v1<wbr>/users<wbr>/{userId}</code>');
  expect(texts).not.toMatch(/(?<![`"])https:\/\/yourorg/);
});

test("a page's text alone has the words of its pictures, and no marks of HTML outside of code", () => {
  const text = [
    'import Figure from "../Figure.astro";\n',
    '<Figure name="approval" />\n\n<Parts />',
    `| a<br><small>1/s, against b</small> | 2<br>${chart(2)} | <code class="path">/a<wbr>/b</code> |`,
    '```ts\nimport x from "y";\nList<div>\n```',
  ].join("\n");
  expect(plain(text, { Parts: "the parts" })).toBe(
    [
      "Figure: A request is pending; people approve or deny it, or its time runs out. An approved one is consumed by one call or expires.",
      "\nthe parts\n| a (1/s, against b) | 2 (better) | `/a/b` |",
      '```ts\nimport x from "y";\nList<div>\n```',
    ].join("\n"),
  );
});

test("pages for language models stand as in the sidebar, and others behind them", () => {
  const sections = sidebar(["okta/users", "okta/apps"]);
  const pages = [
    "x",
    "decisions/0001-a",
    "reference/command/run",
    "okta/apps",
    "okta/users",
    "okta",
    "index",
  ];
  expect(pages.toSorted((one, other) => placeOf(one, sections) - placeOf(other, sections))).toEqual(
    pages.toReversed(),
  );
});

test("a page's front matter survives quotes and colons", () => {
  const text = print({
    slug: "a/b",
    title: 'A "b": c',
    description: "d: e",
    label: "f",
    order: 2,
    body: "\ntext\n",
  });
  expect(text).toBe(
    '---\nslug: a/b\ntitle: "A \\"b\\": c"\ndescription: "d: e"\nsidebar: { label: "f", order: 2 }\n---\n\ntext\n',
  );
});
