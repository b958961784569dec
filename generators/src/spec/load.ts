import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { checkShape, type Diagnostic, readYaml, type YamlSource } from "@arx/yaml";
import { crossCheck } from "./checks.ts";
import { draftOf, familyDraft } from "./draft.ts";
import type { Spec } from "./model.ts";
import { resolve } from "./resolve.ts";
import { connectorShape, familyShape } from "./shape.ts";

const main = "connector.yaml";
/** Beside the spec, not part of it: the differences from the vendor's document that were accepted. */
const drift = "drift.yaml";

/**
 * Reads the spec of one connector: `connector.yaml` and the family files that it names. Every fault of every file comes
 * back at once, files in their order; a spec comes back only where no error stands.
 */
export function loadSpec(folder: string): {
  readonly spec?: Spec;
  readonly diagnostics: readonly Diagnostic[];
} {
  const files = yamlFilesIn(folder).filter((file) => file !== drift);
  if (!files.includes(main)) return { diagnostics: [missingFile(shownPath(folder, main))] };

  const connector = read(folder, main);
  const { value: shape, diagnostics: faults } = checkShape(connector, connectorShape);
  const names =
    familyNames(connector.value) ??
    files.filter((file) => file !== main).map((file) => file.replace(/\.ya?ml$/, ""));
  const present = [...new Set(names)].filter((name) => files.includes(`${name}.yaml`));
  const families = present.map((name) => familyDraft(name, read(folder, `${name}.yaml`)));
  const draft = draftOf(folder, { source: connector, ...(shape && { shape }) }, families);

  const diagnostics = [
    ...faults,
    ...listingFaults(connector, names, files),
    ...families.flatMap(({ source }) => checkShape(source, familyShape).diagnostics),
    ...crossCheck(draft),
  ];
  const order = [connector, ...families.map(({ source }) => source)].map(({ file }) => file);
  const sorted = diagnostics.toSorted(
    (a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
  return sorted.some(({ severity }) => severity === "error")
    ? { diagnostics: sorted }
    : { spec: resolve(draft), diagnostics: sorted };
}

function yamlFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function read(folder: string, file: string): YamlSource {
  return readYaml(shownPath(folder, file), readFileSync(join(folder, file), "utf8"));
}

const shownPath = (folder: string, file: string): string =>
  relative(process.cwd(), join(folder, file)).split(sep).join("/");

/** The families that the file names, even where something else in it is wrong. */
function familyNames(value: unknown): readonly string[] | undefined {
  const names = (value as { readonly families?: unknown } | null | undefined)?.families;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : undefined;
}

function listingFaults(source: YamlSource, names: readonly string[], files: readonly string[]): Diagnostic[] {
  const missing = names.flatMap((name, index) =>
    files.includes(`${name}.yaml`) ? [] : [{ name, path: ["families", index] }],
  );
  const unlisted = files.filter((file) => file !== main && !names.some((name) => file === `${name}.yaml`));
  return [
    ...missing.map(({ name, path }) =>
      source.diagnose({
        code: "missing_file",
        message: `there is no file \`${name}.yaml\` beside this one`,
        remedy: `Write it, or remove \`${name}\` here.`,
        path,
      }),
    ),
    ...unlisted.map((file) =>
      source.diagnose({
        code: "unlisted_file",
        message: `\`${file}\` lies in this folder, but \`families\` does not name it`,
        remedy: file.endsWith(".yml")
          ? "Rename it to end in .yaml, and list it."
          : "List it, or delete the file.",
        path: ["families"],
        on: "key",
      }),
    ),
  ];
}

function missingFile(file: string): Diagnostic {
  return {
    code: "missing_file",
    severity: "error",
    message: "there is no such file",
    remedy: `A spec is a folder with a ${main} and a file for each family.`,
    file,
    line: 1,
    column: 1,
    frame: "",
  };
}
