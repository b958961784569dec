import type { Json } from "../audit/record.ts";
import { fillValue } from "../connector/action.ts";
import type { Input } from "../connector/input.ts";
import type { HttpMethod, Operation } from "../connector/operation.ts";
import { InvalidInputError } from "../errors/invalid-input-error.ts";

/** A request as it goes over the wire, but for origin and credentials. */
export interface HttpRequest {
  readonly method: HttpMethod;
  /** Percent-encoded, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; absent where there is no body. */
  readonly body?: string;
}

/**
 * The request of an operation for an input that was parsed.
 * @throws InvalidInputError if a value has no form in a URL
 */
export function buildRequest(operation: Operation, input: Input): HttpRequest {
  const rest = new Map(Object.entries(input));
  const query: string[] = [];
  const headers: Record<string, string> = {};
  for (const { name, in: place, wire = name } of operation.parameters) {
    const value = rest.get(name);
    rest.delete(name);
    if (value === undefined || value === null || place === "path") continue;
    if (place === "header") headers[wire.toLowerCase()] = text(value);
    else query.push(`${encodeURIComponent(wire)}=${encode(operation.id, name, value)}`);
  }
  const path = expandPath(operation.id, operation.path, input);
  const body =
    operation.body && (operation.body.required || rest.size > 0)
      ? JSON.stringify(Object.fromEntries(rest))
      : undefined;
  return {
    method: operation.method,
    path: query.length > 0 ? `${path}?${query.join("&")}` : path,
    headers,
    ...(body !== undefined && { body }),
  };
}

/** The request that the spec gives for an API that does not know the first one. */
export function buildFallback(
  operation: string,
  fallback: NonNullable<Operation["fallback"]>,
  input: Input,
  sent: HttpRequest,
): HttpRequest {
  const body = sent.body === undefined ? {} : (JSON.parse(sent.body) as Record<string, Json>);
  for (const [path, template] of Object.entries(fallback.body ?? {})) {
    const value = typeof template === "string" ? (fillValue(template, input) ?? null) : template;
    setAt(body, path.split("."), value);
  }
  const query = sent.path.indexOf("?");
  return {
    method: fallback.method,
    path: expandPath(operation, fallback.path, input) + (query === -1 ? "" : sent.path.slice(query)),
    headers: sent.headers,
    ...(Object.keys(body).length > 0 && { body: JSON.stringify(body) }),
  };
}

/** Each value becomes one segment: encoded whole, so that none can add a separator. */
function expandPath(operation: string, template: string, input: Input): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => encode(operation, name, input[name]!));
}

/** Half of a surrogate pair is no character, so there is nothing that would arrive as it was given. */
function encode(operation: string, name: string, value: Json): string {
  const plain = text(value);
  if (plain.isWellFormed()) return encodeURIComponent(plain);
  throw new InvalidInputError(operation, [
    { path: name, message: "holds half a character (a lone surrogate)" },
  ]);
}

function text(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function setAt(into: Record<string, Json>, path: readonly string[], value: Json): void {
  const [head = "", ...rest] = path;
  if (rest.length === 0) {
    into[head] = value;
    return;
  }
  const member = into[head];
  const next: Record<string, Json> = isObject(member) ? { ...member } : {};
  into[head] = next;
  setAt(next, rest, value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
