import LinkHeader from "http-link-header";
import { valueAt } from "../connector/action.ts";
import type { Paging } from "../connector/operation.ts";
import { OriginRefusedError } from "../errors/origin-refused-error.ts";
import type { HttpRequest } from "./request.ts";
import type { HttpAnswer } from "./transport.ts";

/**
 * The request for the page behind an answer, if there is one.
 * @throws OriginRefusedError if the API names another origin or path: credentials are not sent there
 */
export function nextPage(
  paging: Paging,
  origin: string,
  sent: HttpRequest,
  answer: HttpAnswer,
  body: unknown,
): HttpRequest | undefined {
  const here = new URL(sent.path, origin);
  const query = paging.kind === "link" ? linkedQuery(here, answer) : cursorQuery(paging, here, body);
  if (!query?.get(paging.cursor)) return undefined;
  // A link may drop what is not about paging: without it the next page would answer another question.
  const dropped = new Set([...query.keys(), ...((paging.kind === "link" && paging.replaces) || [])]);
  for (const [name, value] of here.searchParams) if (!dropped.has(name)) query.append(name, value);
  return { ...sent, path: `${here.pathname}?${encode(query)}` };
}

function linkedQuery(here: URL, answer: HttpAnswer): URLSearchParams | undefined {
  const lines = answer.headers["link"];
  const text = typeof lines === "string" ? lines : (lines ?? []).join(", ");
  const next = text === "" ? undefined : LinkHeader.parse(text).rel("next")[0];
  if (next === undefined) return undefined;
  const url = new URL(next.uri, here);
  if (url.origin !== here.origin || url.pathname !== here.pathname) {
    throw new OriginRefusedError(
      `the next page is said to be at ${url.origin}${url.pathname}, not ${here.origin}${here.pathname}: nothing was sent there`,
    );
  }
  return url.searchParams;
}

function cursorQuery(paging: Extract<Paging, { kind: "cursor" }>, here: URL, body: unknown): URLSearchParams | undefined {
  const token = valueAt(body, paging.token);
  if (typeof token !== "string" || token === "") return undefined;
  const query = new URLSearchParams(here.search);
  query.set(paging.cursor, token);
  return query;
}

function encode(query: URLSearchParams): string {
  return [...query].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}
