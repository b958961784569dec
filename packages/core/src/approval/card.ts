import type { Json } from "../audit/record.ts";
import type { Action } from "../connector/action.ts";
import type { Input } from "../connector/input.ts";
import type { Operation } from "../connector/operation.ts";
import type { Decision } from "../policy/decision.ts";
import type { ApprovalCard } from "./approval.ts";

/** The target as the preview read found it, or why it could not be read. */
export type Preview = Pick<ApprovalCard, "target" | "targetUnavailable">;

/**
 * Renders what an approver is shown, from the very action that the approval is bound to.
 * @param input the action's input, secrets redacted
 */
export function renderCard(
  operation: Operation,
  action: Action,
  input: Input,
  decision: Decision,
  preview: Preview,
): ApprovalCard {
  return {
    operation: action.operation,
    title: `${action.operation} on ${preview.target?.name ?? subjectOf(operation, action, input)}`,
    summary: operation.summary,
    risk: action.risk,
    ...(action.riskRaised !== undefined && { riskRaised: action.riskRaised }),
    agentId: action.agentId,
    orgId: action.orgId,
    ...preview,
    input,
    request: `${operation.method} ${filled(operation.path, input)}`,
    credentials: action.vaultPath,
    policies: decision.policies,
    undo: undoOf(operation),
  };
}

function subjectOf({ parameters }: Operation, { connector }: Action, input: Input): string {
  const ids = parameters
    .filter((parameter) => parameter.in === "path")
    .map(({ name }) => String(input[name]));
  return ids.join(" / ") || connector;
}

/** The path as it will be sent, but for its encoding. */
function filled(path: string, input: Input): string {
  return path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => String(input[name]));
}

function undoOf({ undo }: Operation): string {
  if (!undo) return "nothing undoes it";
  return undo.but === undefined ? undo.operation : `${undo.operation}, but ${undo.but}`;
}

/** A card as lines of plain text, for terminals and messages; nothing in it can move a cursor or reorder text. */
export function formatCard(card: ApprovalCard): string {
  const { target } = card;
  const state = target && Object.entries(target.state).map(([field, value]) => `${field} ${textOf(value)}`);
  const rows: [label: string, value: string | undefined][] = [
    ["action", `${card.operation}  ${card.summary}`],
    ["risk", card.risk.toUpperCase() + (card.riskRaised === undefined ? "" : ` (${card.riskRaised})`)],
    ["agent", `${card.agentId} of ${card.orgId}`],
    ["target", target?.name ?? card.targetUnavailable],
    ["state", state?.join(", ")],
    ["input", textOf(card.input)],
    ["erases", target?.erases?.join(", ")],
    ["request", `${card.request}, with the credentials ${card.credentials}`],
    ["asked by", card.policies.join(", ")],
    ["undo", card.undo],
  ];
  return rows
    .filter((row): row is [string, string] => row[1] !== undefined)
    .map(([label, value]) => `${label.padEnd(9)} ${plain(value)}`)
    .join("\n");
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Names and arguments are anybody's text: what is no visible character is shown by its number. */
function plain(text: string): string {
  return text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
