import { type Help, parseHelp } from "./help.ts";
import { arx, type Page, table } from "./page.ts";

/** The page of every command, from what the command says of itself. */
export async function commandPages(): Promise<readonly Page[]> {
  const names = (await subcommands([])).filter(({ name }) => name !== "complete" && name !== "help");
  const [topics, ...pages] = await Promise.all([topicSections(), ...names.map(commandPage)]);
  const rows = names.map(({ name, summary }) => [`[\`arx ${name}\`](/reference/command/${name}/)`, summary]);
  const index: Page = {
    slug: "reference/command",
    title: "The command",
    description: "Every command of arx, its flags and its JSON.",
    label: "Overview",
    body: `${table(["Command", "What it does"], rows)}\n\n${topics}`,
  };
  return [index, ...pages];
}

interface Named {
  readonly name: string;
  readonly summary: string;
}

/** What may follow some words, as the completion of a shell is told it. */
async function subcommands(words: readonly string[]): Promise<readonly Named[]> {
  const said = await arx("complete", "--", ...words, "");
  return [...said.matchAll(/^(\w[\w-]*)\t(.*)$/gm)].map(([, name = "", summary = ""]) => ({ name, summary }));
}

async function commandPage({ name, summary }: Named): Promise<Page> {
  const own = parseHelp(await arx(name, "--help"));
  // The operations of a connector have pages of their own.
  const inner = name === "run" ? [] : await subcommands([name]);
  const sections = await Promise.all(
    inner.map(
      async (sub) =>
        `## arx ${name} ${sub.name}\n\n${describe(parseHelp(await arx(name, sub.name, "--help")))}`,
    ),
  );
  const example =
    name === "run"
      ? [`## An operation\n\n${describe(parseHelp(await arx("run", "okta", "users:suspend", "--help")))}`]
      : [];
  return {
    slug: `reference/command/${name}`,
    title: `arx ${name}`,
    description: summary,
    body: [describe(own), ...sections, ...example].join("\n\n"),
  };
}

/** A command's help as Markdown. */
export function describe({ usage, about, lists, examples, json }: Help): string {
  const tables = lists.map(({ title, items }) => {
    const rows = items
      .filter(([term]) => term !== "-h, --help")
      .map(([term, meaning]) => [`\`${term}\``, prose(meaning)]);
    return rows.length === 0 ? "" : `**${title}**\n\n${table(["", ""], rows)}`;
  });
  return [
    prose(`${about.charAt(0).toUpperCase()}${about.slice(1)}.`),
    `\`\`\`text\n${usage}\n\`\`\``,
    ...tables,
    examples.length === 0 ? "" : `**Examples**\n\n\`\`\`text\n${examples.join("\n")}\n\`\`\``,
    json === undefined ? "" : `**With \`--json\`**\n\n\`\`\`text wrap\n${json}\n\`\`\``,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Plain text as Markdown: flags are code, and nothing is taken for HTML. */
function prose(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll(/(?<![\w`-])--[a-z][\w-]*/g, "`$&`");
}

async function topicSections(): Promise<string> {
  const [root, codes, environment, json] = await Promise.all([
    arx("--help"),
    arx("help", "exit-codes", "--json"),
    arx("help", "environment"),
    arx("help", "json"),
  ]);
  const flags = parseHelp(root).lists.find(({ title }) => title === "Flags of every command")?.items ?? [];
  const exits = (JSON.parse(codes) as { name: string; code: number; meaning: string }[]).map(
    ({ name, code, meaning }) => [String(code), name, meaning],
  );
  const variables = [...environment.matchAll(/^(\S+) {2,}(.*)$/gm)].map(([, name = "", meaning = ""]) => [
    `\`${name}\``,
    prose(meaning),
  ]);
  return `## Flags of every command

${table(
  ["Flag", "What it does"],
  flags.map(([term, meaning]) => [`\`${term}\``, prose(meaning)]),
)}

## Exit codes

${table(["Code", "Name", "Meaning"], exits)}

## Environment

${table(["Variable", "What it holds"], variables)}

## JSON

\`\`\`text wrap
${json.trim()}
\`\`\``;
}
