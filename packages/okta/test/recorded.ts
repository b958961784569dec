import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Operation } from "@arx/core";
import { definition } from "../src/index.ts";

/** A request that a real org got from another client, and its answer. */
export interface Exchange {
  /** Where it was recorded. */
  readonly source: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly requestBody?: unknown;
  readonly status: number;
  readonly responseBody?: unknown;
}

/** An exchange with the operation that would have made it. */
export interface RecordedCall {
  readonly exchange: Exchange;
  readonly operation: Operation;
  /** The path's parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Whether it is the operation's other request. */
  readonly isFallback: boolean;
}

/** Real exchanges are kept outside the repository; the variable names their folder. Empty where it is not set. */
export const recordedFolder: string = process.env["ARX_RECORDED_DIR"] ?? "";

/** The recorded exchanges that are calls of an operation. */
export function recordedCalls(): readonly RecordedCall[] {
  if (recordedFolder === "") return [];
  return readdirSync(recordedFolder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const { exchanges } = JSON.parse(readFileSync(join(recordedFolder, name), "utf8")) as {
        readonly exchanges?: readonly Exchange[];
      };
      return (exchanges ?? []).filter(({ path }) => path !== undefined).flatMap(callsOf);
    });
}

function callsOf(exchange: Exchange): readonly RecordedCall[] {
  return Object.values(definition.operations).flatMap((operation) => {
    const { fallback } = operation;
    const first = matched(operation, exchange);
    const other = fallback && matched(fallback, exchange);
    const path = first ?? other;
    return path ? [{ exchange, operation, path, isFallback: first === undefined }] : [];
  });
}

/** The path's parameters, where the exchange is this request. */
function matched(
  template: { readonly method: string; readonly path: string },
  { method, path }: Exchange,
): Record<string, string> | undefined {
  if (template.method !== method) return undefined;
  const pattern = new RegExp(`^${template.path.replaceAll(/\{([^{}]+)\}/g, "(?<$1>[^/]+)")}/?$`);
  const groups = pattern.exec(path)?.groups;
  if (!groups && !pattern.test(path)) return undefined;
  return Object.fromEntries(
    Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
}
