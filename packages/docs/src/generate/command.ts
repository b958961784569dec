import { arx, type Page, table } from "./page.ts";

/** The page of every command, from what the command says of itself. */
export async function commandPages(): Promise<readonly Page[]> {
  const topics = await topicPage();
  const names = (await subcommands([])).filter(({ name }) => name !== "complete" && name !== "help");
  const pages = await Promise.all(names.map(commandPage));
  const rows = names.map(({ name, summary }) => [`[\`arx ${name}\`](/reference/command/${name}/)`, summary]);
  const index: Page = {
    slug: "reference/command",
    title: "The command",
    description: "Every command of arx, its flags and its JSON.",
    body: `${table(["Command", "What it does"], rows)}\n\n${topics}`,
  };
  return [index, ...pages];
}

interface Named {
  readonly name: string;
  readonly summary: string;
}

/** The completion of a shell knows what may follow. */
async function subcommands(words: readonly string[]): Promise<readonly Named[]> {
  const said = await arx("complete", "--", ...words, "");
  return [...said.matchAll(/^(\w[\w-]*)\t(.*)$/gm)].map(([, name = "", summary = ""]) => ({ name, summary }));
}

async function commandPage({ name, summary }: Named): Promise<Page> {
  // The operations of a connector have pages of their own.
  const inner = name === "run" ? [] : await subcommands([name]);
  const sections = await Promise.all(
    inner.map(async (sub) => `## arx ${name} ${sub.name}\n\n${await help(name, sub.name)}`),
  );
  return {
    slug: `reference/command/${name}`,
    title: `arx ${name}`,
    description: summary,
    body: [await help(name), ...sections].join("\n\n"),
  };
}

async function help(...words: readonly string[]): Promise<string> {
  return `\`\`\`text\n${(await arx(...words, "--help")).trim()}\n\`\`\``;
}

async function topicPage(): Promise<string> {
  const codes = JSON.parse(await arx("help", "exit-codes", "--json")) as {
    name: string;
    code: number;
    meaning: string;
  }[];
  const rows = codes.map(({ name, code, meaning }) => [String(code), name, meaning]);
  const [all, environment, json] = await Promise.all([
    arx("--help"),
    arx("help", "environment"),
    arx("help", "json"),
  ]);
  return `## Flags of every command

\`\`\`text
${all.trim()}
\`\`\`

## Exit codes

${table(["Code", "Name", "Meaning"], rows)}

## Environment

\`\`\`text
${environment.trim()}
\`\`\`

## JSON

\`\`\`text
${json.trim()}
\`\`\``;
}
