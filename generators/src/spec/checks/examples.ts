import { checkShape } from "@arx/yaml";
import type { Check } from "../checks.ts";
import { operationsOf } from "../draft.ts";
import { follow, refTo, type SchemaNode, toSchema } from "../schemas.ts";
import { inputShape, valueShape } from "../values.ts";
import { schemasOf } from "./nodes.ts";

export const defaultsAndExamplesFit: Check = function* (draft) {
  for (const { node, path, source } of schemasOf(draft)) {
    for (const keyword of ["default", "example"] as const) {
      if (node[keyword] === undefined) continue;
      const shape = valueShape(toSchema(node), draft.lookup);
      yield* checkShape(source, shape, [...path, keyword]).diagnostics;
    }
  }
};

/** Each operation gets tests that call it, and no value can be made up that a pattern accepts. */
export const patternHasAnExample: Check = function* (draft) {
  for (const { node, isRouted, fault } of schemasOf(draft)) {
    if (node.pattern === undefined || isRouted || hasSample(node)) continue;
    yield fault({
      code: "missing_example",
      message: "a text with a `pattern` needs an `example`",
      remedy: "Add a value that fits: the documentation and the generated tests show it.",
      path: ["pattern"],
      on: "key",
    });
  }
};

const hasSample = ({ example, default: usual, enum: members, format }: SchemaNode): boolean =>
  example !== undefined ||
  (usual !== undefined && usual !== null) ||
  members !== undefined ||
  format !== undefined;

export const exampleInputsFit: Check = function* (draft) {
  for (const operation of operationsOf(draft)) {
    const body = operation.shape.body?.type;
    if (body !== undefined && follow(refTo(body), draft.lookup) === undefined) continue;
    for (const [index, { input }] of (operation.shape.examples ?? []).entries()) {
      const path = ["operations", operation.id, "examples", index, "input"];
      yield* checkShape(operation.family.source, inputShape(operation, input, draft), path).diagnostics;
    }
  }
};
