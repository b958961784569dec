import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A page that is made from a source elsewhere in the repository. */
export interface Page {
  /** Its path on the site, without slashes around it. */
  readonly slug: string;
  readonly title: string;
  readonly description?: string;
  /** Its name in the sidebar, where the title is too long there. */
  readonly label?: string;
  /** Markdown. */
  readonly body: string;
}

/** The root of the repository, with a slash at the end. */
export const root: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** A page as the file that the site reads. */
export function print({ slug, title, description, label, body }: Page): string {
  const about = description === undefined ? "" : `description: ${JSON.stringify(description)}\n`;
  const sidebar = label === undefined ? "" : `sidebar: { label: ${JSON.stringify(label)} }\n`;
  return `---\nslug: ${slug}\ntitle: ${JSON.stringify(title)}\n${about}${sidebar}---\n\n${body.trim()}\n`;
}

/** A table in Markdown; what would end a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What the built command prints. */
export async function arx(...words: readonly string[]): Promise<string> {
  const main = fileURLToPath(
    import.meta.resolve("@arx/cli/package.json").replace(/package\.json$/, "dist/main.js"),
  );
  const env = { ...process.env, NO_COLOR: "1", COLUMNS: "80" };
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...words], {
    env,
    maxBuffer: 2 ** 24,
  });
  return stdout;
}
