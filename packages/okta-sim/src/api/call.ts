import { refuse } from "../org/errors.ts";
import type { Org } from "../org/org.ts";
import type { Caller } from "../org/system-log.ts";

/** A request that was let in, as an operation sees it. */
export interface Call {
  readonly org: Org;
  readonly caller: Caller;
  /** Scheme, host and port as the client wrote them, such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly path: string;
  /** The decoded path parameters. Throws E0000008 for one that the path doesn't have. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** The parsed JSON body, `undefined` if there is none. Throws E0000003. */
  readonly body: () => unknown;
}

/** What an operation answers. No `body` means an empty one. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** One operation: what it answers to, and the OAuth scope it takes. */
export interface Route {
  readonly method: string;
  /** A path with `{parameters}`. */
  readonly path: string;
  readonly scope: string;
  /** Whether the org has it at all; it has if this is absent. */
  readonly exists?: (org: Org) => boolean;
  readonly handle: (call: Call) => Answer;
}

/** 200 with a body. */
export function ok(body: unknown, headers: Answer["headers"] = {}): Answer {
  return { status: 200, body, headers };
}

/** 204. */
export const NO_CONTENT: Answer = { status: 204 };

/** A boolean query parameter; anything but `true` and `false` counts as absent. */
export function flag(call: Call, name: string, fallback: boolean): boolean {
  const value = call.query.get(name);
  return value === "true" ? true : value === "false" ? false : fallback;
}

/** A query parameter that is there and not empty. */
export function text(call: Call, name: string): string | undefined {
  return call.query.get(name) || undefined;
}

/** The `limit` parameter, capped at `max`. Throws E0000054 unless it is a whole number from `min` up. */
export function limitOf(call: Call, fallback: number, max: number, min = 1): number {
  const value = text(call, "limit");
  if (value === undefined) return fallback;
  if (!/^\d+$/.test(value) || Number(value) < min) throw refuse("E0000054", `limit: ${value} is not allowed`);
  return Math.min(Number(value), max);
}
