import { getCollection } from "astro:content";

/** A page of the site as language models are given it. */
export interface SitePage {
  /** Its path on the site, with slashes around it. */
  readonly path: string;
  readonly title: string;
  readonly description?: string | undefined;
  /** Markdown. */
  readonly body: string;
}

interface Entry {
  readonly id: string;
  readonly data: { readonly title: string; readonly description?: string | undefined };
  readonly body?: string | undefined;
}

/** What a page in MDX needs to be drawn says nothing to a reader of its text. */
const component = /^import \w+ from ".*\.astro";\n+/gm;

/** All pages by their path, but for the references of packages, which are long and said in their sources. */
export async function sitePages(): Promise<readonly SitePage[]> {
  const entries = (await getCollection("docs")) as readonly Entry[];
  return entries
    .filter(({ id }) => !id.startsWith("api/"))
    .map(({ id, data: { title, description }, body = "" }) => ({
      ...{
        path: id === "index" ? "/" : `/${id}/`,
        title,
        description,
        body: body.replaceAll(component, "").trim(),
      },
    }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
