import { inspect } from "node:util";

const redacted = "[redacted]";

// Not a private field: a debugger's preview of an object, which is also what the console shows under
// `node --inspect`, prints private fields.
const values = new WeakMap<Secret, string>();

/** A value that no log, error, record or debugger prints by accident. Only {@link Secret.reveal} gives it. */
export class Secret {
  constructor(value: string) {
    values.set(this, value);
    Object.freeze(this);
  }

  /** The value itself. Call it where the value is used, and keep no copy. */
  reveal(): string {
    // Set by the only constructor.
    return values.get(this) as string;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [Symbol.toPrimitive](): string {
    return redacted;
  }

  static {
    // Not a method: declaration files can't name this symbol without inference.
    Object.defineProperty(Secret.prototype, inspect.custom, { value: () => redacted });
  }
}
