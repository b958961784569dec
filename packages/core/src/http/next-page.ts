import LinkHeader from "http-link-header";
import { valueAt } from "../connector/action.ts";
import type { Paging } from "../connector/operation.ts";
import { OriginRefusedError } from "../errors/origin-refused-error.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import type { Headed } from "./exchange-context.ts";
import type { HttpRequest } from "./request.ts";
import type { AnswerHead } from "./transport.ts";

/** The parser takes time that grows with the square of a run of blanks: a quarter of a second for as many as a header holds. */
const padding = /\s{100}/;

/** The page behind another one. */
export interface NextPage {
  /** What a first request would need to begin there. */
  readonly cursor: string;
  readonly request: HttpRequest;
}

/**
 * The page behind an answer, if the API names one.
 * @throws OriginRefusedError if it is said to be at another origin or path: nothing is sent there
 * @throws UnexpectedAnswerError if it is named in a way that can't be followed: the list would end too early
 */
export function nextPage(
  operation: string,
  paging: Paging,
  sent: Headed,
  body: unknown,
): NextPage | undefined {
  const here = new URL(sent.request.path, sent.origin);
  const query =
    paging.kind === "link"
      ? linkedQuery(operation, here, sent.answer)
      : cursorQuery(operation, paging, here, body);
  if (!query) return undefined;
  const cursor = query.get(paging.cursor);
  if (!cursor)
    throw new UnexpectedAnswerError(operation, `its link to the next page has no ${paging.cursor}`);
  // A link may drop what is not about paging: without it the next page would answer another question.
  const said = new Set([...query.keys(), ...((paging.kind === "link" && paging.replaces) || [])]);
  for (const [name, value] of here.searchParams) if (!said.has(name)) query.append(name, value);
  return { cursor, request: { ...sent.request, path: `${here.pathname}?${encode(query)}` } };
}

function linkedQuery(operation: string, here: URL, answer: AnswerHead): URLSearchParams | undefined {
  const lines = answer.headers["link"];
  const text = typeof lines === "string" ? lines : (lines ?? []).join(", ");
  if (text === "") return undefined;
  if (padding.test(text)) throw new UnexpectedAnswerError(operation, "its Link header is padded with blanks");
  const url = linkedUrl(operation, text, here);
  if (!url) return undefined;
  if (url.origin !== here.origin || url.pathname !== here.pathname) {
    const there = `${url.origin}${url.pathname}`;
    throw new OriginRefusedError(
      `the next page is said to be at ${there}, not at ${here.origin}${here.pathname}: nothing was sent there`,
    );
  }
  return url.searchParams;
}

function linkedUrl(operation: string, text: string, here: URL): URL | undefined {
  try {
    const next = LinkHeader.parse(text).rel("next")[0];
    return next && new URL(next.uri, here);
  } catch (cause) {
    throw new UnexpectedAnswerError(operation, "its Link header can't be read", { cause });
  }
}

function cursorQuery(
  operation: string,
  paging: Extract<Paging, { kind: "cursor" }>,
  here: URL,
  body: unknown,
): URLSearchParams | undefined {
  const token = valueAt(body, paging.token);
  // Some APIs end a list with 0; as a cursor that would lead back to the start.
  if (token === undefined || token === null || token === "" || token === false || token === 0)
    return undefined;
  if (typeof token !== "string" && typeof token !== "number")
    throw new UnexpectedAnswerError(operation, `its ${paging.token} is neither text nor a number`);
  const query = new URLSearchParams(here.search);
  query.set(paging.cursor, String(token));
  return query;
}

function encode(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
}
