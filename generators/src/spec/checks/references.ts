import type { Diagnostic } from "@arx/yaml";
import type { Check } from "../checks.ts";
import { type Draft, operationsOf, schemaDraftsOf } from "../draft.ts";
import { follow, isPrimitive, typeOf } from "../schemas.ts";
import { schemasOf } from "./nodes.ts";
import { unknownName } from "./suggest.ts";

export const schemasExist: Check = function* (draft) {
  if (!draft.whole) return;
  const remedy = "Declare it under `schemas`, or use another type.";
  for (const { node, typeFault } of schemasOf(draft)) {
    const type = typeOf(node);
    if (isPrimitive(type) || draft.schemas.has(type)) continue;
    yield typeFault({
      code: "unknown_schema",
      ...unknownName("there is no schema", type, draft.schemas.keys(), remedy),
    });
  }
  for (const { shape, fault } of operationsOf(draft)) {
    if (shape.body === undefined || draft.schemas.has(shape.body.type)) continue;
    const unknown = unknownName("there is no schema", shape.body.type, draft.schemas.keys(), remedy);
    yield fault({ code: "unknown_schema", ...unknown, path: ["body", "type"] });
  }
};

export const schemaIsNotItsOwnAlias: Check = function* (draft) {
  for (const { family, name, schema } of schemaDraftsOf(draft)) {
    if (schema.ref === undefined || !draft.lookup(schema.ref) || follow(schema, draft.lookup)) continue;
    yield family.source.diagnose({
      code: "circular_schema",
      message: `\`${name}\` is only another name of itself`,
      remedy: "Say what it is: references between schemas must end at a type.",
      path: ["schemas", name],
      on: "key",
    });
  }
};

/** What no operation reaches is dead, and a fault in it would never be seen. */
export const schemasAreUsed: Check = function* (draft) {
  if (!draft.whole || draft.families.some(({ shape }) => shape === undefined)) return;
  const used = reached(draft);
  for (const { family, name } of schemaDraftsOf(draft)) {
    if (used.has(name)) continue;
    yield family.source.diagnose({
      code: "unused_schema",
      message: `no operation uses \`${name}\``,
      remedy: "Use it or delete it.",
      path: ["schemas", name],
      on: "key",
    });
  }
};

function reached(draft: Draft): ReadonlySet<string> {
  const direct = new Map<string, Set<string>>();
  const entry = new Set(operationsOf(draft).flatMap(({ shape }) => shape.body?.type ?? []));
  for (const { node, path } of schemasOf(draft)) {
    const type = typeOf(node);
    if (isPrimitive(type)) continue;
    if (path[0] === "operations") entry.add(type);
    else direct.set(String(path[1]), (direct.get(String(path[1])) ?? new Set()).add(type));
  }
  // A set takes what is added while it is walked.
  for (const name of entry) for (const next of direct.get(name) ?? []) entry.add(next);
  return entry;
}

export const operationsExist: Check = function* (draft) {
  if (!draft.whole) return;
  for (const { shape, fault } of operationsOf(draft)) {
    const references = [
      typeof shape.undo === "string"
        ? { id: shape.undo, path: ["undo"] }
        : { id: shape.undo?.operation, path: ["undo", "operation"] },
      { id: shape.reconcile?.read, path: ["reconcile", "read"] },
      { id: shape.preview?.read, path: ["preview", "read"] },
    ];
    for (const { id, path } of references) {
      if (id === undefined || draft.operations.has(id)) continue;
      yield fault({
        code: "unknown_operation",
        ...unknownName("there is no operation", id, draft.operations.keys()),
        path,
      });
    }
  }
};

export const connectorNamesExist: Check = function* (draft) {
  const connector = draft.connector.shape;
  if (connector === undefined) return;
  const paging = Object.keys(connector.paging ?? {});
  const codes = Object.keys(connector.errors?.codes ?? {});
  const buckets = (connector.limits?.buckets ?? []).map(({ name }) => name);
  const remedy = "Declare it in connector.yaml, or remove it here.";
  for (const { shape, fault } of operationsOf(draft)) {
    const unknown = function* (
      kind: string,
      name: string | undefined,
      known: readonly string[],
      path: string[],
      on: "key" | "value" = "value",
    ): Generator<Diagnostic> {
      if (name === undefined || known.includes(name)) return;
      yield fault({
        code: `unknown_${kind.replaceAll(" ", "_")}`,
        ...unknownName(`there is no ${kind}`, name, known, remedy),
        path,
        on,
      });
    };
    yield* unknown("paging style", shape.paging, paging, ["paging"]);
    yield* unknown("bucket", shape.bucket, buckets, ["bucket"]);
    yield* unknown("error code", shape.fallback?.when.code, codes, ["fallback", "when", "code"]);
    for (const code of Object.keys(shape.errors ?? {})) {
      yield* unknown("error code", code, codes, ["errors", code], "key");
    }
  }
};

export const pagingStylesAreUsed: Check = function* (draft) {
  if (draft.families.some(({ shape }) => shape === undefined)) return;
  const used = new Set(operationsOf(draft).map(({ shape }) => shape.paging));
  for (const name of Object.keys(draft.connector.shape?.paging ?? {})) {
    if (used.has(name)) continue;
    yield draft.connector.source.diagnose({
      code: "unused_paging_style",
      message: `no operation uses the paging style \`${name}\``,
      remedy: "Use it or delete it.",
      path: ["paging", name],
      on: "key",
    });
  }
};
