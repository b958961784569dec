import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page, root } from "./page.ts";

const folder = join(root, "packages/okta/generated/docs");

const next = `## Where to go on

- [Connect an Okta org](/okta/connect/): by API token, or by OAuth 2.0 as a service app, which needs no admin's token.
- [SDK usage](/okta/sdk/): calls, lists, errors, approvals.
- [Policies by example](/okta/policies-by-example/): the verdict on each operation.`;

/** The connector's generated pages: the overview, and one for each family. */
export async function oktaPages(): Promise<readonly Page[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  return Promise.all(names.map((name) => oktaPage(name.slice(0, -".md".length))));
}

/** The names of the families, in the order of the spec. */
export async function familiesOf(): Promise<readonly string[]> {
  const index = await readFile(join(folder, "index.md"), "utf8");
  return [...index.matchAll(/^### \[.*\]\(\.\/([\w-]+)\.md\)/gm)].map(([, name = ""]) => name);
}

async function oktaPage(name: string): Promise<Page> {
  const text = await readFile(join(folder, `${name}.md`), "utf8");
  const [, title = name, body = ""] = /^---\ntitle: "(.*)"\n---\n(.*)$/s.exec(text) ?? [];
  const linked = body
    .replace(/<!--.*?-->\n/s, "")
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
    body: linked,
  };
}
