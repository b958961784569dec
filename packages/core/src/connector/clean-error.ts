/**
 * Takes secrets out of an error that leaves the pipeline, and out of what caused it: messages, stacks and whatever else
 * libraries hang on errors, such as the bytes that they could not parse.
 */
export function cleanError(
  error: unknown,
  clean: (text: string) => string,
  seen: Set<unknown> = new Set(),
): void {
  if (typeof error !== "object" || error === null || seen.has(error)) return;
  seen.add(error);
  for (const name of Reflect.ownKeys(error)) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === "string") {
      const cleaned = clean(value);
      // A stack is an accessor: assigning keeps it one.
      if (cleaned !== value) Reflect.set(error, name, cleaned);
    } else if (ArrayBuffer.isView(value)) {
      Reflect.deleteProperty(error, name);
    } else if (value instanceof Error || isPlain(value)) {
      cleanError(value, clean, seen);
    }
  }
}

function isPlain(value: unknown): boolean {
  return (
    Array.isArray(value) ||
    (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  );
}
