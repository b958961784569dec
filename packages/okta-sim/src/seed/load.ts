import { readFile } from "node:fs/promises";
import { type Document, LineCounter, parseDocument } from "yaml";
import { builtInSeed } from "../built-in-seed.ts";
import { seedShape } from "./schema.ts";
import type { OktaSeed } from "./seed.ts";

/** A seed can't be used. `faults` has one line for each thing that is wrong. */
export class SeedError extends Error {
  override readonly name = "SeedError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const [first = "unknown fault"] = faults;
    super(faults.length > 1 ? `bad seed: ${first} (and ${faults.length - 1} more)` : `bad seed: ${first}`);
    this.faults = faults;
  }
}

/** Reads and checks a seed: one that is given, a YAML or JSON file, or the built-in one. Throws {@link SeedError}. */
export async function loadSeed(seed: OktaSeed | string = builtInSeed): Promise<OktaSeed> {
  if (typeof seed !== "string") return checked(seed, (path) => path);
  const file = await read(seed);
  const lines = new LineCounter();
  // YAML 1.2 holds JSON, so that one parser reads both.
  const document = parseDocument(file, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new SeedError(document.errors.map(({ message }) => `${seed}: ${message.split("\n")[0]}`));
  }
  return checked(document.toJS(), (path, keys) => `${seed}${position(document, keys, lines)}: ${path}`);
}

function checked(value: unknown, place: (path: string, keys: readonly PropertyKey[]) => string): OktaSeed {
  const parsed = seedShape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SeedError(
    parsed.error.issues.map(
      ({ path, message }) => `${place(path.join(".") || "the whole", path)}: ${message}`,
    ),
  );
}

function position(document: Document, keys: readonly PropertyKey[], lines: LineCounter): string {
  // A missing key has no place of its own: name the nearest thing around it.
  for (let length = keys.length; length >= 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true) as { range?: readonly number[] } | undefined;
    const offset = node?.range?.[0];
    if (offset === undefined) continue;
    const { line, col } = lines.linePos(offset);
    return `:${line}:${col}`;
  }
  return "";
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new SeedError([`${path} can't be read: ${(error as Error).message}`]);
  }
}
