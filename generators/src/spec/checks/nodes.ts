import type { Diagnostic, Fault, Path } from "@arx/yaml";
import { type Draft, operationsOf } from "../draft.ts";
import { nodeOf, type SchemaNode } from "../schemas.ts";
import type { SchemaShape } from "../shape.ts";

/** A schema wherever it stands in a spec: named, as a parameter, as a result, or within another. */
export interface PlacedSchema {
  readonly node: SchemaNode;
  /** From the top of its file. */
  readonly path: Path;
  /** Where its type is written; the schema itself where it is nothing but a type. */
  readonly typePath: Path;
  /** Whether it is a parameter that may be left out and whose other values go elsewhere: none has to fit. */
  readonly isRouted: boolean;
  readonly role: "named" | "parameter" | "result" | "field" | "item";
  /** A diagnostic at a path below the schema. */
  readonly fault: (fault: Fault) => Diagnostic;
  /** A diagnostic at its type. */
  readonly typeFault: (fault: Omit<Fault, "path">) => Diagnostic;
  readonly source: Draft["connector"]["source"];
}

/** Every schema of a draft, each before those that it is made of. */
export function* schemasOf(draft: Draft): Generator<PlacedSchema> {
  for (const { family, id, shape } of operationsOf(draft)) {
    for (const [name, parameter] of Object.entries(shape.parameters ?? {})) {
      const { in: _, name: __, required, sent: ___, otherwise, ...node } = parameter;
      const path = ["operations", id, "parameters", name];
      const isRouted = otherwise !== undefined && required !== true;
      for (const schema of placed(node, path, "parameter", family.source)) yield { ...schema, isRouted };
    }
    if (shape.result !== "none")
      yield* placed(shape.result, ["operations", id, "result"], "result", family.source);
  }
  for (const family of draft.families) {
    for (const [name, schema] of family.schemas) {
      if (schema) yield* placed(schema.shape, ["schemas", name], "named", family.source);
    }
  }
}

function* placed(
  shape: SchemaShape,
  path: Path,
  role: PlacedSchema["role"],
  source: PlacedSchema["source"],
): Generator<PlacedSchema> {
  const node = nodeOf(shape);
  const typePath = typeof shape === "string" ? path : [...path, "type"];
  yield {
    node,
    path,
    typePath,
    role,
    source,
    isRouted: false,
    fault: (fault) => source.diagnose({ ...fault, path: [...path, ...fault.path] }),
    typeFault: (fault) => source.diagnose({ ...fault, path: typePath }),
  };
  for (const [name, field] of Object.entries(node.fields ?? {})) {
    yield* placed(field, [...path, "fields", name], "field", source);
  }
  if (node.items !== undefined) yield* placed(node.items, [...path, "items"], "item", source);
  if (node.values !== undefined) yield* placed(node.values, [...path, "values"], "item", source);
}
