import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page, root } from "./page.ts";

/** Where a page comes from, and what it is about. */
interface Origin {
  readonly file: string;
  /** The section that is the page; absent: the whole file. */
  readonly section?: string;
  readonly slug: string;
  readonly description: string;
}

const origins: readonly Origin[] = [
  {
    file: "packages/cli/README.md",
    section: "A tour",
    slug: "start/tour",
    description: "The command from init to an exported log, each step with its output.",
  },
  {
    file: "generators/README.md",
    section: "Author's guide",
    slug: "author/guide",
    description:
      "The commands of `arx spec`: begin a connector, import operations, see drift, compare versions, generate.",
  },
  {
    file: "docs/tutorials/add-an-operation.md",
    slug: "author/add-an-operation",
    description: "One operation from the spec to its tests, command by command.",
  },
];

/** Pages that are kept beside what they speak of, and are tested there. */
export async function repositoryPages(): Promise<readonly Page[]> {
  const folder = "docs/decisions";
  const decisions = (await readdir(join(root, folder))).filter((name) => name.endsWith(".md")).toSorted();
  return Promise.all([
    ...origins.map(page),
    ...decisions.map((name) => {
      const slug = `decisions/${name.slice(0, -".md".length)}`;
      return page({ file: `${folder}/${name}`, slug, description: "Why it is so." });
    }),
  ]);
}

async function page({ file, section, slug, description }: Origin): Promise<Page> {
  const text = await readFile(join(root, file), "utf8");
  if (section === undefined) {
    const [, title = "", body = ""] = /^# ([^\n]*)\n(.*)$/s.exec(text) ?? [];
    return { slug, title, description, body };
  }
  const found = text.split(/^## /m).find((part) => part.startsWith(`${section}\n`));
  if (found === undefined) throw new Error(`${file} has no section "${section}"`);
  // Its headings are one level up on a page of their own.
  return {
    slug,
    title: section,
    description,
    body: found.slice(section.length).replaceAll(/^##(#+ )/gm, "#$1"),
  };
}
