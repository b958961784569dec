import { approval } from "./figures/approval.ts";
import { pipeline } from "./figures/pipeline.ts";

const figures: Readonly<Record<string, { readonly title: string } | undefined>> = { approval, pipeline };

/** What a page in MDX needs to be drawn says nothing to a reader of its text. */
const importing = /^import .* from ".*";\n+/gm;

/**
 * A page's source as text alone: pictures become what they say, and marks of HTML fall away.
 * @param parts the text of components that are not figures, by their name
 */
export function plain(body: string, parts: Readonly<Record<string, string>> = {}): string {
  return outsideOfCode(body, (text) =>
    text
      .replaceAll(importing, "")
      .replaceAll(/<Figure name="(\w+)" \/>/g, (_, name: string) => `Figure: ${figures[name]?.title ?? name}`)
      .replaceAll(/<(\w+) \/>/g, (whole, name: string) => parts[name] ?? whole)
      .replaceAll(/<br><svg [^>]*aria-label="([^"]*)".*?<\/svg>/g, " ($1)")
      .replaceAll(/<br><small>(.*?)<\/small>/g, " ($1)")
      .replaceAll(/<\/?div[^>]*>\n*/g, "")
      .replaceAll(/<wbr>/g, "")
      .replaceAll(/<code[^>]*>(.*?)<\/code>/g, (_, code: string) => `\`${code.replaceAll("\\*", "*")}\``),
  ).trim();
}

function outsideOfCode(body: string, change: (text: string) => string): string {
  return body
    .split(/(^```[^]*?^```$)/gm)
    .map((part, at) => (at % 2 === 0 ? change(part) : part))
    .join("");
}
