import { catalog } from "@arx/okta";
import * as core from "@arx/core";
import { expect, test } from "vitest";
import { chart } from "../src/figures/chart.ts";
import { draw } from "../src/figures/figure.ts";
import { pipeline } from "../src/figures/pipeline.ts";
import { benchBody, type Saved } from "../src/generate/bench.ts";
import { errorsPage } from "../src/generate/errors.ts";
import { familiesOf, oktaPages } from "../src/generate/okta.ts";
import { print } from "../src/generate/page.ts";
import { policiesPage } from "../src/generate/policies.ts";
import { repositoryPages } from "../src/generate/repository.ts";
import { specKeysPage } from "../src/generate/spec-keys.ts";

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
      ...{ what: "a <read>", unit: "1/s", peerName: "bare", medians: { ours: 1234.5, peer: 2469 } },
      ...{ ratio: 0.5, spread: 0.04, verdict: "met", goal: { atLeast: 0.4 } },
    },
    {
      ...{ what: "noise", unit: "1/s", peerName: "bare", medians: { ours: 1, peer: 1 } },
      ...{ ratio: 1, spread: 0.9, verdict: "too noisy" },
    },
  ],
};

test("figures of the bench come from a saved run alone, and noisy rows are left out", () => {
  expect(benchBody(undefined)).toContain("No run has been saved yet");
  const body = benchBody(saved);
  expect(body).toContain("Measured on 2026-01-02: 2 × Some CPU, Node.js 24.21.0, linux x64.");
  expect(body).toContain("| a <read> | 1,235 1/s | 2,469 1/s | bare | 0.5 | more is better | ±2 % |");
  expect(body).toContain("too noisy to mean anything are left out: 1.");
  expect(body).not.toContain("| noise |");
});

test("a chart's bars are as long as their values", () => {
  const svg = chart(saved.results.slice(0, 1));
  expect(
    [...svg.matchAll(/<rect class="(\w+)" x="0" y="\d+" width="([\d.]+)"/g)].map(([, kind, width]) => [
      kind,
      width,
    ]),
  ).toEqual([
    ["ours", "165.0"],
    ["peer", "330.0"],
  ]);
  expect(svg).toContain("a &lt;read&gt;");
});

test("a figure says in words what it shows, and has no colours of its own", () => {
  const svg = draw(pipeline);
  expect(svg).toContain(
    'aria-label="The steps of an action, one after the other: parse, decide, record, approve,',
  );
  expect(svg).not.toMatch(/#[0-9a-f]{3,6}\b|fill="/);
});

test("a page's front matter survives quotes and colons", () => {
  const text = print({ slug: "a/b", title: 'A "b": c', description: "d: e", label: "f", body: "\ntext\n" });
  expect(text).toBe(
    '---\nslug: a/b\ntitle: "A \\"b\\": c"\ndescription: "d: e"\nsidebar: { label: "f" }\n---\n\ntext\n',
  );
});
