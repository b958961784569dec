import { isDeepStrictEqual } from "node:util";
import type { ConnectorShape } from "../../spec/shape.ts";
import type { ApiDocument } from "../openapi/document.ts";
import { type ApiOperation, successOf } from "../openapi/operations.ts";
import { isArray, isObject, type SchemaView, viewOf } from "../openapi/view.ts";

export type PagingStyle = NonNullable<ConnectorShape["paging"]>[string];

/** How a list goes on, as far as the document tells. */
export interface FoundPaging {
  readonly name: string;
  readonly style: PagingStyle;
  /** Whether connector.yaml has it under this name already. */
  readonly known: boolean;
  /** What it was recognised by, where that is not certain. */
  readonly guess?: string;
}

const sizeNames = /^(limit|per_?page|page_?size|max_?results|first|count)$/i;
const cursorNames =
  /^(after|cursor|marker|page|(next_?)?page_?token|next_?token|next_?cursor|starting_?after|offset)$/i;
const tokenNames = /^(next(_?page)?(_?(cursor|token|marker))?|(end_?)?cursor|offset)$/i;
const pagingObjects = /^(paging|pagination|page_?info|meta|(response_)?metadata|next_page)$/i;

/** The field of an answer that holds its list, where the answer is an object around one. */
export function itemsOf(
  document: ApiDocument,
  operation: ApiOperation,
  view: SchemaView,
): string | undefined {
  if (operation.method !== "GET" || operation.path.endsWith("}") || !isObject(view)) return undefined;
  const arrays = Object.entries(view.properties).filter(([, schema]) => isArray(viewOf(document, schema)));
  const name = arrays.length === 1 ? arrays[0]![0] : undefined;
  return name !== undefined && /^[A-Za-z_]\w*$/.test(name) ? name : undefined;
}

/** Recognises paging by a Link header or by a cursor in the body, and finds it among the styles that are known. */
export function findPaging(
  document: ApiDocument,
  operation: ApiOperation,
  view: SchemaView,
  known: Readonly<Record<string, PagingStyle>>,
): FoundPaging | undefined {
  const queries = operation.parameters.filter(({ in: place }) => place === "query").map(({ name }) => name);
  const cursor = queries.find((name) => cursorNames.test(name));
  if (cursor === undefined) return undefined;
  const size = queries.find((name) => sizeNames.test(name));
  const common = { cursor, ...(size !== undefined && { size }), end: "no_next" } as const;
  const token = isObject(view) ? tokenOf(document, view) : undefined;
  if (token !== undefined) return named({ kind: "cursor", token, ...common }, known);
  if (hasLinkHeader(operation)) return named({ kind: "link", ...common }, known);
  const found = named({ kind: "link", ...common }, known);
  return isArray(view) && found.known
    ? {
        ...found,
        guess: `By its parameters ${[cursor, size].filter(Boolean).join(" and ")}; the document does not say.`,
      }
    : undefined;
}

const hasLinkHeader = (operation: ApiOperation): boolean =>
  Object.keys(successOf(operation)?.response.headers ?? {}).some((name) => name.toLowerCase() === "link");

function tokenOf(document: ApiDocument, view: SchemaView, depth = 0): string | undefined {
  for (const [name, schema] of Object.entries(view.properties)) {
    const inner = viewOf(document, schema);
    const isText = inner.types.length === 1 && inner.types[0] === "string" && inner.format !== "uri";
    if (isText && tokenNames.test(name)) return name;
    if (depth === 0 && pagingObjects.test(name)) {
      const below = tokenOf(document, inner, 1);
      if (below !== undefined) return `${name}.${below}`;
    }
  }
  return undefined;
}

function named(style: PagingStyle, known: Readonly<Record<string, PagingStyle>>): FoundPaging {
  const same = Object.entries(known).find(([, other]) => isDeepStrictEqual(plain(other), plain(style)));
  if (same) return { name: same[0], style, known: true };
  let name: string = style.kind;
  for (let next = 2; name in known; next++) name = `${style.kind}${next}`;
  return { name, style, known: false };
}

/** A default that is written out is the same style. */
const plain = (style: PagingStyle): object => ({ ...style, end: style.end ?? "no_next" });
