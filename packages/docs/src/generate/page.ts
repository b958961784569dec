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
  /** Its place among its like, where their names do not give it. */
  readonly order?: number;
  /** Markdown. */
  readonly body: string;
}

/** The root of the repository, with a slash at the end. */
export const root: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** A page as the file that the site reads. */
export function print({ slug, title, description, label, order, body }: Page): string {
  const about = description === undefined ? "" : `description: ${JSON.stringify(description)}\n`;
  const place = [
    ...(label === undefined ? [] : [`label: ${JSON.stringify(label)}`]),
    ...(order === undefined ? [] : [`order: ${order}`]),
  ];
  const sidebar = place.length === 0 ? "" : `sidebar: { ${place.join(", ")} }\n`;
  return `---\nslug: ${slug}\ntitle: ${JSON.stringify(title)}\n${about}${sidebar}---\n\n${body.trim()}\n`;
}

/** A table in Markdown; what would end a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Markdown whose tables have the columns of these names directly behind their first one. A narrow screen shows those. */
export function lead(body: string, names: readonly string[]): string {
  return body.replaceAll(/(?:^\|.*\|$\n?)+/gm, (found) => {
    const lines = found.trimEnd().split("\n").map(cellsOf);
    const heads = lines[0] ?? [];
    const first = names.map((name) => heads.indexOf(name, 1)).filter((column) => column > 0);
    const rest = heads.map((_, column) => column).filter((column) => column > 0 && !first.includes(column));
    const moved = lines.map((cells) => [0, ...first, ...rest].map((column) => cells[column] ?? ""));
    const end = found.endsWith("\n") ? "\n" : "";
    return moved.map((cells) => `| ${cells.join(" | ")} |`).join("\n") + end;
  });
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
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
