import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { benchPage } from "./bench.ts";
import { commandPages } from "./command.ts";
import { compareFigures } from "./compare.ts";
import { errorsPage } from "./errors.ts";
import { oktaPages } from "./okta.ts";
import { print, root } from "./page.ts";
import { policiesPage } from "./policies.ts";
import { repositoryPages } from "./repository.ts";
import { readSaved } from "./saved.ts";
import { specKeysPage } from "./spec-keys.ts";

const folder = join(root, "packages/docs/src/content/docs/generated");
/** What stands on pages that people write. */
const parts = join(root, "packages/docs/src/generated");

await rm(folder, { recursive: true, force: true });
const pages = await Promise.all([
  commandPages(),
  oktaPages(),
  repositoryPages(),
  policiesPage(),
  errorsPage(),
  specKeysPage(),
  benchPage(),
]);
for (const page of pages.flat()) {
  const file = join(folder, `${page.slug}.md`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, print(page));
}

await mkdir(parts, { recursive: true });
await writeFile(join(parts, "compare-figures.md"), compareFigures(await readSaved()));
// Titles are shown as they are, while Markdown makes a dash of two hyphens by itself.
const openApi = await readFile(join(root, "packages/okta/generated/openapi.json"), "utf8");
await writeFile(join(parts, "openapi.json"), openApi.replaceAll(" -- ", " — "));
