import { inspect } from "node:util";

type Clean = (text: string) => string;

/** What stands in for objects that can't be changed. */
type StandIns = Map<object, object>;

/**
 * Takes secrets out of an error that leaves the pipeline, and out of what caused it: messages, stacks and whatever else
 * libraries hang on errors, such as the bytes that they could not parse. Gives the error itself, or what is to leave in
 * its place where it can't be cleaned; never throws.
 */
export function cleanError(error: unknown, clean: Clean): unknown {
  if (error === undefined) return undefined;
  const standIns: StandIns = new Map();
  try {
    for (;;) {
      const before = standIns.size;
      const cleaned = cleanedOf(error, { clean, standIns, seen: new Set() });
      // Something that was looked at before may lead to what has a stand-in now.
      if (standIns.size === before) return cleaned;
    }
  } catch {
    // Getters and proxies of others may throw anything, secrets too.
    return new Error("what was thrown could not be cleaned of secrets, and is withheld");
  }
}

/** What something thrown says: anything can be, the reason of an abort among it, and some of it says nothing. */
export function messageOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "(it has no text)";
  }
}

interface Sweep {
  readonly clean: Clean;
  readonly standIns: StandIns;
  readonly seen: Set<object>;
}

function cleanedOf(value: unknown, sweep: Sweep): unknown {
  if (typeof value === "string") return sweep.clean(value);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return undefined;
  if (!(value instanceof Error || isPlain(value))) return showsSecret(value, sweep.clean) ? undefined : value;
  const target = sweep.standIns.get(value) ?? value;
  if (sweep.seen.has(target)) return target;
  sweep.seen.add(target);
  for (const name of namesOf(target)) {
    const before: unknown = Reflect.get(target, name);
    const after = cleanedOf(before, sweep);
    if (after === before || put(target, name, after)) continue;
    const standIn = standInFor(target, sweep.clean);
    sweep.standIns.set(value, standIn);
    return standIn;
  }
  return target;
}

/** An error's own texts count wherever they are defined: those of a `DOMException` are its prototype's. */
function namesOf(value: object): readonly PropertyKey[] {
  const own = Reflect.ownKeys(value);
  return value instanceof Error ? [...new Set([...own, "name", "message", "stack"])] : own;
}

function put(target: object, name: PropertyKey, value: unknown): boolean {
  if (value === undefined && Reflect.deleteProperty(target, name)) return true;
  // A stack is an accessor: assigning keeps it one.
  if (Reflect.set(target, name, value) && Reflect.get(target, name) === value) return true;
  const enumerable = Object.prototype.propertyIsEnumerable.call(target, name);
  return Reflect.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });
}

/** Of plain data a copy that can be cleaned; of an error its texts alone. */
function standInFor(value: object, clean: Clean): object {
  if (Array.isArray(value)) return [...(value as unknown[])];
  if (!(value instanceof Error)) return { ...value };
  const { name, message, stack } = value;
  const standIn = new Error(clean(message));
  return Object.assign(standIn, { name: clean(name), ...(stack !== undefined && { stack: clean(stack) }) });
}

/** Live objects of others are not changed, but one that would print a secret is not passed on. */
function showsSecret(value: object, clean: Clean): boolean {
  const everything = { depth: null, showHidden: true, breakLength: Infinity } as const;
  const shown = inspect(value, { ...everything, maxArrayLength: null, maxStringLength: null });
  return clean(shown) !== shown;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
