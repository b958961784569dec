import { glob, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { ELEMENT_NODE, parse, walkSync } from "ultrahtml";

/** A link that leads nowhere, and the page that has it. */
export interface BrokenLink {
  readonly page: string;
  readonly link: string;
  readonly why: string;
}

/** What the links of a built site come to. */
export interface LinkReport {
  readonly broken: readonly BrokenLink[];
  /** Addresses of other sites, sorted; nobody has called them. */
  readonly external: readonly string[];
}

interface PageLinks {
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

/**
 * Follows every link of a built site to its file and its anchor.
 * @param foreign paths that belong to no site, such as those of an API that is described
 */
export async function checkLinks(folder: string, foreign: readonly string[] = []): Promise<LinkReport> {
  const pages = new Map<string, PageLinks>();
  for await (const file of glob("**/*.html", { cwd: folder })) {
    pages.set(pathOf(file), linksOf(await readFile(join(folder, file), "utf8")));
  }
  const broken: BrokenLink[] = [];
  const external = new Set<string>();
  for (const [page, { links }] of pages) {
    for (const link of new Set(links)) {
      if (foreign.includes(link)) continue;
      if (/^[a-z][a-z0-9+.-]*:/i.test(link)) {
        const fault = externalFault(link);
        if (fault === undefined) external.add(link);
        else broken.push({ page, link, why: fault });
        continue;
      }
      const { pathname, hash } = new URL(link, `http://site${page}`);
      const why = await internalFault(
        folder,
        pages,
        decodeURIComponent(pathname),
        decodeURIComponent(hash.slice(1)),
      );
      if (why !== undefined) broken.push({ page, link, why });
    }
  }
  return { broken, external: [...external].toSorted() };
}

/** Fails a build whose pages have broken links; `foreign` as {@link checkLinks} takes it. */
export function linkCheck(foreign: readonly string[]): AstroIntegration {
  return {
    name: "link-check",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const { broken, external } = await checkLinks(fileURLToPath(dir), foreign);
        for (const address of external) logger.info(`leads elsewhere: ${address}`);
        if (broken.length === 0) return;
        const lines = broken.map(({ page, link, why }) => `${page}: ${link}: ${why}`);
        throw new Error(`${broken.length} links lead nowhere:\n${lines.join("\n")}`);
      },
    },
  };
}

function pathOf(file: string): string {
  return `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$/, "$1")}`;
}

function linksOf(html: string): PageLinks {
  const ids = new Set<string>();
  const links: string[] = [];
  walkSync(parse(html), (node) => {
    if (node.type !== ELEMENT_NODE) return;
    const { id, href, src } = node.attributes as Record<string, string | undefined>;
    if (id !== undefined) ids.add(unescape(id));
    const target = href ?? src;
    if (target !== undefined && target !== "") links.push(unescape(target));
  });
  return { ids, links };
}

function unescape(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#38;", "&")
    .replaceAll("&amp;", "&");
}

function externalFault(link: string): string | undefined {
  if (link.startsWith("data:")) return undefined;
  if (!URL.canParse(link)) return "no address";
  return new URL(link).protocol === "https:" ? undefined : "an address of another site begins with https:";
}

async function internalFault(
  folder: string,
  pages: ReadonlyMap<string, PageLinks>,
  pathname: string,
  anchor: string,
): Promise<string | undefined> {
  const page = pages.get(pathname);
  if (page === undefined) {
    const file = await stat(join(folder, pathname)).catch(() => undefined);
    if (file?.isFile() === true) return undefined;
    return pages.has(`${pathname}/`) ? "write it with the slash at its end" : "no such page";
  }
  if (anchor === "" || anchor === "_top" || page.ids.has(anchor)) return undefined;
  return "the page has no such anchor";
}
