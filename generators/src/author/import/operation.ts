import type { Risk } from "../../spec/operation-model.ts";
import type { OperationShape } from "../../spec/shape.ts";
import { AuthorError } from "../author-error.ts";
import type { ApiDocument } from "../openapi/document.ts";
import { type ApiOperation, jsonSchemaOf, successOf } from "../openapi/operations.ts";
import { isArray, viewOf } from "../openapi/view.ts";
import { importParameters } from "./parameters.ts";
import { findPaging, type FoundPaging, itemsOf, type PagingStyle } from "./paging.ts";
import type { SchemaImport } from "./schema.ts";
import { pascalCase, phraseOf, wordsOf } from "./words.ts";

/** An operation of a document in the spec's words. */
export interface ImportedOperation {
  readonly id: string;
  readonly shape: OperationShape;
  readonly paging?: FoundPaging;
}

/** What was decided of an operation that is imported. */
export interface Choice {
  readonly id: string;
  readonly call: string;
  readonly risk: Risk;
}

/**
 * Turns one operation into the spec's words; the schemas that it reaches go into `schemas`.
 * @throws {@link AuthorError} where the language has no words for it
 */
export function importOperation(
  document: ApiDocument,
  operation: ApiOperation,
  { id, call, risk }: Choice,
  schemas: SchemaImport,
  known: Readonly<Record<string, PagingStyle>>,
): ImportedOperation {
  const body = bodyOf(operation, call, schemas);
  const { path, parameters, notes } = importParameters(
    document,
    operation,
    body?.fields ?? new Set(),
    schemas.comments,
  );
  const answer = answerOf(operation);
  const view = answer && viewOf(document, answer);
  const items = view && itemsOf(document, operation, view);
  const paging =
    view && (items !== undefined || isArray(view)) ? findPaging(document, operation, view, known) : undefined;
  const scopes = operation.scopes[0] ?? [];
  const shape: OperationShape = {
    call,
    request: `${operation.method} ${path}`,
    risk,
    summary: phraseOf(operation.summary ?? operation.description, 120) ?? wordsOf(call).join(" "),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(body && {
      body: { type: body.type, ...(!body.required && { required: false }) } as OperationShape["body"],
    }),
    result: answer === undefined ? "none" : schemas.node(answer),
    ...(items !== undefined && { items }),
    ...(paging && { paging: paging.name }),
    ...(scopes.length > 0 && { scopes: [...scopes] }),
  };
  const comment = [
    ...notes,
    ...(paging?.guess === undefined ? [] : [`Paging: ${paging.guess}`]),
    ...(operation.scopes.length > 1 ? [`Other scopes do as well: ${othersOf(operation)}.`] : []),
    ...(operation.deprecated ? ["The document says that it is deprecated."] : []),
  ];
  if (comment.length > 0) schemas.comments.set(shape, comment.join(" "));
  return { id, shape, ...(paging && { paging }) };
}

const othersOf = ({ scopes }: ApiOperation): string =>
  scopes
    .slice(1)
    .map((set) => set.join(" with "))
    .join(", or ");

function bodyOf(
  operation: ApiOperation,
  call: string,
  schemas: SchemaImport,
): { readonly type: string; readonly required: boolean; readonly fields: ReadonlySet<string> } | undefined {
  const { body, method } = operation;
  if (body === undefined) return undefined;
  const { required = false } = body;
  const schema = jsonSchemaOf(body);
  const remedy = "Write this operation by hand.";
  if (method === "GET" || method === "HEAD") {
    if (!required) return undefined;
    throw new AuthorError(`a ${method} with a body has no meaning that servers agree on`, remedy);
  }
  if (schema === undefined) {
    const types = Object.keys(body.content ?? {}).join(", ");
    throw new AuthorError(`its body is ${types || "of no known type"}, and connectors speak JSON`, remedy);
  }
  const type = schemas.body(schema, `${pascalCase(wordsOf(call))}Body`);
  if (type === undefined) throw new AuthorError("its body is no object", remedy);
  const node = schemas.named.get(type)!;
  const fields = typeof node === "string" ? {} : (node.fields ?? {});
  return { type, required, fields: new Set(Object.keys(fields)) };
}

function answerOf(operation: ApiOperation): ReturnType<typeof jsonSchemaOf> {
  const success = successOf(operation);
  if (success === undefined || operation.method === "HEAD" || success.status === "204") return undefined;
  const schema = jsonSchemaOf(success.response);
  const types = Object.keys(success.response.content ?? {});
  if (schema === undefined && types.length > 0) {
    throw new AuthorError(
      `it answers with ${types.join(", ")}, and connectors read JSON`,
      "Write this operation by hand.",
    );
  }
  return schema;
}
