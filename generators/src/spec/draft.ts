import type { Diagnostic, Fault, Path, YamlSource } from "@arx/yaml";
import type { Method, Operation, Parameter } from "./operation-model.ts";
import type { Schema } from "./schema-model.ts";
import { type Lookup, toSchema } from "./schemas.ts";
import {
  type ConnectorShape,
  type FamilyShape,
  familyShape,
  type OperationShape,
  operationShape,
  type SchemaShape,
  schemaShape,
} from "./shape.ts";

/** An operation whose own shape is right; what it refers to is not looked at yet. */
export interface OperationDraft {
  readonly id: string;
  readonly family: FamilyDraft;
  readonly shape: OperationShape;
  readonly method: Method;
  readonly path: string;
  /** In the order of the spec. */
  readonly parameters: readonly Parameter[];
  readonly result?: Schema;
  /** A diagnostic at a path below the operation. */
  readonly fault: (fault: Fault) => Diagnostic;
}

/** A named schema whose own shape is right. */
export interface SchemaDraft {
  readonly name: string;
  readonly family: FamilyDraft;
  readonly shape: SchemaShape;
  readonly schema: Schema;
}

/** A family file. Parts whose shape is wrong are undefined under their names, so that others can refer to them. */
export interface FamilyDraft {
  /** The name of the file, without `.yaml`. */
  readonly name: string;
  readonly source: YamlSource;
  /** Undefined where anything in the file is wrong. */
  readonly shape?: FamilyShape;
  readonly operations: ReadonlyMap<string, OperationDraft | undefined>;
  readonly schemas: ReadonlyMap<string, SchemaDraft | undefined>;
}

/** All files of a connector as far as they can be read: what the cross-checks see. */
export interface Draft {
  readonly folder: string;
  readonly connector: { readonly source: YamlSource; readonly shape?: ConnectorShape };
  readonly families: readonly FamilyDraft[];
  /** Whether every file is YAML, so that a name that is found nowhere is a fault. */
  readonly whole: boolean;
  /** By id; the first of several. */
  readonly operations: ReadonlyMap<string, OperationDraft | undefined>;
  /** By name; the first of several. */
  readonly schemas: ReadonlyMap<string, SchemaDraft | undefined>;
  readonly lookup: Lookup;
}

/** Every operation whose own shape is right. */
export function operationsOf(draft: Draft): OperationDraft[] {
  return draft.families
    .flatMap(({ operations }) => [...operations.values()])
    .filter((operation) => operation !== undefined);
}

/** Every named schema whose own shape is right; of several of one name, the first. */
export function schemaDraftsOf({ schemas }: Draft): SchemaDraft[] {
  return [...schemas.values()].filter((schema) => schema !== undefined);
}

/** Puts the files of a connector together. */
export function draftOf(
  folder: string,
  connector: Draft["connector"],
  families: readonly FamilyDraft[],
): Draft {
  const schemas = firstOf(families.map((family) => family.schemas));
  return {
    folder,
    connector,
    families,
    whole: [connector, ...families].every(({ source }) => source.diagnostics.length === 0),
    operations: firstOf(families.map((family) => family.operations)),
    schemas,
    lookup: (name) => schemas.get(name)?.schema,
  };
}

function firstOf<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  return new Map(maps.toReversed().flatMap((map) => Array.from(map)));
}

/** Reads what can be read of a family file. */
export function familyDraft(name: string, source: YamlSource): FamilyDraft {
  const operations = new Map<string, OperationDraft | undefined>();
  const schemas = new Map<string, SchemaDraft | undefined>();
  const shape = familyShape.safeParse(source.value).data;
  const family: FamilyDraft = { name, source, ...(shape && { shape }), operations, schemas };
  for (const [id, value] of entries(source.value, "operations")) {
    const parsed = operationShape.safeParse(value);
    operations.set(id, parsed.data && operationDraft(id, family, parsed.data));
  }
  for (const [schema, value] of entries(source.value, "schemas")) {
    const parsed = schemaShape.safeParse(value);
    schemas.set(schema, parsed.data === undefined ? undefined : schemaDraft(schema, family, parsed.data));
  }
  return family;
}

function operationDraft(id: string, family: FamilyDraft, shape: OperationShape): OperationDraft {
  const { method, path } = requestOf(shape.request);
  const at: Path = ["operations", id];
  return {
    id,
    family,
    shape,
    method,
    path,
    parameters: Object.entries(shape.parameters ?? {}).map(([name, parameter]) =>
      parameterOf(name, parameter),
    ),
    ...(shape.result !== "none" && { result: toSchema(shape.result) }),
    fault: (fault) => family.source.diagnose({ ...fault, path: [...at, ...fault.path] }),
  };
}

function schemaDraft(name: string, family: FamilyDraft, shape: SchemaShape): SchemaDraft {
  return { name, family, shape, schema: toSchema(shape) };
}

function parameterOf(key: string, shape: NonNullable<OperationShape["parameters"]>[string]): Parameter {
  const { in: place, name, required, sent, otherwise, ...schema } = shape;
  return {
    name: key,
    in: place,
    wire: name ?? key,
    required: required ?? place === "path",
    schema: toSchema(schema),
    ...(sent !== undefined && { sent }),
    ...(otherwise !== undefined && { otherwise }),
  };
}

/** The two parts of `METHOD /path`. */
export function requestOf(request: string): Pick<Operation, "method" | "path"> {
  const [method, path] = request.split(" ");
  return { method: method as Method, path: path! };
}

function entries(value: unknown, key: string): [string, unknown][] {
  const part = (value as Record<string, unknown> | null | undefined)?.[key];
  return typeof part === "object" && part !== null ? Object.entries(part) : [];
}
