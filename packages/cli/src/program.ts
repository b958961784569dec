import { Command, Option } from "commander";
import type { Context } from "./context.ts";
import { version } from "./version.ts";

/** A command, loaded when it is called for. */
interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  readonly load: () => Promise<{ readonly define: Define }>;
}

/** Gives a command its arguments, options, subcommands and action. */
export type Define = (command: Command, context: Context, words: readonly string[]) => void | Promise<void>;

const setUp = "Set up:";
const act = "Act:";
const decide = "Decide:";
const lookBack = "Look back:";
const addApi = "Add an API:";
const more = "More:";

const entries: readonly Entry[] = [
  {
    name: "init",
    group: setUp,
    summary: "make an Arx home: policies, vault, keys",
    load: () => import("./commands/init.ts"),
  },
  {
    name: "vault",
    group: setUp,
    summary: "keep credentials, never show them",
    load: () => import("./commands/vault.ts"),
  },
  {
    name: "check",
    group: setUp,
    summary: "tell whether everything is ready",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "ops",
    group: act,
    summary: "list the operations of the connectors",
    load: () => import("./commands/ops.ts"),
  },
  {
    name: "run",
    group: act,
    summary: "carry out one governed action",
    load: () => import("./commands/run.ts"),
  },
  {
    name: "recover",
    group: act,
    summary: "settle actions of unknown outcome",
    load: () => import("./commands/recover.ts"),
  },
  {
    name: "approvals",
    group: decide,
    summary: "see what waits for a person, and decide",
    load: () => import("./commands/approvals.ts"),
  },
  {
    name: "policy",
    group: decide,
    summary: "check, explain and compare policies",
    load: () => import("./commands/policy.ts"),
  },
  {
    name: "audit",
    group: lookBack,
    summary: "read, verify and export the log",
    load: () => import("./commands/audit.ts"),
  },
  {
    name: "spec",
    group: addApi,
    summary: "write, import and check the specs of connectors",
    load: () => import("./commands/spec.ts"),
  },
  {
    name: "sim",
    group: more,
    summary: "run a local org to try things out",
    load: () => import("./commands/sim.ts"),
  },
  {
    name: "completion",
    group: more,
    summary: "print the completion script of a shell",
    load: () => import("./commands/completion.ts"),
  },
  {
    name: "help",
    group: more,
    summary: "tell about a command or a topic",
    load: () => import("./commands/help.ts"),
  },
];

/** The names of all commands. */
export const commandNames: readonly string[] = entries.map(({ name }) => name);

/** The command without its commands: the flags that all of them take. */
export function rootCommand(): Command {
  return new Command("arx")
    .description("Govern what agents do: policy decides, people approve, everything is recorded.")
    .helpCommand(false)
    .configureHelp({ sortSubcommands: false, sortOptions: false })
    .helpOption("-h, --help", "tell about a command")
    .version(version, "-V, --version", "print the version")
    .optionsGroup("Flags of every command:")
    .option("--home <folder>", "the Arx home (default: ARX_HOME, else the nearest .arx upward, else ~/.arx)")
    .option("--agent <id>", "the agent that acts (default: ARX_AGENT, else arx.yaml)")
    .option("--org <id>", "the organisation (default: ARX_ORG, else arx.yaml)")
    .option("--json", "print data, and errors, as JSON")
    .addOption(new Option("--no-input", "ask nothing, even at a terminal"))
    .option("--debug", "print the stack of an error")
    .addHelpText(
      "after",
      `
Examples:
  $ arx init                                          a home in ./.arx
  $ arx vault set okta domain                         asks for the value
  $ arx run okta users:read --limit 10                one governed action
  $ arx approvals ls                                  what waits for a person

Topics: arx help exit-codes, arx help environment, arx help json`,
    );
}

/**
 * The commands of `arx`. Those that are named in `words` are defined; the others are known by name and summary alone,
 * so that nothing is loaded that is not needed.
 */
export async function defineCommands(
  program: Command,
  words: readonly string[],
  context: Context,
): Promise<void> {
  for (const { name, summary, group, load } of entries) {
    const command = program.command(name).description(summary).helpGroup(group);
    if (words.includes(name)) await (await load()).define(command, context, words);
  }
}

/** Adds a command's examples and the shape of its JSON to its help. */
export function document(command: Command, examples: readonly string[], json?: string): Command {
  const lines = ["", "Examples:", ...examples.map((example) => `  $ ${example}`)];
  if (json !== undefined) lines.push("", "With --json:", `  ${json}`);
  lines.push("", "Flags of every command, such as --home and --json: arx --help");
  return command.helpCommand(false).addHelpText("after", lines.join("\n"));
}
