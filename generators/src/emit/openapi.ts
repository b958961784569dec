import type { Auth, Spec } from "../spec/model.ts";
import type { Operation, Parameter } from "../spec/operation-model.ts";
import type { SourceFile } from "../source.ts";
import { jsonSchema, type JsonSchema } from "./json-schema.ts";
import { payloads } from "./payloads.ts";
import { json, place } from "./place.ts";

/** The connector as an OpenAPI 3.1 document, for docs, mock servers and every other tool that reads one. */
export function emitOpenApi(spec: Spec): SourceFile[] {
  return [json(`${place(spec.name).artifacts}/openapi.json`, openApiDocument(spec))];
}

/** An OpenAPI document, as far as other emitters look into it. */
export type OpenApiDocument = JsonSchema & {
  readonly components: JsonSchema & { readonly schemas: Record<string, JsonSchema> };
};

/** The document itself, from which the payload types are made too. */
export function openApiDocument(spec: Spec): OpenApiDocument {
  const { credential, example } = spec.origin;
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of spec.operations) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationObject(spec, operation);
  }
  return {
    openapi: "3.1.0",
    info: { title: spec.title, version: spec.version, description: spec.summary },
    servers: [{ url: `{${credential}}`, variables: { [credential]: { default: example } } }],
    tags: spec.families.map(({ name, summary }) => ({ name, ...(summary && { description: summary }) })),
    paths,
    security: spec.auth.map(({ scheme }) => ({ [scheme]: [] })),
    components: {
      schemas: Object.fromEntries(payloads(spec).all.map(({ name, schema }) => [name, jsonSchema(schema)])),
      responses: { Error: { description: "The API refused.", content: content(errorSchema(spec)) } },
      securitySchemes: Object.fromEntries(spec.auth.map((auth) => [auth.scheme, securityScheme(auth, spec)])),
    },
  };
}

function operationObject(spec: Spec, operation: Operation): JsonSchema {
  return {
    operationId: operation.call,
    tags: [operation.family],
    summary: operation.summary,
    ...(operation.notes.length > 0 && { description: operation.notes.join("\n\n") }),
    "x-arx-operation": operation.id,
    "x-arx-risk": operation.risk,
    ...(operation.parameters.length > 0 && { parameters: operation.parameters.map(parameterObject) }),
    ...(operation.body && {
      requestBody: {
        required: operation.body.required,
        content: content(
          jsonSchema(payloads(spec).seen({ kind: "ref", ref: operation.body.schema }, "input")),
        ),
      },
    }),
    responses: responses(spec, operation),
    security: spec.auth.map((auth) => ({ [auth.scheme]: takesScopes(auth) ? operation.scopes : [] })),
  };
}

function parameterObject(parameter: Parameter): JsonSchema {
  const { summary, ...schema } = parameter.schema;
  // A value that does not match goes elsewhere, so the pattern does not bound what a caller may say.
  const { pattern, ...unbounded } = schema;
  return {
    name: parameter.wire,
    in: parameter.in,
    required: parameter.required,
    ...(summary && { description: summary }),
    schema: jsonSchema(parameter.otherwise ? unbounded : { ...unbounded, ...(pattern && { pattern }) }),
  };
}

function responses(spec: Spec, operation: Operation): JsonSchema {
  const { result } = operation;
  const meanings = new Map<number, string[]>();
  for (const [code, meaning] of Object.entries(operation.errors)) {
    const status = spec.errorCodes[code]?.status;
    if (status) meanings.set(status, [...(meanings.get(status) ?? []), `${code}: ${meaning}`]);
  }
  return {
    "2XX":
      result.kind === "none"
        ? { description: "Done." }
        : {
            description: operation.summary,
            content: content(jsonSchema(payloads(spec).seen(result.schema, "result"))),
          },
    ...Object.fromEntries(
      [...meanings].map(([status, lines]) => [
        status,
        { description: lines.join("\n\n"), content: content(errorSchema(spec)) },
      ]),
    ),
    default: { $ref: "#/components/responses/Error" },
  };
}

/** An error body as far as the spec knows it: each of its paths is a string. */
function errorSchema(spec: Spec): JsonSchema {
  const { code, summary, id, causes } = spec.errorBody;
  const root: JsonSchema = { type: "object" };
  for (const path of [code, summary, id, causes]) {
    let at = root;
    for (const step of path?.split(".") ?? []) {
      const properties = (at["properties"] ??= {}) as Record<string, JsonSchema>;
      const inner = (properties[step.replace("[]", "")] ??= step.endsWith("[]")
        ? { type: "array", items: {} }
        : {});
      at = step.endsWith("[]") ? (inner["items"] as JsonSchema) : inner;
      at["type"] = "object";
    }
    at["type"] = "string";
  }
  return root;
}

function securityScheme(auth: Auth, spec: Spec): JsonSchema {
  if (auth.kind === "client_credentials") {
    const scopes = new Set(spec.operations.flatMap((operation) => operation.scopes));
    const named = Object.fromEntries([...scopes].toSorted().map((scope) => [scope, ""]));
    return { type: "oauth2", flows: { clientCredentials: { tokenUrl: auth.token, scopes: named } } };
  }
  if (isBearer(auth)) return { type: "http", scheme: "bearer" };
  return {
    type: "apiKey",
    in: "header",
    name: auth.header,
    description: `The header's value is \`${auth.value}\`.`,
  };
}

function takesScopes(auth: Auth): boolean {
  return auth.kind === "client_credentials" || isBearer(auth);
}

function isBearer({ header, value }: Exclude<Auth, { kind: "client_credentials" }>): boolean {
  return header.toLowerCase() === "authorization" && /^Bearer /i.test(value);
}

function content(schema: JsonSchema): JsonSchema {
  return { "application/json": { schema } };
}
