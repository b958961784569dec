import { valueAt } from "../connector/action.ts";
import type { ConnectorDefinition, Operation } from "../connector/operation.ts";
import type { ApiFault } from "../errors/api-error.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import { header, type HttpAnswer } from "./transport.ts";

/** The JSON of an answer; undefined where its body is empty or no JSON. */
export function jsonOf(answer: HttpAnswer): unknown {
  if (answer.body.byteLength === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(answer.body).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What an answer of 4xx or 5xx says, leniently: its body may be empty, HTML, or of another shape. */
export function readFault(definition: ConnectorDefinition, operation: Operation, answer: HttpAnswer): ApiFault {
  const { errorBody, errorCodes } = definition;
  const body = jsonOf(answer);
  const string = (path: string | undefined): string | undefined => {
    const value = path === undefined ? undefined : valueAt(body, path);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const apiCode = string(errorBody.code);
  const known = apiCode === undefined ? undefined : errorCodes[apiCode];
  const summary = string(errorBody.summary) ?? scopeChallenge(answer) ?? known?.summary;
  const requestId = header(answer, errorBody.requestId);
  const hint = apiCode === undefined ? undefined : operation.errors?.[apiCode];
  return {
    status: answer.status,
    causes: causesOf(body, errorBody.causes),
    retryable: known?.retry ?? [429, 502, 503, 504].includes(answer.status),
    ...(apiCode !== undefined && { apiCode }),
    ...(summary !== undefined && { summary }),
    ...(requestId !== undefined && { requestId }),
    ...(hint !== undefined && { hint }),
  };
}

/** RFC 6750: an answer without a body says in its challenge what is missing. */
function scopeChallenge(answer: HttpAnswer): string | undefined {
  const challenge = header(answer, "www-authenticate");
  const part = (name: string): string | undefined => new RegExp(`${name}="([^"]*)"`).exec(challenge ?? "")?.[1];
  const description = part("error_description") ?? part("error");
  const scope = part("scope");
  return description && scope ? `${description} (${scope})` : description;
}

/** `errorCauses[].errorSummary`: every item's field; an object in the array's place counts as one item. */
function causesOf(body: unknown, path: string | undefined): string[] {
  const [, list = "", field = ""] = /^(.*?)\[\]\.(.*)$/.exec(path ?? "") ?? [];
  const found = list === "" ? undefined : valueAt(body, list);
  const items: unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return items.map((item) => valueAt(item, field)).filter((cause): cause is string => typeof cause === "string");
}

/**
 * The result of an answer of 2xx: what the API sent, checked for what matters and otherwise left as it is.
 * @throws UnexpectedAnswerError if it is not JSON where the operation has a result, or does not fit
 */
export async function readResult(operation: Operation, answer: HttpAnswer): Promise<unknown> {
  if (operation.result === "none") return undefined;
  const body = jsonOf(answer);
  const { result } = await operation.schemas();
  if (body === undefined && answer.body.byteLength > 0) throw new UnexpectedAnswerError(operation.id, "its body is not JSON");
  const parsed = result?.safeParse(body);
  if (parsed && !parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".") || "the body"}: ${message}`);
    throw new UnexpectedAnswerError(operation.id, faults.slice(0, 5).join("; "));
  }
  return body;
}

/** The items of a list's answer. */
export function itemsOf(operation: Operation, result: unknown): readonly unknown[] {
  const list = operation.items === undefined ? result : valueAt(result, operation.items);
  if (!Array.isArray(list)) throw new UnexpectedAnswerError(operation.id, "it holds no list");
  return list;
}
