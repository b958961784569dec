import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SourceFile } from "../src/source.ts";
import { loadSpec } from "../src/spec/load.ts";
import type { Spec } from "../src/spec/model.ts";
import type { Operation } from "../src/spec/operation-model.ts";

const fixture = join(import.meta.dirname, "fixtures/depot");

/** The spec of an invented API that has one of everything. */
export function depot(): Spec {
  const { spec, diagnostics } = loadSpec(fixture);
  if (!spec) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return spec;
}

/** The spec with one operation changed. */
export function withOperation(spec: Spec, id: string, change: (operation: Operation) => Operation): Spec {
  const changed = (operation: Operation): Operation => (operation.id === id ? change(operation) : operation);
  return {
    ...spec,
    operations: spec.operations.map(changed),
    families: spec.families.map((family) =>
      Object.assign({}, family, { operations: family.operations.map(changed) }),
    ),
  };
}

/** A repository of its own that holds nothing but the depot's spec. */
export async function repository(
  under: string = tmpdir(),
): Promise<AsyncDisposable & { readonly root: string; readonly specs: string }> {
  const root = await mkdtemp(join(under, ".depot-"));
  const specs = join(root, "specs/depot");
  await mkdir(specs, { recursive: true });
  await cp(fixture, specs, { recursive: true });
  return { root, specs, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

/** The text of the file whose path ends so. */
export function textOf(files: readonly SourceFile[], end: string): string {
  const found = files.find(({ path }) => path.endsWith(end));
  if (!found) throw new Error(`nothing was emitted at ${end}`);
  return found.text;
}
