import { styleText } from "node:util";
import type { AuditRecord } from "@arx/core";

type Style = Parameters<typeof styleText>[0];

/** Coloured on a terminal that wants colour (NO_COLOR is heeded), plain everywhere else. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

const verdicts: Readonly<Record<string, Style>> = { allow: "green", escalate: "yellow", deny: "red" };

/** A heading, underlined. */
export function rule(title: string): string {
  return `\n${paint("bold", title)}\n${"─".repeat(title.length)}`;
}

/** One action as it went: what was asked, what policy said and why, what went over the wire. */
export function formatAction(records: readonly AuditRecord[]): string {
  const decision = records.find(({ kind }) => kind === "decision");
  const { operation = "", risk = "", verdict = "" } = decision ?? {};
  const {
    policies = [],
    approval,
    reason,
  } = (decision?.details ?? {}) as { policies?: string[]; approval?: string; reason?: string };
  const why =
    verdict === "deny"
      ? `${reason ?? ""} ${policies.join(", ")}`.trim()
      : `${policies.join(", ")}, approval: ${approval ?? ""}`;
  const head = [
    paint("bold", operation.padEnd(20)),
    risk.toUpperCase().padEnd(8),
    paint(verdicts[verdict] ?? "dim", verdict.padEnd(8)),
    paint("dim", why),
  ].join(" ");
  const outcome = records.find(({ kind }) => kind === "outcome");
  const wire = (outcome?.details["last"] ?? undefined) as
    | { method: string; path: string; status?: number; ms: number }
    | undefined;
  const sent = wire
    ? `${wire.method} ${decodeURIComponent(wire.path)}  ->  ${wire.status ?? "no answer"} in ${wire.ms} ms`
    : "nothing was sent";
  return `  ${head}\n  ${paint("dim", "wire")} ${sent}`;
}

/** One line of the audit log. */
export function formatRecord({
  seq,
  time,
  kind,
  operation,
  verdict,
  outcome,
  details,
  hash,
}: AuditRecord): string {
  const word =
    verdict ??
    outcome ??
    String(details["state"] ?? details["choice"] ?? details["access"] ?? details["event"] ?? "");
  return [
    String(seq).padStart(4),
    time.slice(11, 23),
    kind.padEnd(12),
    (operation ?? "").padEnd(20),
    word.padEnd(9),
    paint("dim", hash.slice(0, 12)),
  ].join("  ");
}
