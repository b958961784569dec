import type { ZodError } from "zod";
import type { Json } from "../audit/record.ts";
import { InvalidInputError, type InputFault } from "../errors/invalid-input-error.ts";
import type { Operation } from "./operation.ts";
import { schemasOf } from "./schemas.ts";
import { malformedAt } from "./well-formed.ts";

/** What is wrong with a value for its place in the request; a query can hold any. */
const faultIn = { path: pathFault, header: headerFault, query: undefined } as const;

/**
 * What a caller gave, as JSON can say it, taken when the call was made: no getter, prototype or later change of the
 * caller's object reaches the action, however long that waits.
 */
export class TakenInput {
  readonly plain: Record<string, Json> = {};
  readonly fault: InputFault | undefined;

  constructor(raw: unknown) {
    if (raw === null || typeof raw !== "object" || Array.isArray(raw)) {
      this.fault = { path: "", message: "the input must be an object" };
      return;
    }
    try {
      this.plain = JSON.parse(JSON.stringify(raw)) as Record<string, Json>;
      const malformed = malformedAt(this.plain);
      // It has no canonical form, so it could be neither recorded nor bound to an approval.
      if (malformed !== undefined) this.fault = { path: malformed, message: "must be well-formed Unicode" };
    } catch {
      this.fault = { path: "", message: "the input must be what JSON can say" };
    }
  }
}

/** An action's input: path, query and header parameters and the body's fields, in one object. */
export type Input = { readonly [name: string]: Json };

/**
 * Brings a raw input into the one form that policy, approvers, records and the request see: flat names moved to their
 * place in the body, values that are no expression moved to the parameter that takes them, defaults filled in, frozen.
 * @throws InvalidInputError with every fault
 */
export async function parseInput(operation: Operation, raw: unknown): Promise<Input> {
  const { plain, fault: refused } = raw instanceof TakenInput ? raw : new TakenInput(raw);
  if (refused) throw new InvalidInputError(operation.id, [refused]);
  for (const { name, in: place } of operation.parameters) {
    const fault = faultIn[place]?.(plain[name]);
    if (fault) throw new InvalidInputError(operation.id, [{ path: name, message: fault }]);
  }
  const shaped = unflatten(operation, reroute(operation, plain));
  const { input } = await schemasOf(operation);
  const parsed = input.safeParse(shaped);
  if (!parsed.success) throw new InvalidInputError(operation.id, faultsOf(parsed.error));
  return deepFreeze(parsed.data as Input);
}

/** A segment that could leave its place in the path would turn one operation into another. */
function pathFault(value: Json | undefined): string | undefined {
  if (typeof value !== "string") return undefined; // absent or of another type: the schema says so
  if (value.trim() === "") return "must not be empty";
  if (value === "." || value === "..") return `must not be ${JSON.stringify(value)}`;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[/\\\u0000-\u001f\u007f]/.test(value))
    return "must not hold a separator or a control character; name the target by its id instead";
  // Encoded dots and separators would be decoded by some servers on the way.
  if (/%(2e|2f|5c|00)/i.test(value)) return "must not be percent-encoded";
  return undefined;
}

/** What would end its line, or has no form in a header field, would be stopped on the way, long after policy and people agreed. */
function headerFault(value: Json | undefined): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return typeof value === "string" && /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)
    ? "must not hold a line break, a control character or a character outside Latin-1: it goes into a header field"
    : undefined;
}

function reroute(operation: Operation, input: Record<string, Json>): Record<string, Json> {
  for (const { name, otherwise } of operation.parameters) {
    const value = input[name];
    if (!otherwise || typeof value !== "string" || new RegExp(otherwise.pattern, "u").test(value)) continue;
    const { [name]: _, ...rest } = input;
    if (otherwise.parameter in rest) {
      const message = `is no expression, so it would be sent as ${otherwise.parameter}, which is given too`;
      throw new InvalidInputError(operation.id, [{ path: name, message }]);
    }
    return { ...rest, [otherwise.parameter]: value };
  }
  return input;
}

function unflatten(operation: Operation, input: Record<string, Json>): Record<string, Json> {
  const flat = operation.body?.flat;
  if (!flat) return input;
  const sources = new Set(Object.values(flat).flat());
  if (!Object.keys(input).some((name) => sources.has(name))) return input;
  const full = Object.fromEntries(Object.entries(input).filter(([name]) => !sources.has(name)));
  for (const [target, names] of Object.entries(flat)) {
    const given = names.find((name) => input[name] !== undefined);
    if (given !== undefined) putAt(operation, full, target.split("."), input[given] as Json, given);
  }
  return full;
}

function putAt(
  operation: Operation,
  into: Record<string, Json>,
  path: string[],
  value: Json,
  flatName: string,
): void {
  const [head = "", ...rest] = path;
  if (rest.length === 0) {
    if (head in into) {
      throw new InvalidInputError(operation.id, [
        { path: flatName, message: "is given twice, flat and in full" },
      ]);
    }
    into[head] = value;
    return;
  }
  const next = into[head] ?? {};
  if (typeof next !== "object" || Array.isArray(next)) return; // of a wrong type: the schema says so
  into[head] = next;
  putAt(operation, next as Record<string, Json>, rest, value, flatName);
}

function faultsOf(error: ZodError): InputFault[] {
  return error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
}

/** Freezes a JSON value and all within it. */
export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
