import type { AuditRecord } from "@arx/core";
import type { Terminal } from "../terminal.ts";
import { plain } from "./plain.ts";

type Style = Parameters<Terminal["paint"]>[0];

const styles: Readonly<Record<string, Style>> = {
  ...{ allow: "green", success: "green", approved: "green", approve: "green" },
  ...{ escalate: "yellow", pending: "yellow", unknown: "yellow" },
  ...{ deny: "red", denied: "red", failure: "red", rejected: "red" },
};

/** One line of the log: number, time, kind, operation, agent, and what it says in a word. */
export function formatRecord(
  terminal: Terminal,
  { seq, time, kind, operation, agentId, verdict, outcome, details }: AuditRecord,
): string {
  const said =
    verdict ??
    outcome ??
    ["state", "choice", "access", "event"].map((name) => details[name]).find((value) => value !== undefined);
  const word = plain(typeof said === "string" ? said : "");
  return [
    String(seq).padStart(5),
    terminal.paint("dim", time),
    kind.padEnd(10),
    plain(operation ?? "").padEnd(20),
    plain(agentId ?? "").padEnd(12),
    terminal.paint(styles[word] ?? "reset", word),
  ]
    .join("  ")
    .trimEnd();
}
