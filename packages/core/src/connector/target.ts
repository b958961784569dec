import type { ApprovalCard } from "../approval/approval.ts";
import type { Preview } from "../approval/card.ts";
import { canonicalJson } from "../audit/canonical.ts";
import type { Json } from "../audit/record.ts";
import { type Action, fill, valueAt } from "./action.ts";
import type { Input } from "./input.ts";
import type { BoundRead, Operation, OperationId } from "./operation.ts";

/** Carries out a read in the name of another action, through the same pipeline. */
export type GovernedRead = (operation: OperationId, input: Input) => Promise<unknown>;

/** The input of a read that an action's spec binds; undefined where the action lacks a value for it. */
export function boundInput({ with: bindings }: BoundRead, action: Action): Input | undefined {
  const filled = Object.entries(bindings).map(([name, template]) => [name, fill(template, action.input)] as const);
  return filled.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(filled) as Input);
}

/** Reads the target for the approver's card. That it can't be read is shown, and stops nothing: a person decides. */
export async function previewTarget(operation: Operation, action: Action, read: GovernedRead): Promise<Preview> {
  const { preview } = operation;
  if (!preview) return {};
  const input = boundInput(preview, action);
  if (!input) return { targetUnavailable: "the arguments do not name the target" };
  try {
    const found = await read(preview.read, input);
    const fields = [...new Set([...preview.show, ...(operation.precondition ?? [])])];
    const state = Object.fromEntries(fields.map((field) => [field, (valueAt(found, field) ?? null) as Json]));
    return { target: { name: fill(preview.title, found) ?? Object.values(input).join(" / "), state } };
  } catch (error) {
    return { targetUnavailable: `the target could not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Which of the fields that the operation's spec pins are no longer what the approver saw; empty if all still are. */
export async function changedSince(card: ApprovalCard, operation: Operation, action: Action, read: GovernedRead): Promise<readonly string[]> {
  if (!operation.precondition) return [];
  // An approver who was shown no state approved without one; there is nothing to hold the target to.
  if (!card.target) return [];
  const now = await previewTarget(operation, action, read);
  const before = card.target.state;
  return operation.precondition.filter(
    (field) => now.target === undefined || canonicalJson(now.target.state[field] ?? null) !== canonicalJson(before[field] ?? null),
  );
}
