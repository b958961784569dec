import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emitConnector } from "../src/emit/connector.ts";
import { depot } from "./depot.ts";

const golden = join(import.meta.dirname, "golden");
const files = await emitConnector(depot());
/** TypeScript is kept as text, or test runners and compilers would take it for their own. */
const kept = (path: string): string => path.replace("packages/depot/", "").replace(/\.ts$/, ".ts.txt");

test.each(files)("$path is what the depot's spec stands for", async ({ path, text }) => {
  await expect(text).toMatchFileSnapshot(join(golden, kept(path)));
});

test("no golden file is left of what is emitted no more", async () => {
  const present = await readdir(golden, { recursive: true, withFileTypes: true });
  const paths = present.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(paths.toSorted()).toEqual(files.map(({ path }) => join(golden, kept(path))).toSorted());
});
