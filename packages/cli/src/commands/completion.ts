import type { Command } from "commander";
import tab from "@bomb.sh/tab/commander";
import { script } from "@bomb.sh/tab";
import type { Context } from "../context.ts";
import { commandNames, defineCommands, document, rootCommand } from "../program.ts";

const shells = ["bash", "zsh", "fish"] as const;

/** `arx completion <shell>`, and the hidden `arx complete -- words` that its scripts call. */
export function define(command: Command, context: Context): void {
  for (const shell of shells) {
    document(
      command
        .command(shell)
        .description(`the script for ${shell}`)
        .action(() => {
          // Operation ids hold colons, at which bash would break words.
          if (shell === "bash") context.terminal.data('COMP_WORDBREAKS="${COMP_WORDBREAKS//:/}"');
          script(shell, "arx", "arx");
        }),
      [installation[shell]],
    );
  }
  document(command, Object.values(installation));
}

const installation = {
  bash: "source <(arx completion bash)                                 # in ~/.bashrc",
  zsh: "source <(arx completion zsh)                                  # in ~/.zshrc, after compinit",
  fish: "arx completion fish > ~/.config/fish/completions/arx.fish",
} as const;

/** Prints what may follow the words typed so far: commands, operation ids, flags and their values. */
export async function complete(words: readonly string[], context: Context): Promise<void> {
  const program = rootCommand();
  await defineCommands(
    program,
    words.filter((word) => commandNames.includes(word) || word.includes(":")),
    context,
  );
  tab(program).parse([...words]);
}
