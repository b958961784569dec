import type { APIRoute } from "astro";
import { references, type SitePage, sitePages } from "../site-pages.ts";

/** An overview of the site for language models, as llmstxt.org proposes it. */
export const GET: APIRoute = async () => {
  const pages = (await sitePages()).map(line);
  return new Response(`# Arx connectors

> The gate between AI agents and the APIs they act on: policy decides, a person approves what is risky, everything is
> recorded before and after, and the agent never holds the credential.

All pages in one file: [llms-full.txt](/llms-full.txt)

## Pages

${pages.join("\n")}

## References

${references.map(line).join("\n")}
`);
};

function line({ path, title, description }: Omit<SitePage, "body">): string {
  return `- [${title}](${path})${description === undefined ? "" : `: ${description}`}`;
}
