import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { commandPages } from "./command.ts";
import { oktaPages } from "./okta.ts";
import { print, root } from "./page.ts";
import { repositoryPages } from "./repository.ts";

const folder = join(root, "packages/docs/src/content/docs/generated");

await rm(folder, { recursive: true, force: true });
const pages = (await Promise.all([commandPages(), oktaPages(), repositoryPages()])).flat();
for (const page of pages) {
  const file = join(folder, `${page.slug}.md`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, print(page));
}
