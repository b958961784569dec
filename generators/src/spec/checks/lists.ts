import type { Check } from "../checks.ts";
import { type Draft, type OperationDraft, operationsOf } from "../draft.ts";
import type { Schema } from "../schema-model.ts";
import { follow, schemaAt } from "../schemas.ts";
import { answerOf } from "./reads.ts";
import { unknownName } from "./suggest.ts";

export const itemsNameAnArray: Check = function* (draft) {
  for (const { shape, result, fault } of operationsOf(draft)) {
    if (shape.items === undefined) continue;
    const wrapper = follow(result, draft.lookup);
    const array = result && schemaAt(result, shape.items, draft.lookup);
    if (array === undefined) {
      const fields = (wrapper?.fields ?? []).map(({ name }) => name);
      yield fault({
        code: "unknown_field",
        ...unknownName("the result has no field", shape.items, fields),
        path: ["items"],
      });
    } else if (array === "anything" || array.kind !== "array") {
      yield fault({
        code: "wrong_items",
        message: `\`${shape.items}\` is no array, but ${array === "anything" ? "of no known type" : `of the type ${array.kind}`}`,
        remedy: "Name the field of the result that holds the list.",
        path: ["items"],
      });
    }
  }
};

export const pagingHasAList: Check = function* (draft) {
  for (const operation of operationsOf(draft)) {
    const { shape, fault } = operation;
    if (shape.paging === undefined || shape.items !== undefined || isList(operation, draft)) continue;
    yield fault({
      code: "paging_without_list",
      message: "the result is no list that could be paged",
      remedy: "Name the field that holds the list with `items`, or remove this.",
      path: ["paging"],
      on: "key",
    });
  }
};

/** Whether the result is a list as far as it is known. */
function isList({ result }: OperationDraft, { lookup }: Draft): boolean {
  if (result === undefined) return false;
  const target = follow(result, lookup);
  return target === undefined || target.kind === "array";
}

export const pagingParametersAreDeclared: Check = function* ({ connector, ...draft }) {
  for (const { shape, parameters, fault } of operationsOf({ connector, ...draft })) {
    const style = shape.paging === undefined ? undefined : connector.shape?.paging?.[shape.paging];
    const queries = new Set(parameters.map(({ in: place, wire }) => (place === "query" ? wire : undefined)));
    for (const role of ["cursor", "size"] as const) {
      const name = style?.[role];
      if (name === undefined || queries.has(name)) continue;
      yield fault({
        code: "undeclared_paging_parameter",
        message: `the paging style \`${shape.paging}\` sends the query parameter \`${name}\` (its ${role}), which is not declared`,
        remedy: `Add \`${name}: { in: query }\` under \`parameters\`.`,
        path: ["paging"],
      });
    }
  }
};

/** What no cursor is: neither text nor a number, whatever the answer holds. */
const noCursors: ReadonlySet<Schema["kind"]> = new Set(["object", "array", "map", "boolean"]);

export const pagingTokenExists: Check = function* (draft) {
  for (const { shape, result, fault } of operationsOf(draft)) {
    const style = shape.paging === undefined ? undefined : draft.connector.shape?.paging?.[shape.paging];
    if (style?.kind !== "cursor" || result === undefined) continue;
    const token = schemaAt(result, style.token, draft.lookup);
    if (token === "anything" || (token && !noCursors.has(token.kind))) continue;
    yield fault({
      code: "unknown_field",
      message: `the result has no field \`${style.token}\`${token ? " of text or numbers" : ""}, where the paging style \`${shape.paging}\` takes its cursor from`,
      remedy: "Declare the field in the result, or use another paging style.",
      path: ["paging"],
    });
  }
};

/** Items that lack the field are all taken for different ones. */
export const uniqueFieldExists: Check = function* (draft) {
  for (const { id, shape, fault } of operationsOf(draft)) {
    const { unique } = draft.connector.shape?.paging?.[shape.paging ?? ""] ?? {};
    const item = answerOf(id, draft);
    if (unique === undefined || item === undefined || schemaAt(item, unique, draft.lookup) !== undefined)
      continue;
    yield fault({
      code: "unknown_field",
      message: `the items have no field \`${unique}\`, by which the paging style \`${shape.paging}\` tells them apart`,
      remedy: "Declare the field in the items, or use another paging style.",
      path: ["paging"],
    });
  }
};
