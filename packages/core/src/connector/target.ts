import type { ApprovalCard } from "../approval/approval.ts";
import type { Preview } from "../approval/card.ts";
import { canonicalJson } from "../audit/canonical.ts";
import type { Json } from "../audit/record.ts";
import { type Action, fill, fillValue, inExpression, valueAt } from "./action.ts";
import { messageOf } from "./clean-error.ts";
import type { Input } from "./input.ts";
import type { BoundRead, Operation, OperationId } from "./operation.ts";

/** Carries out a read in the name of another action, through the same pipeline; its secrets are redacted. */
export type GovernedRead = (operation: OperationId, input: Input) => Promise<Json>;

/** The input of a read that an action's spec binds; undefined where the action lacks a value for it. */
export function boundInput({ with: bindings }: BoundRead, input: Input): Input | undefined {
  const filled = Object.entries(bindings).map(
    ([name, template]) => [name, fillValue(template, input, inExpression)] as const,
  );
  return filled.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(filled) as Input);
}

/** Reads the target for the approver's card. That it can't be read is shown, and stops nothing: a person decides. */
export async function previewTarget(
  operation: Operation,
  action: Action,
  read: GovernedRead,
): Promise<Preview> {
  const { preview } = operation;
  if (!preview) return {};
  const input = boundInput(preview, action.input);
  if (!input) return { targetUnavailable: "the arguments do not name the target" };
  try {
    const found = await read(preview.read, input);
    const fields = [...new Set([...preview.show, ...(operation.precondition ?? [])])];
    const state = Object.fromEntries(fields.map((field) => [field, (valueAt(found, field) ?? null) as Json]));
    const name = fill(preview.title, found) ?? Object.values(input).join(" / ");
    const erases = erasedBy(preview.replaces, found, action.input);
    return { target: { name, state, ...(erases.length > 0 && { erases }) } };
  } catch (error) {
    return {
      targetUnavailable: `the target could not be read: ${messageOf(error)}`,
    };
  }
}

/** The fields of the target's object at `path` that the input, which replaces it, does not have. */
function erasedBy(path: string | undefined, found: Json, input: Input): readonly string[] {
  const [before, after] = path === undefined ? [] : [valueAt(found, path), valueAt(input, path)];
  if (!isObject(before) || !isObject(after)) return [];
  return Object.keys(before)
    .filter((name) => before[name] !== null && !Object.hasOwn(after, name))
    .map((name) => `${path}.${name}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** In which way the target is no longer as the approver saw it, in the fields that the operation's spec pins. */
export async function changedSince(
  card: ApprovalCard,
  operation: Operation,
  action: Action,
  read: GovernedRead,
): Promise<string | undefined> {
  // An approver who was shown no state approved without one; there is nothing to hold the target to.
  if (!operation.precondition || !card.target) return undefined;
  const { target, targetUnavailable } = await previewTarget(operation, action, read);
  if (!target) return targetUnavailable;
  const before = card.target.state;
  // A card of an earlier spec may lack what is pinned by now.
  const same = (field: string): boolean =>
    canonicalJson(target.state[field]) === canonicalJson(before[field] ?? null);
  const changed = operation.precondition.filter((field) => !same(field));
  return changed.length === 0 ? undefined : `${changed.join(", ")} of the target changed`;
}
