import type { Command } from "commander";
import type { Context } from "../context.ts";
import { checkEverything } from "../checks/everything.ts";
import type { Finding } from "../checks/finding.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatPairs } from "../output/table.ts";
import { document } from "../program.ts";

const styles = { ok: "green", warning: "yellow", failed: "red", skipped: "dim" } as const;

/** `arx check` */
export function define(command: Command, context: Context): void {
  command
    .option("--offline", "do not reach for the APIs")
    .action(async ({ offline = false }: { offline?: boolean }) => {
      const { terminal } = context;
      const findings: Finding[] = [];
      for await (const finding of checkEverything(context, { offline })) {
        findings.push(finding);
        if (!terminal.json) terminal.data(lineOf(context, finding));
      }
      const ok = findings.every(({ status }) => status !== "failed");
      if (terminal.json) terminal.show({ ok, findings }, () => "");
      terminal.note(ok ? "\nready" : "\nnot ready");
      if (!ok) process.exitCode = exitCodes.notReady;
    });
  document(
    command,
    ["arx check", "arx check --offline --json"],
    "{ok, findings: [{what, status: ok | warning | failed | skipped, message, remedy?}]}",
  );
}

function lineOf({ terminal }: Context, { what, status, message, remedy }: Finding): string {
  const [first = "", ...more] = message.split("\n");
  const word = {
    text: `${status.padEnd(8)} ${first}`,
    paint: (text: string) => terminal.paint(styles[status], text.slice(0, 8)) + text.slice(8),
  };
  return formatPairs([
    [what.padEnd(16), word],
    ...[...more, ...(remedy === undefined ? [] : [remedy])].map((line) => ["", `         ${line}`] as const),
  ]);
}
