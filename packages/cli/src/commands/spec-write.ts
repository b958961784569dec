import { join, relative } from "node:path";
import { formatDiagnostics } from "@arx/yaml";
import type { Context } from "../context.ts";
import { CliError, usageError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { generatorsOf, repositoryOf, specFolder, specsOf } from "../home/repository.ts";
import { diagnosticJson } from "../output/diagnostics.ts";

/** `arx spec lint` */
export async function lintSpecs(context: Context, given: string | undefined): Promise<void> {
  const { terminal, env } = context;
  const root = repositoryOf();
  const folders =
    given === undefined
      ? (await specsOf(root)).map((name) => join(root, "specs", name))
      : [await specFolder(root, given)];
  const { loadSpec } = await generatorsOf(root, "load");
  const loaded = folders.map((folder) => ({
    folder: relative(process.cwd(), folder) || ".",
    ...loadSpec(folder),
  }));
  const diagnostics = loaded.flatMap((one) => one.diagnostics);
  const ok = loaded.every(({ spec }) => spec !== undefined);
  const specs = loaded.map(({ folder, spec }) => ({
    folder,
    ok: spec !== undefined,
    ...(spec && { operations: spec.operations.length }),
  }));
  const color = process.stdout.isTTY && !env["NO_COLOR"];
  terminal.show({ ok, specs, diagnostics: diagnostics.map(diagnosticJson) }, () =>
    [
      ...(diagnostics.length > 0 ? [formatDiagnostics(diagnostics, { color }), ""] : []),
      ...loaded.map(({ folder, spec, diagnostics: { length } }) =>
        spec
          ? `${folder}: operations: ${spec.operations.length}, warnings: ${length}`
          : `${folder} can't be used; errors: ${length}`,
      ),
    ].join("\n"),
  );
  if (!ok) process.exitCode = exitCodes.checkFailed;
}

/** `arx spec generate` */
export async function generateFiles(
  { terminal }: Context,
  only: readonly string[],
  { check = false }: { readonly check?: boolean },
): Promise<void> {
  const root = repositoryOf();
  const { generate } = await generatorsOf(root, "generate");
  const outcome = await generate(root, { only, check });
  if (outcome.kind === "unknown") {
    const { connector, known } = outcome;
    throw usageError(
      `there is no spec ${JSON.stringify(connector)}`,
      `name some of: ${known.join(", ")}; \`arx spec new\` begins another`,
    );
  }
  if (outcome.kind === "faults") {
    terminal.note(`${outcome.report}\n`);
    throw new CliError(
      "checkFailed",
      "spec_faults",
      "a spec has faults, and nothing was written",
      "`arx spec lint` tells them, also as JSON",
    );
  }
  const { connectors, warnings } = outcome;
  const changes = outcome.changes.map(({ kind, path }) => ({ kind, path }));
  const ok = !check || changes.length === 0;
  if (warnings !== "") terminal.note(`${warnings}\n`);
  terminal.show({ ok, connectors, changes, ...(warnings !== "" && { warnings }) }, () =>
    changes.length === 0
      ? `current: ${connectors.join(", ")}`
      : changes.map(({ kind, path }) => `${check ? kind.padEnd(7) : done[kind]} ${path}`).join("\n"),
  );
  if (ok) return;
  terminal.note("generated files are not what the specs say: run `arx spec generate`, and commit the result");
  process.exitCode = exitCodes.checkFailed;
}

const done = { missing: "wrote  ", differs: "updated", stray: "deleted" } as const;

/** `arx spec new` */
export async function beginSpec({ terminal }: Context, name: string): Promise<void> {
  const root = repositoryOf();
  const { newSpec, formatNewSpec } = await generatorsOf(root, "author");
  const made = await newSpec(name, { root });
  terminal.show(made, () => formatNewSpec(made));
}
