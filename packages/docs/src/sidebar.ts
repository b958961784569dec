/** A part of the sidebar: pages by their path, and groups of them. */
export interface Section {
  readonly label: string;
  readonly collapsed?: boolean;
  readonly items: readonly (string | Section | Folder)[];
}

/** All pages that are made into a folder of the content. */
export interface Folder {
  readonly autogenerate: { readonly directory: string };
}

/** The sidebar, but for the references of packages and the OpenAPI document. @param families the pages of operations */
export function sidebar(families: readonly string[]): readonly Section[] {
  return [
    { label: "Start", items: ["index", "start/local", "start/tour", "start/real-org"] },
    {
      label: "Concepts",
      items: [
        "concepts/pipeline",
        "concepts/policies",
        "concepts/approvals",
        "concepts/audit",
        "concepts/vault",
        "concepts/outcomes",
      ],
    },
    {
      label: "Okta connector",
      items: [
        "okta",
        "okta/connect",
        "okta/sdk",
        "okta/policies-by-example",
        { label: "Operations", items: families },
      ],
    },
    {
      label: "Operate",
      items: ["operate/security", "operate/boundary", "operate/guide", "operate/bench", "compare"],
    },
    {
      label: "Write connectors",
      items: ["author/new-connector", "author/guide", "author/add-an-operation", "author/spec-keys"],
    },
    {
      label: "Reference",
      items: [
        "reference/configuration",
        "reference/errors",
        {
          label: "The command",
          collapsed: true,
          items: [{ autogenerate: { directory: "generated/reference/command" } }],
        },
      ],
    },
    {
      label: "Decisions",
      collapsed: true,
      items: [{ autogenerate: { directory: "generated/decisions" } }],
    },
  ];
}

/** The place of a page in the sidebar; one that is not in it comes last. */
export function placeOf(page: string, sections: readonly Section[]): number {
  const found = sections
    .flatMap(pagesOf)
    .findIndex((item) => (typeof item === "string" ? item === page : `${page}/`.startsWith(slugOf(item))));
  return found === -1 ? Number.POSITIVE_INFINITY : found;
}

function pagesOf({ items }: Section): readonly (string | Folder)[] {
  return items.flatMap((item) => (typeof item === "object" && "items" in item ? pagesOf(item) : [item]));
}

function slugOf({ autogenerate: { directory } }: Folder): string {
  return `${directory.replace(/^generated\//, "")}/`;
}
