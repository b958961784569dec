import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { emitConnector } from "../src/emit/connector.ts";
import { loadSpec } from "../src/spec/load.ts";
import { depot, repository } from "./depot.ts";

/** Collections, whose order is the order of what is made of them. All other maps are facts about one thing. */
const collections = new Set([
  ...["operations", "schemas", "fields", "parameters", "flat", "auth", "paging", "codes", "errors", "raise"],
  ...["with", "settled", "input", "recipient", "locker", "insurance"],
]);

test("the order in which a spec tells facts about one thing changes nothing", async () => {
  await using repo = await repository();
  for (const file of await readdir(repo.specs)) {
    const path = join(repo.specs, file);
    const turned = stringify(
      reversed(parse(await readFile(path, "utf8")), file === "connector.yaml" ? "" : "family"),
    );
    await writeFile(path, turned);
  }
  const { spec, diagnostics } = loadSpec(repo.specs);
  expect(diagnostics).toEqual([]);
  expect(spec && (await emitConnector(spec))).toEqual(await emitConnector(depot()));
});

function reversed(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => reversed(item, name === "examples" ? "example" : ""));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner, key)] as const);
  return Object.fromEntries(collections.has(name) ? entries : entries.toReversed());
}
