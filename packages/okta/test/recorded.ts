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
  readonly responseHeaders: Readonly<Record<string, readonly string[]>>;
  readonly responseBody?: unknown;
}

/** An event of the System Log; of those, samples were kept in the place of exchanges. */
interface Sample {
  readonly source: string;
  readonly event: unknown;
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

/** The operations of which there are recordings: a file that is not read would go unnoticed otherwise. */
export const recordedOperations: readonly string[] = [
  "apps:assign_user",
  "apps:read",
  "apps:read_detail",
  "apps:remove_user",
  "authz:read",
  "authz:read_policies",
  "domains:read",
  "groups:add_member",
  "groups:create",
  "groups:delete",
  "groups:read",
  "groups:read_detail",
  "groups:read_members",
  "groups:remove_member",
  "groups:update",
  "policies:read",
  "policies:read_rules",
  "users:activate",
  "users:clear_sessions",
  "users:create",
  "users:deactivate",
  "users:read",
  "users:read_apps",
  "users:read_detail",
  "users:read_factors",
  "users:reset_password",
  "users:suspend",
  "users:unsuspend",
  "users:update",
];

/** Real exchanges are kept outside the repository; the variable names their folder. Empty where it is not set. */
export const recordedFolder: string = process.env["ARX_RECORDED_DIR"] ?? "";

/** All that was recorded, file by file. */
function recorded(): readonly (Exchange | Sample)[] {
  if (recordedFolder === "") return [];
  return readdirSync(recordedFolder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const { exchanges } = JSON.parse(readFileSync(join(recordedFolder, name), "utf8")) as {
        readonly exchanges: readonly (Exchange | Sample)[];
      };
      return exchanges;
    });
}

/** The recorded exchanges, those of operations that the connector lacks too. */
export function recordedExchanges(): readonly Exchange[] {
  return recorded().filter((entry): entry is Exchange => "path" in entry);
}

/** The recorded events of the System Log. */
export function recordedEvents(): readonly Sample[] {
  return recorded().filter((entry): entry is Sample => "event" in entry);
}

/** The recorded exchanges that are calls of an operation. */
export function recordedCalls(): readonly RecordedCall[] {
  return recordedExchanges().flatMap(callsOf);
}

/** What a refused caller is to be told of the answer, as far as it says something. */
export function refusalOf({ status, responseHeaders, responseBody }: Exchange): object {
  const said = responseBody as {
    readonly errorCode?: string;
    readonly errorSummary?: string;
    readonly errorId?: string;
    readonly errorCauses?: readonly { readonly errorSummary: string }[];
    /** A gateway's own shape. */
    readonly message?: string;
  };
  return {
    ...{ status, apiCode: said.errorCode, summary: said.errorSummary ?? said.message, errorId: said.errorId },
    requestId: responseHeaders["x-okta-request-id"]?.[0],
    causes: (said.errorCauses ?? []).map(({ errorSummary }) => errorSummary),
  };
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
