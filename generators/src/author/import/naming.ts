import type { Risk } from "../../spec/operation-model.ts";
import { type ApiOperation, successOf } from "../openapi/operations.ts";
import { camelCase, snakeCase, wordsOf } from "./words.ts";

/** What risk an operation's method suggests. A person has to confirm it: a DELETE can be harmless and a POST grave. */
export function proposedRisk({ method }: Pick<ApiOperation, "method">): Risk {
  if (method === "GET" || method === "HEAD") return "low";
  return method === "DELETE" ? "high" : "medium";
}

/** The client's method that an operation suggests: the vendor's own name for it. */
export function proposedCall(operation: ApiOperation): string {
  return camelCase(wordsOf(operation.operationId ?? `${operation.method} ${plainPath(operation)}`));
}

/**
 * The id that an operation suggests in a family. Ids of reads begin with `read` and others never do, so that a policy's
 * `users:read*` grants what it seems to.
 */
export function proposedId(family: string, operation: ApiOperation, taken: ReadonlySet<string>): string {
  const action = shortAction(operation);
  const short = `${family}:${action}`;
  if (action !== undefined && !taken.has(short)) return short;
  const words = wordsOf(operation.operationId ?? plainPath(operation));
  const isRead = operation.method === "GET" || operation.method === "HEAD";
  const rest = words.filter((word, index) => index > 0 || !/^(get|list|read|fetch|find)$/i.test(word));
  const long = isRead ? ["read", ...rest] : /^read/i.test(words[0] ?? "") ? ["do", ...words] : words;
  let id = `${family}:${snakeCase(long)}`;
  for (let next = 2; taken.has(id); next++) id = `${family}:${snakeCase(long)}_${next}`;
  return id;
}

/** The word of the language's own for what an operation does; undefined where it is something of its own. */
function shortAction(operation: ApiOperation): string | undefined {
  const onOne = operation.path.endsWith("}");
  switch (operation.method) {
    case "GET":
      return onOne ? "read_detail" : "read";
    case "HEAD":
      return "read_head";
    case "POST":
      return !onOne && successOf(operation)?.status === "201" ? "create" : undefined;
    case "PUT":
    case "PATCH":
      return onOne ? "update" : undefined;
    case "DELETE":
      return onOne ? "delete" : undefined;
  }
}

const plainPath = ({ path }: ApiOperation): string => path.replaceAll(/[{}]/g, "");
