import type { APIRoute } from "astro";
import { references, sitePages } from "../site-pages.ts";

/** The text of the pages, one after the other, in the order of the sidebar. */
export const GET: APIRoute = async () => {
  const texts = (await sitePages()).map(
    ({ path, title, body }) => `# ${title}\n\nPage: ${path}\n\n${body}\n`,
  );
  const others = references.map(({ path, title, description }) => `- ${title}: ${path} (${description})`);
  return new Response(`${texts.join("\n")}\n# References\n\nNot in this file:\n\n${others.join("\n")}\n`);
};
