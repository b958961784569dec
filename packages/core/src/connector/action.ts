import type { Json } from "../audit/record.ts";
import type { Input } from "./input.ts";
import { type Operation, type OperationId, type Risk, risks } from "./operation.ts";

/** One thing that one agent wants done: frozen when it is proposed, and the same value for every room. */
export interface Action {
  /** Unique; orders by time (UUID version 7). */
  readonly id: string;
  readonly orgId: string;
  readonly agentId: string;
  /** Who is answerable for the agent, where the caller says so. */
  readonly agentOwner?: string;
  /** The person who had the agent do it: whom the caller names, else the user who runs the process. */
  readonly requestedBy?: string;
  readonly connector: string;
  readonly connectorVersion: string;
  readonly operation: OperationId;
  readonly input: Input;
  /** The effective risk: the operation's, or a higher one for these arguments. */
  readonly risk: Risk;
  /** Why the risk is above the operation's. */
  readonly riskRaised?: string;
  /** Where its credentials are: they decide which org of the API it changes. */
  readonly vaultPath: string;
  /** The action that this read serves (a preview, a reconciliation). */
  readonly servesAction?: string;
}

/** The risk of a call with these arguments: never below the operation's own. */
export function effectiveRisk(operation: Operation, input: Input): Pick<Action, "risk" | "riskRaised"> {
  let raised: Pick<Action, "risk" | "riskRaised"> = { risk: operation.risk };
  for (const { input: path, is, to, because } of operation.raise ?? []) {
    const value = valueAt(input, path);
    const applies = is === undefined ? value !== undefined : value === is;
    if (applies && risks.indexOf(to) > risks.indexOf(raised.risk)) raised = { risk: to, riskRaised: because };
  }
  return raised;
}

/** What stands at a dotted path, if anything. */
export function valueAt(value: unknown, path: string): unknown {
  let at: unknown = value;
  for (const name of path.split(".")) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

/** What stands at the paths that the spec marks as secret; a path goes into each item of an array, with `[]` and without. */
export function secretsOf({ sensitive }: Operation, input: Input): readonly Json[] {
  return sensitive.input.flatMap((path) => reach(input, path.replaceAll("[]", "").split(".")));
}

/** A value that ends before its path does is taken for the secret. */
function reach(value: Json | undefined, [name, ...rest]: readonly string[]): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (name === undefined || typeof value !== "object") return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => reach(item, [name, ...rest]));
  return Object.hasOwn(value, name) ? reach((value as Input)[name], rest) : [];
}

/** What a template stands for: one argument alone keeps its type, everything else is text. Undefined where a value is missing. */
export function fillValue(template: string, input: Input, put: Put = asItIs): Json | undefined {
  const [, path] = /^\{([^{}]+)\}$/.exec(template) ?? [];
  return path === undefined
    ? fill(template, input, put)
    : ((valueAt(input, path) as Json | undefined) ?? undefined);
}

/** How a value's text is put into a template, of which `before` comes before it. */
type Put = (text: string, before: string) => string;

const asItIs: Put = (text) => text;

/** As in JSON between double quotes, so that no quote in a value ends the string that it is a part of; else as it is. */
export const inExpression: Put = (text, before) =>
  before.split('"').length % 2 === 0 ? JSON.stringify(text).slice(1, -1) : text;

/** A template such as `{userId}` or `{profile.email}` filled in; undefined where a value is missing. */
export function fill(template: string, values: unknown, put: Put = asItIs): string | undefined {
  let missing = false;
  const text = template.replaceAll(/\{([^{}]+)\}/g, (_, path: string, at: number) => {
    const value = valueAt(values, path);
    if (value === undefined || value === null) missing = true;
    return put(typeof value === "object" ? JSON.stringify(value) : String(value), template.slice(0, at));
  });
  return missing ? undefined : text;
}
