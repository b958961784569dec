import { getCollection } from "astro:content";
import { rawContent } from "./generated/compare-figures.md";
import { plain } from "./plain.ts";
import { placeOf, sidebar } from "./sidebar.ts";

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
  readonly data: {
    readonly title: string;
    readonly description?: string | undefined;
    readonly sidebar: { readonly order?: number | undefined };
  };
  readonly body?: string | undefined;
}

/** References that are too long to be told page by page; sources and the OpenAPI document say the same. */
export const references: readonly Pick<SitePage, "path" | "title" | "description">[] = [
  ...["core", "core-testing", "okta", "okta-sim", "yaml"].map((name) => ({
    path: `/api/${name}/readme/`,
    title: `@arx/${name.replace("core-", "core/")}`,
    description: "API reference: everything that the package exports",
  })),
  {
    path: "/reference/openapi/",
    title: "OpenAPI: Okta",
    description: "the operations of the Okta connector as an OpenAPI document",
  },
];

/** All pages in the order of the sidebar, but for the {@link references}. */
export async function sitePages(): Promise<readonly SitePage[]> {
  const all = (await getCollection("docs")) as readonly Entry[];
  const entries = all.filter(({ id }) => !id.startsWith("api/"));
  const families = entries
    .filter(({ data }) => data.sidebar.order !== undefined)
    .toSorted((one, other) => (one.data.sidebar.order ?? 0) - (other.data.sidebar.order ?? 0));
  const sections = sidebar(families.map(({ id }) => id));
  const parts = { Figures: rawContent() };
  return entries
    .toSorted(
      (one, other) => placeOf(one.id, sections) - placeOf(other.id, sections) || (one.id < other.id ? -1 : 1),
    )
    .map(({ id, data: { title, description }, body = "" }) => ({
      ...{ path: id === "index" ? "/" : `/${id}/`, title, description },
      body: plain(body, parts),
    }));
}
