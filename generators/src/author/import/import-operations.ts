import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import type { Diagnostic } from "@arx/yaml";
import { loadSpec } from "../../spec/load.ts";
import type { Method, Risk } from "../../spec/operation-model.ts";
import type { OperationShape, SchemaShape } from "../../spec/shape.ts";
import { apply } from "../../write.ts";
import { AuthorError } from "../author-error.ts";
import { type ApiDocument, readApiDocument } from "../openapi/document.ts";
import { importOperation, type ImportedOperation } from "./operation.ts";
import type { PagingStyle } from "./paging.ts";
import { type Picked, type Pick, pickOperations } from "./pick.ts";
import { renamed, renamedOperation, settleNames } from "./rename.ts";
import { type Comments, SchemaImport } from "./schema.ts";
import { addEntries, addItem, printedEntries } from "./splice.ts";
import { openTarget, type Target } from "./target.ts";
import { wordsOf } from "./words.ts";

/** An operation that waits for a person to name its risk. */
export interface Proposal {
  readonly id: string;
  readonly call: string;
  /** What the method suggests, and nothing more. */
  readonly risk: Risk;
  readonly method: Method;
  readonly path: string;
  readonly operationId?: string;
  readonly summary?: string;
}

/** How an import ended. Only `written` has touched the disk. */
export type ImportOutcome =
  | {
      readonly kind: "written";
      readonly file: string;
      readonly operations: readonly Proposal[];
      /** Named schemas that were added. */
      readonly schemas: readonly string[];
      /** Comments in the YAML, each about something that the document says and the spec does not. */
      readonly notes: readonly string[];
    }
  | { readonly kind: "proposals"; readonly proposals: readonly Proposal[] }
  | {
      readonly kind: "refused";
      readonly refusals: readonly (Pick & { readonly reason: string; readonly remedy: string })[];
    }
  | { readonly kind: "faults"; readonly diagnostics: readonly Diagnostic[] };

/**
 * Adds operations of a vendor's OpenAPI document to a family of a spec. All of them are written or none; an operation
 * without a risk is only proposed.
 *
 * @param options.document - the document's file
 * @param options.into - the family's file, `specs/<connector>/<family>.yaml`; it may be a new one
 * @throws {@link AuthorError} where the document or the spec cannot be used at all
 */
export async function importOperations(options: {
  readonly document: string;
  readonly pick: readonly Pick[];
  readonly into: string;
}): Promise<ImportOutcome> {
  const document = await readApiDocument(options.document);
  const target = await openTarget(options.into);
  const { picked, refusals } = pickOperations(document, options.pick, target.family, target.ids);
  if (refusals.length > 0) return { kind: "refused", refusals };
  const open = picked.filter(({ confirmed }) => !confirmed);
  if (open.length > 0) return { kind: "proposals", proposals: open.map(toProposal) };
  return convert(document, target, picked);
}

async function convert(
  document: ApiDocument,
  target: Target,
  picked: readonly Picked[],
): Promise<ImportOutcome> {
  const schemas = new SchemaImport(document);
  const styles: Record<string, PagingStyle> = { ...target.paging };
  const imported: ImportedOperation[] = [];
  const refusals: (Pick & { reason: string; remedy: string })[] = [];
  for (const { pick, operation, id, call, risk } of picked) {
    try {
      const made = importOperation(document, operation, { id, call, risk }, schemas, styles);
      if (made.paging) styles[made.paging.name] ??= made.paging.style;
      imported.push(made);
    } catch (error) {
      if (!(error instanceof AuthorError)) throw error;
      const name = operation.operationId ?? `${operation.method} ${operation.path}`;
      refusals.push({ ...pick, operationId: name, reason: error.message, remedy: error.remedy });
    }
  }
  if (refusals.length > 0) return { kind: "refused", refusals };

  const names = settleNames(schemas.named, target.schemas, target.family);
  const { comments } = schemas;
  const added = [...schemas.named].flatMap(([name, shape]): [string, SchemaShape][] => {
    const settled = names.get(name)!;
    return settled.present ? [] : [[settled.name, renamed(shape, names, comments)]];
  });
  const operations = imported.map(
    ({ id, shape }) => [id, renamedOperation(shape, names, comments)] as [string, OperationShape],
  );
  const files = {
    [basename(target.file)]: await familyText(target, operations, added, comments),
    "connector.yaml": await withFamilyListed(target, imported, styles),
  };
  const diagnostics = await tryOut(target.folder, files);
  if (diagnostics.some(({ severity }) => severity === "error")) return { kind: "faults", diagnostics };
  await apply(
    target.folder,
    Object.entries(files).map(([path, text]) => ({ kind: "differs", path, text })),
  );
  return {
    kind: "written",
    file: target.file,
    operations: picked.map(toProposal),
    schemas: added.map(([name]) => name),
    notes: operations.flatMap(([id, shape]) => {
      const note = comments.get(shape);
      return note === undefined ? [] : [`${id}: ${note}`];
    }),
  };
}

async function familyText(
  { file, family, text }: Target,
  operations: readonly [string, OperationShape][],
  schemas: readonly [string, SchemaShape][],
  comments: Comments,
): Promise<string> {
  const start =
    text ??
    [
      "# yaml-language-server: $schema=../schema/family.schema.json",
      `family: ${family}`,
      `title: ${wordsOf(family).map(titled).join(" ")}`,
      "",
    ].join("\n");
  const withOperations = addEntries(file, start, "operations", await printedEntries(operations, comments));
  return schemas.length === 0
    ? withOperations
    : addEntries(file, withOperations, "schemas", await printedEntries(schemas, comments));
}

const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

async function withFamilyListed(
  { folder, family, text, connectorText: before }: Target,
  imported: readonly ImportedOperation[],
  styles: Readonly<Record<string, PagingStyle>>,
): Promise<string> {
  const file = join(folder, "connector.yaml");
  const fresh = new Set(imported.flatMap(({ paging }) => (paging && !paging.known ? [paging.name] : [])));
  const listed = text === undefined ? addItem(file, before, "families", family) : before;
  if (fresh.size === 0) return listed;
  const entries = [...fresh].map((name) => {
    const { end, ...style } = styles[name]!;
    return [name, end === "no_next" ? style : { ...style, end }] as const;
  });
  const parts = await printedEntries(entries, new WeakMap());
  return addEntries(file, listed, "paging", parts.replaceAll("\n\n", "\n"));
}

/** Loads the spec as it would be, in a folder of its own, and tells the diagnostics of the files that it stands for. */
async function tryOut(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly Diagnostic[]> {
  const parent = await mkdtemp(join(tmpdir(), "arx-import-"));
  try {
    const copy = join(parent, basename(folder));
    await cp(folder, copy, { recursive: true });
    await apply(
      copy,
      Object.entries(files).map(([path, text]) => ({ kind: "differs", path, text })),
    );
    return loadSpec(copy).diagnostics.map((diagnostic) => {
      const { frame } = diagnostic;
      const file = relative(process.cwd(), join(folder, basename(diagnostic.file)));
      return { ...diagnostic, frame, file: file.replaceAll("\\", "/") };
    });
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

function toProposal({ operation, id, call, risk }: Picked): Proposal {
  const { method, path, operationId, summary } = operation;
  return {
    id,
    call,
    risk,
    method,
    path,
    ...(operationId !== undefined && { operationId }),
    ...(summary !== undefined && { summary }),
  };
}
