import type { z, ZodType } from "zod";
import { closest } from "./closest.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { descriptionOf, expectation, knownKeys, members, nameOf, schemasAt } from "./schema.ts";
import type { Fault, Path, YamlSource } from "./source.ts";

type Issue = z.core.$ZodIssue;

/**
 * Checks a file, or the part of it at `part`, against a zod schema. All that is wrong comes back at once, each fault at the key or value that it is
 * about; `value` is there only if nothing is. A faulty file gives its own diagnostics.
 *
 * The message of a `.regex()` is to be a noun phrase, such as "a name of letters"; `.meta({ id })` or `{ title }` names
 * what a mapping is, and `.describe()` says what a key is for: all three are shown to people.
 */
export function checkShape<T>(
  source: YamlSource,
  shape: ZodType<T>,
  part: Path = [],
): { readonly value?: T; readonly diagnostics: readonly Diagnostic[] } {
  if (source.diagnostics.length > 0) return { diagnostics: source.diagnostics };
  const value = valueAt(source.value, part);
  const result = shape.safeParse(value);
  if (result.success) return { value: result.data, diagnostics: [] };
  const faults = relevant(result.error.issues, []).flatMap((issue) => explain(issue, value, shape, part));
  const diagnostics = withoutEchoes(faults).map((fault) => source.diagnose(fault));
  return { diagnostics: diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** Issues at their full paths, those of a union reduced to the branch that was meant. */
function relevant(issues: readonly Issue[], base: Path): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    const branch = issue.code === "invalid_union" ? meantBranch(issue.errors) : undefined;
    return branch ? relevant(branch, path) : [{ ...issue, path }];
  });
}

/** Of the branches that the kind of value fits, the one with the fewest faults. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.filter((issues) => !issues.some(isMisfit)).toSorted((a, b) => a.length - b.length)[0];
}

function isMisfit(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union") return meantBranch(issue.errors) === undefined;
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

/** A fault, with the key that was meant or that is missing, so that one slip is told once. */
interface ShapeFault extends Fault {
  readonly meant?: string;
  readonly missing?: string;
}

function explain(issue: Issue, root: unknown, shape: ZodType, part: Path): ShapeFault[] {
  const schemas = schemasAt(shape, root, issue.path);
  const value = valueAt(root, issue.path);
  const path = [...part, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const keys = knownKeys(schemas, value);
    return issue.keys.map((key) => unknownKey(key, keys, path, nameOf(schemas)));
  }
  if (value === undefined && issue.path.length > 0)
    return [missingKey(path, schemas, schemasAt(shape, root, issue.path.slice(0, -1)))];
  if (issue.code === "invalid_key") {
    const problem = issue.issues[0];
    const meant = closest(
      String(path.at(-1)),
      problem?.code === "invalid_value" ? problem.values.map(String) : [],
    );
    const remedy = meant === undefined ? "Rename it." : `Write \`${meant}\`.`;
    const wanted = problem?.code === "invalid_format" ? problem.message : "accepted as a key here";
    return [
      {
        code: "wrong_key",
        message: `${label(path)} is not ${wanted}${didYouMean(meant)}`,
        remedy,
        path,
        on: "key",
      },
    ];
  }
  return [{ ...wrongValue(issue, label(path), value, schemas), path }];
}

function unknownKey(key: string, keys: readonly string[], path: Path, owner: string | undefined): ShapeFault {
  const meant = closest(key, keys);
  const where = owner === undefined ? label(path) : `${/^[aeiou]/.test(owner) ? "an" : "a"} ${owner}`;
  return {
    code: "unknown_key",
    message: `\`${key}\` is not a key of ${where}${didYouMean(meant)}`,
    remedy:
      meant === undefined
        ? `Remove it; the keys are ${keys.join(", ")}.`
        : `Write \`${meant}\`, or remove it.`,
    path: [...path, key],
    on: "key",
    ...(meant !== undefined && { meant }),
  };
}

function missingKey(path: Path, schemas: readonly ZodType[], owners: readonly ZodType[]): ShapeFault {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const name = typeof parent.at(-1) === "string" ? nameOf(owners) : undefined;
  const purpose = descriptionOf(schemas);
  return {
    code: "missing_key",
    message: `${name === undefined ? "" : `${name} `}${label(parent)} lacks \`${key}\``,
    remedy:
      // Each branch of a union describes its own member alone.
      purpose === undefined || schemas.length > 1
        ? `Add \`${key}\` (${expectation(schemas)}).`
        : `Add \`${key}\`. ${purpose}`,
    path,
    missing: key,
  };
}

function wrongValue(
  issue: Issue,
  it: string,
  value: unknown,
  schemas: readonly ZodType[],
): Omit<Fault, "path"> {
  if (issue.code === "too_small" || issue.code === "too_big") {
    return { code: "out_of_range", ...outOfRange(it, issue) };
  }
  if (issue.code === "custom") return { code: "wrong_value", message: issue.message };
  const words = members(schemas);
  const meant = typeof value === "string" ? closest(value, words) : undefined;
  const wanted = issue.code === "invalid_format" ? phrase(issue, words) : expectation(schemas);
  return {
    code: issue.code === "invalid_format" ? "wrong_format" : words.length > 0 ? "wrong_value" : "wrong_type",
    message: `${it} must be ${wanted}, not ${shown(value)}${didYouMean(meant)}`,
    remedy: meant === undefined ? toWrite(wanted, value) : `Write \`${meant}\`.`,
  };
}

/** Where YAML takes what looks like text for something else, it says how to write it. */
function toWrite(wanted: string, value: unknown): string {
  if (wanted === "text")
    return "Write text, in quotes where it is a number or begins with a sign such as # or {.";
  return wanted === "a list" && typeof value === "string"
    ? `Write a list: [${JSON.stringify(value)}].`
    : `Write ${wanted}.`;
}

function phrase(issue: z.core.$ZodIssueInvalidStringFormat, words: readonly string[]): string {
  const own = issue.message.startsWith("Invalid ")
    ? `text of the form ${issue.pattern ?? issue.format}`
    : issue.message;
  return words.length === 0 ? own : `one of ${words.join(", ")}, or ${own}`;
}

const units: Readonly<Record<string, string>> = {
  string: " characters",
  array: " items",
  record: " keys",
  object: " keys",
};

function outOfRange(
  it: string,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
): Pick<Fault, "message" | "remedy"> {
  const unit = units[issue.origin] ?? "";
  const bound = Number(issue.code === "too_small" ? issue.minimum : issue.maximum);
  if (unit !== "" && issue.code === "too_small" && bound === 1) {
    return { message: `${it} must not be empty`, remedy: "Fill it in." };
  }
  const side =
    issue.code === "too_small"
      ? issue.inclusive === false
        ? "more than"
        : "at least"
      : issue.inclusive === false
        ? "less than"
        : "at most";
  const wanted = `${side} ${bound}${unit}`;
  return { message: `${it} must ${unit === "" ? "be" : "have"} ${wanted}`, remedy: `Write ${wanted}.` };
}

/** One slip is told once: a key that was misspelt is not missing too, and a value is wrong in one way. */
function withoutEchoes(faults: readonly ShapeFault[]): readonly ShapeFault[] {
  const meant = new Set(
    faults.flatMap((f) => (f.meant === undefined ? [] : place([...f.path.slice(0, -1), f.meant]))),
  );
  const seen = new Set<string>();
  return faults.filter((fault) => {
    const here = place(fault.path);
    if (fault.missing !== undefined ? meant.has(here) : seen.has(here)) return false;
    seen.add(here);
    return true;
  });
}

const place = (path: Path): string => JSON.stringify(path);

const didYouMean = (word: string | undefined): string =>
  word === undefined ? "" : `; did you mean \`${word}\`?`;

function label(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the file";
  return typeof last === "number" ? `item ${last + 1} of ${label(path.slice(0, -1))}` : `\`${String(last)}\``;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  return typeof value === "string" ? (value === "" ? "empty text" : `\`${value}\``) : String(value);
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step],
    root,
  );
}
