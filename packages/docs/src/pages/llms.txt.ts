import type { APIRoute } from "astro";
import { sitePages } from "../site-pages.ts";

/** An overview of the site for language models, as llmstxt.org proposes it. */
export const GET: APIRoute = async () => {
  const lines = (await sitePages()).map(
    ({ path, title, description }) =>
      `- [${title}](${path})${description === undefined ? "" : `: ${description}`}`,
  );
  return new Response(`# Arx connectors

> The gate between AI agents and the APIs they act on: policy decides, a person approves what is risky, everything is
> recorded before and after, and the agent never holds the credential.

All pages in one file: [llms-full.txt](/llms-full.txt)

## Pages

${lines.join("\n")}
`);
};
