import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page, root } from "./page.ts";

/** Pages that are kept beside what they speak of, and are tested there. */
export async function repositoryPages(): Promise<readonly Page[]> {
  return [
    await page("docs/tutorials/add-an-operation.md", "author/add-an-operation"),
    await section("packages/cli/README.md", "A tour", "start/tour"),
    await section("generators/README.md", "Author's guide", "author/guide"),
    ...(await decisions()),
  ];
}

async function decisions(): Promise<readonly Page[]> {
  const names = (await readdir(join(root, "docs/decisions")))
    .filter((name) => name.endsWith(".md"))
    .toSorted();
  return Promise.all(
    names.map((name) => page(`docs/decisions/${name}`, `decisions/${name.slice(0, -".md".length)}`)),
  );
}

async function page(file: string, slug: string): Promise<Page> {
  const [, title = "", body = ""] =
    /^# ([^\n]*)\n(.*)$/s.exec(await readFile(join(root, file), "utf8")) ?? [];
  return { slug, title, body };
}

/** One section of a file, its headings one level up. */
async function section(file: string, title: string, slug: string): Promise<Page> {
  const parts = (await readFile(join(root, file), "utf8")).split(/^## /m);
  const found = parts.find((part) => part.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`${file} has no section "${title}"`);
  return { slug, title, body: found.slice(title.length).replaceAll(/^##(#+ )/gm, "#$1") };
}
