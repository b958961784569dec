import type { Json } from "../audit/record.ts";
import type { Action } from "../connector/action.ts";
import type { Operation } from "../connector/operation.ts";
import type { Decision } from "../policy/decision.ts";
import type { ApprovalCard } from "./approval.ts";

/** The target as the preview read found it, or why it could not be read. */
export type Preview = Pick<ApprovalCard, "target" | "targetUnavailable">;

/** Renders what an approver is shown, from the very action that the approval is bound to. */
export function renderCard(operation: Operation, action: Action, input: Json, decision: Decision, preview: Preview): ApprovalCard {
  return {
    operation: action.operation,
    title: `${action.operation} on ${preview.target?.name ?? subjectOf(operation, action)}`,
    summary: operation.summary,
    risk: action.risk,
    ...(action.riskRaised !== undefined && { riskRaised: action.riskRaised }),
    agentId: action.agentId,
    orgId: action.orgId,
    ...preview,
    input,
    request: `${operation.method} ${operation.path}`,
    policies: decision.policies,
    undo: undoOf(operation),
  };
}

function subjectOf(operation: Operation, action: Action): string {
  const ids = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => String(action.input[name]));
  return ids.join(" / ") || action.connector;
}

function undoOf({ undo }: Operation): string {
  if (!undo) return "nothing undoes it";
  return undo.but === undefined ? undo.operation : `${undo.operation}, but ${undo.but}`;
}

/** A card as lines of plain text, for terminals and messages. */
export function formatCard(card: ApprovalCard): string {
  const rows: [label: string, value: string | undefined][] = [
    ["action", `${card.operation}  ${card.summary}`],
    ["risk", card.riskRaised === undefined ? card.risk.toUpperCase() : `${card.risk.toUpperCase()} (${card.riskRaised})`],
    ["agent", `${card.agentId} of ${card.orgId}`],
    ["target", card.target?.name ?? card.targetUnavailable],
    ["state", card.target && Object.entries(card.target.state).map(([field, value]) => `${field} ${plain(value)}`).join(", ")],
    ["input", plain(card.input)],
    ["request", card.request],
    ["asked by", card.policies.join(", ")],
    ["undo", card.undo],
  ];
  return rows
    .filter((row): row is [string, string] => row[1] !== undefined)
    .map(([label, value]) => `${label.padEnd(9)} ${value}`)
    .join("\n");
}

/** Nothing that an agent put into an argument may move the cursor or reorder the text of the approver's screen. */
function plain(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
