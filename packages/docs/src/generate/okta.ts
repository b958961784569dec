import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { lead, type Page, root } from "./page.ts";

const folder = join(root, "packages/okta/generated/docs");

const next = `## Where to go on

- [Connect an Okta org](/okta/connect/): by API token, or by OAuth 2.0 as a service app, which needs no admin's token.
- [SDK usage](/okta/sdk/): calls, lists, errors, approvals.
- [Policies by example](/okta/policies-by-example/): the verdict on each operation.`;

/** The connector's generated pages: the overview, and one for each family. */
export async function oktaPages(): Promise<readonly Page[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  const families = await familiesOf();
  return Promise.all(names.map((name) => oktaPage(name.slice(0, -".md".length), families)));
}

/** The names of the families, in the order of the spec. */
export async function familiesOf(): Promise<readonly string[]> {
  const index = await readFile(join(folder, "index.md"), "utf8");
  return [...index.matchAll(/^### \[.*\]\(\.\/([\w-]+)\.md\)/gm)].map(([, name = ""]) => name);
}

async function oktaPage(name: string, families: readonly string[]): Promise<Page> {
  const text = await readFile(join(folder, `${name}.md`), "utf8");
  const [, title = name, body = ""] = /^---\ntitle: "(.*)"\n---\n(.*)$/s.exec(text) ?? [];
  const linked = lead(body, ["Risk", "Required", "Description"])
    .replace(/<!--.*?-->\n/s, "")
    // What the first paragraph has said already.
    .replace(/^\d+ operations in \d+ families\. /m, "")
    // An address that stands for any org's is no link.
    .replaceAll(/(?<!["`])https:\/\/yourorg\.okta\.com/g, "`$&`")
    .replaceAll(/(?<=^\|.*)`(\/[^`|]*)`/gm, (_, path: string) => breakable(path))
    .replaceAll(
      /\]\(\.\/([\w-]+)\.md(#[\w-]+)?\)/g,
      (_, page: string, anchor = "") => `](/okta/${page}/${anchor})`,
    );
  if (name === "index") {
    const description = "Prerequisites, credentials, operations and risk classifications.";
    const led = `${linked.trimEnd()}\n\n${next}`;
    return { slug: "okta", title: `The ${title} connector`, description, label: "Overview", body: led };
  }
  return {
    slug: `okta/${name}`,
    title: `${title}: operations`,
    description: `${title}: parameters, errors, examples and traps of each operation.`,
    label: title,
    order: families.indexOf(name),
    body: linked,
  };
}

/** A path that may be broken before each of its slashes, and nowhere else. */
function breakable(path: string): string {
  return `<code class="path">${path.replaceAll(/(?<!^)\//g, "<wbr>/")}</code>`;
}
