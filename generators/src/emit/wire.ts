import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import type { Schema } from "../spec/schema-model.ts";
import { literal } from "../source.ts";
import { assumed, inputOf, isParameter } from "./input.ts";
import { fieldsOf, schemaNamed } from "./payloads.ts";

type Values = Readonly<Record<string, unknown>>;

/** What a request says, apart from the headers that every request has. */
export interface WireMessage {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The request that an input stands for, worked out from the spec alone, to hold the engine against. */
export function wireMessage(spec: Spec, operation: Operation, input: Values): WireMessage {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  let path = operation.path;
  const rest = { ...input };
  for (const parameter of operation.parameters) {
    const { name, in: place, wire, otherwise, schema } = parameter;
    const value = rest[name] ?? assumed(operation, parameter);
    delete rest[name];
    if (value === undefined) continue;
    const elsewhere = otherwise !== undefined && !new RegExp(schema.pattern ?? "", "u").test(text(value));
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(text(value)));
    else if (place === "header") headers[wire.toLowerCase()] = text(value);
    else query[elsewhere ? otherwise : wire] = text(value);
  }
  const { method, body } = operation;
  if (!body || (!body.required && Object.keys(rest).length === 0)) return { method, path, query, headers };
  const sent = fullBody(operation, rest);
  for (const field of inputOf(spec, operation).options.filter(({ name }) => !isParameter(operation, name))) {
    const value = withDefaults(spec, field.schema, sent[field.name]) ?? assumed(operation, field);
    if (value !== undefined) sent[field.name] = value;
  }
  return { method, path, query, headers: { ...headers, "content-type": "application/json" }, body: sent };
}

/** The second request, where the API does not know the first. */
export function fallbackMessage(spec: Spec, operation: Operation, input: Values): WireMessage | undefined {
  const { fallback } = operation;
  if (!fallback) return undefined;
  const message = wireMessage(spec, { ...operation, method: fallback.method, path: fallback.path }, input);
  if (!fallback.body) return message;
  const body = structuredClone(message.body ?? {}) as Record<string, unknown>;
  for (const [target, value] of Object.entries(fallback.body)) {
    put(body, target, typeof value === "string" ? filled(value, input) : value);
  }
  return { ...message, headers: { ...message.headers, "content-type": "application/json" }, body };
}

/** One argument alone keeps its type; everything else is text. */
function filled(template: string, input: Values): unknown {
  const [, alone] = /^\{(\w+)\}$/.exec(template) ?? [];
  return alone === undefined
    ? template.replace(/\{(\w+)\}/g, (_, name: string) => String(input[name]))
    : input[alone];
}

function fullBody(operation: Operation, given: Values): Record<string, unknown> {
  const flat = operation.body?.flat ?? [];
  const names = new Set(flat.flatMap(({ sources }) => sources));
  if (!Object.keys(given).some((name) => names.has(name))) return { ...given };
  const body = structuredClone(
    Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name))),
  );
  for (const { target, sources } of flat) {
    const source = sources.find((name) => given[name] !== undefined);
    if (source !== undefined) put(body, target, given[source]);
  }
  return body;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : literal(value);
}

function put(root: Record<string, unknown>, target: string, value: unknown): void {
  const steps = target.split(".");
  const last = steps.pop() ?? target;
  const holder = steps.reduce((at, step) => (at[step] ??= {}) as Record<string, unknown>, root);
  holder[last] = value;
}

/** The value with what the API assumes of absent members said out loud. */
function withDefaults<T>(spec: Spec, schema: Schema, value: T): T {
  if (schema.ref) return withDefaults(spec, schemaNamed(spec, schema.ref), value);
  if (Array.isArray(value))
    return value.map((item) => withDefaults(spec, schema.items ?? { kind: "any" }, item)) as T;
  if (value === null || typeof value !== "object") return value;
  const members = fieldsOf(schema, "input").flatMap(
    ({ name, required, schema: inner }): [string, unknown][] => {
      const given = (value as Values)[name];
      if (given !== undefined) return [[name, withDefaults(spec, inner, given)]];
      return !required && inner.default !== undefined ? [[name, inner.default]] : [];
    },
  );
  return { ...value, ...Object.fromEntries(members) };
}
