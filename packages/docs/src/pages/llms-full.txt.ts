import type { APIRoute } from "astro";
import { sitePages } from "../site-pages.ts";

/** The Markdown of the pages, one after the other. */
export const GET: APIRoute = async () => {
  const texts = (await sitePages()).map(
    ({ path, title, body }) => `# ${title}\n\nPage: ${path}\n\n${body}\n`,
  );
  return new Response(texts.join("\n"));
};
