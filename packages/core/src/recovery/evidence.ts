import { canonicalJson } from "../audit/canonical.ts";
import { fillValue, valueAt } from "../connector/action.ts";
import type { Input } from "../connector/input.ts";
import type { Operation } from "../connector/operation.ts";

/** What became of an action. */
export type Fact = "happened" | "did_not_happen";

/** What is asked of the API. */
export interface Question {
  /** When the action counts as done, as its operation's spec says it. */
  readonly reconcile: Pick<NonNullable<Operation["reconcile"]>, "settled" | "madeAt">;
  readonly input: Input;
  /** When the action started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/**
 * How much earlier than the action, by the API's clock, what it made may seem to be made: clocks differ, and some APIs tell
 * whole seconds. More would take what was made shortly before for the action's work.
 */
const toleranceMs = 5_000;

/** What one read of a single thing proves; `found` is undefined where the API says that there is none. */
export function factOfSingle(question: Question, found: unknown): Fact | undefined {
  const { settled } = question.reconcile;
  if (settled === "present" && found === undefined) return "did_not_happen";
  if (settled === "absent") return found === undefined ? "happened" : "did_not_happen";
  // What is gone may have been as the action left it before.
  return found === undefined ? undefined : judgeOf(question)?.(found);
}

/** What a list proves, read to its end or to the item that proves it. */
export async function factOfList(
  question: Question,
  items: AsyncIterable<unknown>,
): Promise<Fact | undefined> {
  const { settled } = question.reconcile;
  const judge = judgeOf(question);
  if (!judge) return undefined;
  let fact: Fact | undefined = settled === "absent" ? "happened" : "did_not_happen";
  for await (const item of items) {
    if (settled === "absent") return "did_not_happen";
    const told = judge(item);
    if (told === "happened") return told;
    // One item that tells nothing leaves the list telling nothing, unless another is the action's work.
    if (told === undefined) fact = undefined;
  }
  return fact;
}

/** What one thing that is there proves. None where the action lacks an argument to compare it with. */
function judgeOf({
  reconcile,
  input,
  startedAt,
}: Question): ((found: unknown) => Fact | undefined) | undefined {
  const { settled, madeAt } = reconcile;
  const matches = typeof settled === "string" ? () => true : matcherOf(settled, input);
  return (
    matches &&
    ((found) => {
      if (!matches(found)) return "did_not_happen";
      // What was there before the action is not its work, though it may be what the action was to bring about.
      return madeAt === undefined || isSince(valueAt(found, madeAt), startedAt) ? "happened" : undefined;
    })
  );
}

function isSince(madeAt: unknown, startedAt: number): boolean {
  return typeof madeAt === "string" && Date.parse(madeAt) >= startedAt - toleranceMs;
}

/** Compares with the fields' values, in which `{userId}` stands for the action's argument; none where it lacks one. */
function matcherOf(
  fields: Exclude<NonNullable<Operation["reconcile"]>["settled"], string>,
  input: Input,
): ((found: unknown) => boolean) | undefined {
  const wanted = Object.entries(fields).map(
    ([path, value]) => [path, typeof value === "string" ? fillValue(value, input) : value] as const,
  );
  if (wanted.some(([, value]) => value === undefined)) return undefined;
  return (found) => wanted.every(([path, value]) => same(valueAt(found, path), value));
}

function same(found: unknown, wanted: unknown): boolean {
  return canonicalJson(found ?? null) === canonicalJson(wanted);
}
