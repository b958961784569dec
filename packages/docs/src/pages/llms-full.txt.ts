import { getCollection } from "astro:content";
import type { APIRoute } from "astro";

/** The Markdown of all pages but the references of packages, one after the other. */
export const GET: APIRoute = async () => {
  const pages = (await getCollection("docs")).filter(({ id }) => !id.startsWith("api/") && id !== "404");
  const texts = pages
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, data, body = "" }) => `# ${data.title}\n\nPage: /${id}/\n\n${body.trim()}\n`);
  return new Response(texts.join("\n"));
};
