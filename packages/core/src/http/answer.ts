import { valueAt } from "../connector/action.ts";
import type { ConnectorDefinition, Operation } from "../connector/operation.ts";
import { fits, schemasOf } from "../connector/schemas.ts";
import type { ApiFault } from "../errors/api-error.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import { keepEtag } from "./etag.ts";
import { jsonOf } from "./json.ts";
import type { HttpRequest } from "./request.ts";
import { header, type HttpAnswer } from "./transport.ts";

/** What an answer of 3xx, 4xx or 5xx says, leniently: its body may be empty, HTML, or of another shape. */
export function readFault(
  definition: ConnectorDefinition,
  operation: Operation,
  request: HttpRequest,
  answer: HttpAnswer,
): ApiFault {
  const { errorBody, errorCodes } = definition;
  const body = jsonOf(answer);
  const string = (path: string | undefined): string | undefined => {
    const value = path === undefined ? undefined : valueAt(body, path);
    // Some APIs number their errors.
    if (typeof value === "number") return String(value);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  // OAuth endpoints and gateways have shapes of their own, whatever API they stand before.
  const apiCode = string(errorBody.code) ?? string("error");
  const known = apiCode !== undefined && Object.hasOwn(errorCodes, apiCode) ? errorCodes[apiCode] : undefined;
  const told =
    string(errorBody.summary) ?? string("error_description") ?? string("message") ?? scopeChallenge(answer);
  const meanings = operation.errors ?? {};
  const hint = apiCode !== undefined && Object.hasOwn(meanings, apiCode) ? meanings[apiCode] : undefined;
  return definedOnly({
    status: answer.status,
    apiCode,
    summary: told ?? known?.summary ?? strangeBody(answer),
    causes: causesOf(body, errorBody.causes),
    errorId: string(errorBody.id),
    requestId: header(answer, errorBody.requestId),
    hint: hint ?? cursorHint(definition, operation, request, answer),
    retryable: known?.retry ?? [429, 502, 503, 504].includes(answer.status),
    credentialAtFault: answer.status === 401 && (known?.credential ?? true),
  });
}

/** Why there is nothing to read, for people. */
function strangeBody(answer: HttpAnswer): string | undefined {
  const location = header(answer, "location");
  if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
    return "it redirects, which is not followed: credentials go to the API's own address alone";
  }
  return isHtml(answer) ? webPage : undefined;
}

const webPage = "with a web page, so it may come from a proxy or a gateway and not from the API";

function isHtml(answer: HttpAnswer): boolean {
  return /^text\/html\b/i.test(header(answer, "content-type") ?? "");
}

/** Why an answer of 2xx is no word of the API's, if it is none: whatever else calls itself HTML, a page begins with a tag. */
export function notFromApi(answer: HttpAnswer): string | undefined {
  const isPage = isHtml(answer) && answer.body.toString("utf8").trimStart().startsWith("<");
  return isPage ? `${answer.status} ${webPage}` : undefined;
}

/** A page that begins at a cursor differs from the first one in nothing else. */
function cursorHint(
  { paging }: ConnectorDefinition,
  operation: Operation,
  { path }: HttpRequest,
  { status }: HttpAnswer,
): string | undefined {
  const cursor = operation.paging === undefined ? undefined : paging[operation.paging]?.cursor;
  const query = new URLSearchParams(path.split("?")[1]);
  if (cursor === undefined || !query.has(cursor) || ![400, 404, 410].includes(status)) return undefined;
  return `the cursor in ${cursor} may have expired: read the list again from its start`;
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function definedOnly<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}

/** RFC 6750: an answer without a body says in its challenge what is missing. */
function scopeChallenge(answer: HttpAnswer): string | undefined {
  const challenge = header(answer, "www-authenticate");
  const part = (name: string): string | undefined =>
    new RegExp(`${name}="([^"]*)"`).exec(challenge ?? "")?.[1];
  const description = part("error_description") ?? part("error");
  const scope = part("scope");
  return description && scope ? `${description} (${scope})` : description;
}

/** `errorCauses[].errorSummary`: every item's field, `errors[]`: every item; an object in the array's place counts as one. */
function causesOf(body: unknown, path: string | undefined): string[] {
  if (path === undefined) return [];
  const [list = "", field = ""] = path.split(/\[\]\.?/);
  const found = valueAt(body, list);
  const items: unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return items
    .map((item) => (field === "" ? item : valueAt(item, field)))
    .filter((cause): cause is string => typeof cause === "string");
}

/**
 * The result of an answer of 2xx: what the API sent, checked for what matters and otherwise left as it is.
 * @throws UnexpectedAnswerError if it is not JSON where the operation has a result, or does not fit
 */
export async function readResult(operation: Operation, answer: HttpAnswer): Promise<unknown> {
  const body = operation.result === "none" ? undefined : parseBody(operation, answer);
  await checkResult(operation, body, answer.body.byteLength);
  keepEtag(body, answer);
  return body;
}

/** The JSON of an answer of 2xx. @throws UnexpectedAnswerError if it has a body that is none */
export function parseBody(operation: Operation, answer: HttpAnswer): unknown {
  const body = jsonOf(answer);
  if (body === undefined && answer.body.byteLength > 0)
    throw new UnexpectedAnswerError(operation.id, "its body is not JSON");
  return body;
}

/**
 * Checks a result for what matters.
 * @param bytes its size on the wire
 * @throws UnexpectedAnswerError if it does not fit
 */
export async function checkResult(operation: Operation, body: unknown, bytes: number): Promise<void> {
  if (operation.result === "none") return;
  const { result } = await schemasOf(operation);
  if (!result || fits(result, body, bytes)) return;
  const faults = result
    .safeParse(body)
    .error?.issues.map(({ path, message }) => `${path.map(String).join(".") || "the body"}: ${message}`);
  throw new UnexpectedAnswerError(operation.id, faults?.slice(0, 5).join("; ") ?? "");
}

/** The items of a list's answer. */
export function itemsOf(operation: Operation, result: unknown): readonly unknown[] {
  const list = operation.items === undefined ? result : valueAt(result, operation.items);
  if (!Array.isArray(list)) throw new UnexpectedAnswerError(operation.id, "it holds no list");
  return list;
}
