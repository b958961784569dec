import type { AgentClass, Approval, Decision, Risk, Verdict } from "@arx/core";
import type { Terminal } from "../terminal.ts";
import type { Cell } from "./table.ts";

type Style = Parameters<Terminal["paint"]>[0];

const riskStyles: Readonly<Record<Risk, Style>> = {
  low: "dim",
  medium: "reset",
  high: "yellow",
  critical: "red",
};
const verdictStyles: Readonly<Record<Verdict, Style>> = { allow: "green", escalate: "yellow", deny: "red" };
const stateStyles: Readonly<Record<Approval["state"], Style>> = {
  ...{ pending: "yellow", approved: "green", denied: "red", expired: "dim", consumed: "dim" },
};

/** A risk in capitals. */
export function riskCell(terminal: Terminal, risk: Risk): Cell {
  return { text: risk.toUpperCase(), paint: (text) => terminal.paint(riskStyles[risk], text) };
}

/** A verdict in one word, with the approval that an allowance rests on: `allow`, `allow (auto)`, `escalate`, `deny`. */
export function verdictText({
  verdict,
  approval,
}: {
  readonly verdict: Verdict;
  readonly approval?: string;
}): string {
  return verdict === "allow" && approval === "auto" ? "allow (auto)" : verdict;
}

/** A verdict in its colour. */
export function verdictCell(
  terminal: Terminal,
  decision: { readonly verdict: Verdict; readonly approval?: string },
): Cell {
  return {
    text: verdictText(decision),
    paint: (text) => terminal.paint(verdictStyles[decision.verdict], text),
  };
}

/** The state of an approval in its colour. */
export function stateCell(terminal: Terminal, state: Approval["state"]): Cell {
  return { text: state, paint: (text) => terminal.paint(stateStyles[state], text) };
}

/** The members of a decision that JSON output gives. */
export function decisionJson({ verdict, approval, reason, policies }: Decision): object {
  return {
    verdict,
    ...(approval !== undefined && { approval }),
    ...(reason !== undefined && { reason }),
    policies,
  };
}

/** The agents that the same patterns match. */
export function agentText({ patterns }: AgentClass): string {
  return patterns.length === 0 ? "(other agents)" : patterns.join(" and ");
}

/** An instant as RFC 3339 in UTC, to the second. */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}
