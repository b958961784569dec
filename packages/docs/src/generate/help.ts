/** A heading of a help text, and what stands below it. */
interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The help of one command, taken apart. */
export interface Help {
  readonly usage: string;
  /** What stands before the first heading: what the command does. */
  readonly about: string;
  /** Terms, such as flags, with what each means. */
  readonly lists: readonly {
    readonly title: string;
    readonly items: readonly (readonly [term: string, meaning: string])[];
  }[];
  readonly examples: readonly string[];
  /** The shape of what `--json` prints. */
  readonly json: string | undefined;
}

const standing = new Set(["Examples", "With --json"]);

/**
 * Takes a help text apart, as the command prints it at 80 columns.
 * @throws Error if it does not begin with a usage line
 */
export function parseHelp(text: string): Help {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  const usage = /^Usage: (.*)$/.exec(first)?.[1];
  if (usage === undefined)
    throw new Error(`a help text begins with its usage, not with ${JSON.stringify(first)}`);
  const sections: { title: string; lines: string[] }[] = [{ title: "", lines: [] }];
  for (const line of rest) {
    const title = /^(\S.*):$/.exec(line)?.[1];
    if (title === undefined) sections.at(-1)!.lines.push(line);
    else sections.push({ title, lines: [] });
  }
  const [about, ...others] = sections;
  const named = (name: string): readonly string[] =>
    (others.find(({ title }) => title === name)?.lines ?? [])
      .filter((line) => line.startsWith("  "))
      .map((line) => line.trim());
  return {
    usage,
    about: about!.lines.join(" ").replaceAll(/\s+/g, " ").trim(),
    lists: others
      .filter(({ title }) => !standing.has(title))
      .map(({ title, lines }) => ({ title, items: itemsOf({ title, lines }) })),
    examples: named("Examples"),
    json: named("With --json").join("\n") || undefined,
  };
}

/** A term begins two blanks in; its meaning goes on at the column at which it began. */
function itemsOf({ lines }: Section): readonly (readonly [string, string])[] {
  const items: [string, string][] = [];
  for (const line of lines) {
    const [, term, meaning = ""] = /^ {2}(\S+(?: \S+)*)(?: {2,}(.*))?$/.exec(line) ?? [];
    if (term !== undefined) items.push([term, meaning.trim()]);
    else if (/^ {3,}\S/.test(line) && items.length > 0)
      items.at(-1)![1] = `${items.at(-1)![1]} ${line.trim()}`.trim();
  }
  return items;
}
