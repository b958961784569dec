import type { Method } from "../../spec/operation-model.ts";
import type { ApiDocument } from "./document.ts";
import type { RawBody, RawOperation, RawParameter, RawResponse, RawSchema, RawServer } from "./raw.ts";

/** An operation of a vendor's document, its references followed down to its schemas. */
export interface ApiOperation {
  readonly method: Method;
  /** With the path of the server before it, as it is sent. */
  readonly path: string;
  readonly operationId?: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly parameters: readonly RawParameter[];
  readonly body?: RawBody;
  readonly responses: Readonly<Record<string, RawResponse>>;
  /** The sets of OAuth 2.0 scopes of which one is enough; empty where the document names none. */
  readonly scopes: readonly (readonly string[])[];
}

const methods = ["get", "post", "put", "patch", "delete", "head"] as const;

interface RawPathItem extends Readonly<Partial<Record<(typeof methods)[number], RawOperation>>> {
  readonly parameters?: readonly unknown[];
  readonly servers?: readonly RawServer[];
}

/** What tells one operation from another. */
export interface Head {
  readonly method: Method;
  readonly path: string;
  readonly raw: RawOperation;
  readonly item: RawPathItem;
}

/** The heads of all operations: cheap, however large the document is. */
export function headsOf(document: ApiDocument): Head[] {
  return Object.entries(document.raw.paths ?? {}).flatMap(([path, value]) => {
    const item = document.resolve(value) as RawPathItem;
    return methods.flatMap((method): Head[] => {
      const raw = item[method];
      if (raw === undefined) return [];
      const base = basePath(raw.servers ?? item.servers ?? document.raw.servers);
      return [{ method: method.toUpperCase() as Method, path: `${base}${path}`, raw, item }];
    });
  });
}

/** Reads one operation in full. */
export function operationOf(document: ApiDocument, { method, path, raw, item }: Head): ApiOperation {
  const { operationId, summary, description, tags = [], deprecated = false } = raw;
  const body = raw.requestBody === undefined ? undefined : (document.resolve(raw.requestBody) as RawBody);
  return {
    method,
    path,
    ...(operationId !== undefined && { operationId }),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    tags,
    deprecated,
    parameters: parametersOf(document, item.parameters ?? [], raw.parameters ?? []),
    ...(body && { body }),
    responses: Object.fromEntries(
      Object.entries(raw.responses ?? {}).map(([status, response]) => [
        status,
        document.resolve(response) as RawResponse,
      ]),
    ),
    scopes: scopesOf(document, raw),
  };
}

/** An operation's own parameters replace those of its path. */
function parametersOf(
  document: ApiDocument,
  shared: readonly unknown[],
  own: readonly unknown[],
): RawParameter[] {
  const found = new Map<string, RawParameter>();
  for (const value of [...shared, ...own]) {
    const parameter = document.resolve(value) as RawParameter;
    found.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...found.values()];
}

function scopesOf(document: ApiDocument, raw: RawOperation): string[][] {
  const schemes = document.raw.components?.securitySchemes ?? {};
  const withScopes = new Set(
    Object.entries(schemes).flatMap(([name, value]) => {
      const { type } = document.resolve(value) as { readonly type?: string };
      return type === "oauth2" || type === "openIdConnect" ? [name] : [];
    }),
  );
  const alternatives = (raw.security ?? document.raw.security ?? []).map((requirement) =>
    Object.entries(requirement).flatMap(([scheme, scopes]) => (withScopes.has(scheme) ? scopes : [])),
  );
  return alternatives.filter((scopes) => scopes.length > 0);
}

/** The path that a server's URL puts before every other; hosts are the connector's business. */
function basePath(servers: readonly RawServer[] | undefined): string {
  const server = servers?.[0];
  if (server?.url === undefined) return "";
  const path = server.url.replace(/^([^/]*:)?\/\/[^/]*/, "");
  const filled = path.replace(
    /\{([^{}]*)\}/g,
    (_, name: string) => server.variables?.[name]?.default ?? name,
  );
  return filled.replace(/\/+$/, "").replace(/^(?=[^/])/, "/");
}

/** The schema of a message in JSON; undefined where it has none. */
export function jsonSchemaOf(message: { readonly content?: RawResponse["content"] }): RawSchema | undefined {
  const type = Object.keys(message.content ?? {}).find(isJson);
  return type === undefined ? undefined : (message.content![type]?.schema ?? {});
}

const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json\b|^\*\/\*/.test(type);

/** What a successful request is answered with. */
export function successOf({ responses }: ApiOperation):
  | {
      readonly status: string;
      readonly response: RawResponse;
    }
  | undefined {
  const good = Object.keys(responses)
    .filter((status) => /^2(\d\d|XX)$/i.test(status))
    .toSorted();
  const status =
    good.find((each) => jsonSchemaOf(responses[each]!) !== undefined) ??
    good[0] ??
    ("default" in responses ? "default" : undefined);
  return status === undefined ? undefined : { status, response: responses[status]! };
}
