import { getCollection } from "astro:content";
import type { APIRoute } from "astro";

/** An overview of the site for language models: each page with its address below this site's, and what it is about. */
export const GET: APIRoute = async () => {
  const pages = (await getCollection("docs")).filter(({ id }) => !id.startsWith("api/") && id !== "404");
  const lines = pages
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, data }) => {
      const about = data.description === undefined ? "" : `: ${data.description}`;
      return `- [${data.title}](/${id === "index" ? "" : `${id}/`})${about}`;
    });
  const text = `# Arx connectors

> The gate between AI agents and the APIs they act on: policy decides, a person approves what is risky, everything is
> recorded before and after, and the agent never holds the credential.

The text of all pages in one file: [llms-full.txt](/llms-full.txt)

## Pages

${lines.join("\n")}
`;
  return new Response(text);
};
