import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatDiagnostics } from "@arx/yaml";
import { emitConnector } from "./emit/connector.ts";
import { place } from "./emit/place.ts";
import { emitSpecSchemas, specSchemaFolder } from "./emit/spec-schemas.ts";
import { notice } from "./source.ts";
import { loadSpec } from "./spec/load.ts";
import type { Spec } from "./spec/model.ts";
import { apply, type Change, compare } from "./write.ts";

/** How a run ended: what changed (or, under `check`, would), or why nothing was touched. */
export type Outcome =
  | {
      readonly kind: "changes";
      readonly connectors: readonly string[];
      readonly changes: readonly Change[];
      readonly warnings: string;
    }
  | { readonly kind: "faults"; readonly report: string }
  | { readonly kind: "unknown"; readonly connector: string; readonly known: readonly string[] };

/**
 * Makes the generated folders what the specs say. Everything is emitted in memory first, and nothing is written while
 * one diagnostic stands; with `check`, nothing is written at all.
 */
export async function generate(
  root: string,
  { only = [], check = false }: { readonly only?: readonly string[]; readonly check?: boolean } = {},
): Promise<Outcome> {
  const known = await connectors(root);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) return { kind: "unknown", connector: unknown, known };

  const chosen = only.length > 0 ? known.filter((name) => only.includes(name)) : known;
  const loaded = chosen.map((name) => loadSpec(join(root, "specs", name)));
  const report = formatDiagnostics(
    loaded.flatMap(({ diagnostics }) => diagnostics),
    { color: process.stderr.isTTY },
  );
  const specs = loaded.flatMap(({ spec }): Spec[] => (spec ? [spec] : []));
  if (specs.length < loaded.length) return { kind: "faults", report };

  const files = (await Promise.all([emitSpecSchemas(), ...specs.map(emitConnector)])).flat();
  // A run that names connectors says nothing of the others.
  const orphans = only.length > 0 ? [] : await withoutSpec(root, known);
  const owned = [...specs.map(({ name }) => name), ...orphans];
  const folders = [specSchemaFolder, ...owned.flatMap((name) => Object.values(place(name)) as string[])];
  const changes = await compare(root, folders, files);
  if (!check) await apply(root, changes);
  return { kind: "changes", connectors: chosen, changes, warnings: report };
}

/** The folders of `specs/` that hold a connector. */
async function connectors(root: string): Promise<string[]> {
  const folders = await readdir(join(root, "specs"), { withFileTypes: true });
  const found = await Promise.all(
    folders
      .filter((folder) => folder.isDirectory())
      .map(async ({ name }) => {
        const holds = await access(join(root, "specs", name, "connector.yaml")).then(
          () => true,
          () => false,
        );
        return holds ? [name] : [];
      }),
  );
  return found.flat().toSorted();
}

/** The packages that hold generated files of a connector that `specs/` does not hold. Their notes tell whose they are. */
async function withoutSpec(root: string, known: readonly string[]): Promise<string[]> {
  const packages = await readdir(join(root, "packages")).catch(noneIfMissing);
  const found = await Promise.all(
    packages
      .filter((name) => !known.includes(name))
      .map(async (name) => {
        const notes = Object.values(place(name)).map((folder: string) =>
          readFile(join(root, folder, "README.md"), "utf8").catch(() => ""),
        );
        return (await Promise.all(notes)).some((note) => note.includes(notice(`specs/${name}`)))
          ? [name]
          : [];
      }),
  );
  return found.flat().toSorted();
}

function noneIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
