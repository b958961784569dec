import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "@arx/yaml";
import type { Risk } from "@arx/core";
import { CliError, usageError } from "../errors.ts";

// The generators are no package that could be installed: what is used of them is said here, and held against them in
// tests.

/** An operation of a vendor's document, to pick from. */
export interface Listed {
  readonly operationId?: string;
  readonly method: string;
  readonly path: string;
}

/** Which operations of a vendor's document to import, and what to call them. */
export interface ImportPick {
  readonly operationId?: string;
  readonly method?: string;
  readonly path?: string;
  readonly tag?: string;
  readonly as?: string;
  readonly call?: string;
  readonly risk?: Risk;
}

/** What a policy's wildcards reach by. */
export interface PolicyReach {
  readonly name: string;
  readonly connector: string;
  readonly operations?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
}

type Faults = { readonly diagnostics: readonly Diagnostic[] };
type ImportOutcome =
  | { readonly kind: "written" | "proposals" | "refused" }
  | ({ readonly kind: "faults" } & Faults);
type DriftReport = Faults & { readonly unexplained: readonly object[] };
type SpecDiff = Faults & { readonly breaking: boolean };
type NewSpec = { readonly name: string };

/** What `@arx/generators/author` gives, as far as it is used. */
export interface Author {
  listOperations(document: string): Promise<readonly Listed[]>;
  formatOperations(operations: readonly Listed[]): string;
  importOperations(options: {
    readonly document: string;
    readonly pick: readonly ImportPick[];
    readonly into: string;
  }): Promise<ImportOutcome>;
  formatImport(outcome: ImportOutcome): string;
  drift(options: { readonly spec: string; readonly document: string }): Promise<DriftReport>;
  formatDrift(report: DriftReport): string;
  diffSpecs(before: string, after: string, policies?: readonly PolicyReach[]): Promise<SpecDiff>;
  formatSpecDiff(diff: SpecDiff): string;
  newSpec(name: string, options: { readonly root: string }): Promise<NewSpec>;
  formatNewSpec(made: NewSpec): string;
}

/** How a run of the generators ended. */
export type Generated =
  | {
      readonly kind: "changes";
      readonly connectors: readonly string[];
      readonly changes: readonly { readonly kind: "missing" | "differs" | "stray"; readonly path: string }[];
      readonly warnings: string;
    }
  | { readonly kind: "faults"; readonly report: string }
  | { readonly kind: "unknown"; readonly connector: string; readonly known: readonly string[] };

/** The module that makes generated files what the specs say. */
export interface Generator {
  generate(
    root: string,
    options: { readonly only: readonly string[]; readonly check: boolean },
  ): Promise<Generated>;
}

/** The module that reads a spec. */
export interface Loader {
  loadSpec(folder: string): Faults & {
    readonly spec?: { readonly name: string; readonly operations: readonly object[] };
  };
}

/**
 * The repository that the command runs in: the nearest folder upward with the generators in it.
 * @throws CliError (usage) outside of one
 */
export function repositoryOf(from: string = process.cwd()): string {
  const manifest = join(from, "generators", "package.json");
  if (existsSync(manifest) && nameIn(manifest) === "@arx/generators") return from;
  if (dirname(from) !== from) return repositoryOf(dirname(from));
  throw new CliError(
    "usage",
    "no_repository",
    "specs are written in the repository of the connectors, and this folder is in none",
    "clone it, and run `arx spec` inside it: generators/ is what it is known by",
  );
}

/**
 * Loads a module of the repository's generators from its source.
 * @throws CliError (notReady) if it can't be loaded
 */
export async function generatorsOf<K extends keyof Modules>(root: string, module: K): Promise<Modules[K]> {
  try {
    return await import(pathToFileURL(join(root, "generators/src", modules[module])).href);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      "notReady",
      "generators",
      `the generators in ${join(root, "generators")} can't be loaded: ${why}`,
      "run `pnpm install` and `pnpm build` there",
      { cause },
    );
  }
}

interface Modules {
  readonly author: Author;
  readonly generate: Generator;
  readonly load: Loader;
}

const modules = { author: "author/index.ts", generate: "generate.ts", load: "spec/load.ts" } as const;

/** The names of the connectors that have a spec in the repository. */
export async function specsOf(root: string): Promise<readonly string[]> {
  const folders = await readdir(join(root, "specs"), { withFileTypes: true });
  return folders
    .map(({ name }) => name)
    .filter((name) => existsSync(join(root, "specs", name, "connector.yaml")))
    .toSorted();
}

/**
 * The folder of a spec: a connector's name, or a folder; where nothing is said, the repository's only spec.
 * @throws CliError (usage) if there is no such spec, or it is not said which of several
 */
export async function specFolder(root: string, given: string | undefined): Promise<string> {
  const known = await specsOf(root);
  if (given === undefined) {
    const [only, other] = known;
    if (only !== undefined && other === undefined) return join(root, "specs", only);
    throw usageError("it is not said of which spec", `name one of: ${known.join(", ")}`);
  }
  if (known.includes(given)) return join(root, "specs", given);
  if (existsSync(join(given, "connector.yaml"))) return resolve(given);
  throw usageError(
    `there is no spec ${JSON.stringify(given)}`,
    `name one of: ${known.join(", ")}; or a folder with a connector.yaml`,
  );
}

function nameIn(manifest: string): unknown {
  try {
    return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}
