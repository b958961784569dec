import { z } from "zod";

/**
 * The spec language: what each key of `specs/<connector>/*.yaml` may hold.
 * References between keys (a schema name, an operation id) are checked afterwards, in `checks.ts`.
 */

const text = z.string().trim().min(1);
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name of letters, digits and _");
const schemaName = z.string().regex(/^[A-Z][A-Za-z0-9]*$/, "a schema name in PascalCase");
const callName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, "a method name in camelCase");
/** Dots go into objects, `[]` into each item of an array: `profile.login`, `errorCauses[].errorSummary`. */
const fieldPath = z
  .string()
  .regex(
    /^[A-Za-z_][\w-]*(\[\])?(\.[A-Za-z_][\w-]*(\[\])?)*$/,
    "a path of names joined by dots, such as profile.login",
  );
const operationId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*:[a-z][a-z0-9_]*$/, "an id of the form family:action, in snake_case");
const requestLine = z
  .string()
  .regex(/^(GET|POST|PUT|PATCH|DELETE|HEAD) \/\S*$/, "METHOD /path, such as GET /api/v1/users/{userId}");
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const riskShape = z.enum(["low", "medium", "high", "critical"]).meta({
  id: "Risk",
  description: "What an action can do to the organisation: low, medium, high or critical.",
});

const primitive = [
  "string",
  "integer",
  "number",
  "boolean",
  "date-time",
  "any",
  "object",
  "array",
  "map",
] as const;

const typeShape = z.union([z.enum(primitive), schemaName]).meta({
  id: "Type",
  description: "A primitive, object, array, map, or the name of a schema of this connector.",
});

/** A schema: JSON Schema's words where JSON Schema has one. A bare string is short for `{ type: … }`. */
export type SchemaShape =
  | string
  | {
      type?: string | undefined;
      summary?: string | undefined;
      fields?: Record<string, SchemaShape> | undefined;
      items?: SchemaShape | undefined;
      values?: SchemaShape | undefined;
      required?: boolean | undefined;
      nullable?: boolean | undefined;
      open?: boolean | undefined;
      enum?: string[] | undefined;
      closed?: boolean | undefined;
      default?: unknown;
      example?: unknown;
      format?: string | undefined;
      pattern?: string | undefined;
      minLength?: number | undefined;
      maxLength?: number | undefined;
      minimum?: number | undefined;
      maximum?: number | undefined;
      minItems?: number | undefined;
      maxItems?: number | undefined;
      sensitive?: boolean | undefined;
      readOnly?: boolean | undefined;
      writeOnly?: boolean | undefined;
    };

const constraintShape = {
  summary: text.optional().describe("One phrase: what the value is."),
  nullable: z.boolean().optional().describe("null is a value of its own here."),
  enum: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("The known members. Others pass too, unless `closed`."),
  closed: z.boolean().optional().describe("Members outside `enum` are refused."),
  default: z.unknown().optional().describe("What the API assumes when the value is absent."),
  example: z.unknown().optional(),
  format: z.enum(["email", "uri", "byte"]).optional(),
  pattern: z
    .string()
    .optional()
    .describe("An ECMA-262 regular expression that the whole value is searched with."),
  minLength: z.int().nonnegative().optional(),
  maxLength: z.int().positive().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.int().nonnegative().optional(),
  maxItems: z.int().positive().optional(),
  sensitive: z
    .boolean()
    .optional()
    .describe("A secret: replaced by a keyed digest in every record, log and card."),
};

export const schemaShape: z.ZodType<SchemaShape> = z
  .lazy(() =>
    z.union([
      typeShape,
      z.strictObject({
        type: typeShape.optional().describe("Absent means object where `fields` stands, else string."),
        ...constraintShape,
        fields: z.record(z.string(), schemaShape).optional().describe("The members of an object."),
        items: schemaShape.optional().describe("What an array holds."),
        values: schemaShape.optional().describe("What a map holds under each key; absent means anything."),
        open: z
          .boolean()
          .optional()
          .describe("An object that takes members which are not listed (results always do)."),
        required: z.boolean().optional().describe("As a field: the object is invalid without it."),
        readOnly: z.boolean().optional().describe("Set by the API; not accepted in a body."),
        writeOnly: z.boolean().optional().describe("Sent, never answered."),
      }),
    ]),
  )
  .meta({ id: "Schema" });

const parameterShape = z
  .strictObject({
    in: z.enum(["path", "query", "header"]),
    type: z
      .union([z.enum(["string", "integer", "number", "boolean", "date-time"]), schemaName])
      .default("string"),
    name: text
      .optional()
      .describe("The name on the wire, where it is not the key (a header such as If-Match)."),
    required: z.boolean().optional().describe("A path parameter always is."),
    ...constraintShape,
    otherwise: identifier
      .optional()
      .describe("With `pattern`: a value that does not match is sent as this other query parameter instead."),
  })
  .meta({ id: "Parameter" });

const bodyShape = z
  .strictObject({
    type: schemaName,
    required: z.boolean().default(true),
    flat: z
      .record(fieldPath, z.union([identifier, z.array(identifier).min(1)]))
      .optional()
      .describe(
        "A flat form of the body: target field -> the flat name, or several of which the first that is given counts.",
      ),
  })
  .meta({ id: "Body" });

/** Values of the form `{userId}` take the action's input of that name. */
const bindings = z
  .record(identifier, text)
  .describe("Parameter of the read -> value; `{name}` takes the action's input.");

const reconcileShape = z
  .strictObject({
    read: operationId,
    with: bindings.optional().describe("Absent: each required parameter takes the input of its name."),
    settled: z.union([
      z.enum(["present", "absent"]),
      z
        .record(fieldPath, scalar)
        .describe(
          "The action happened if the answer, or an item of the list, has these values; `{name}` takes the action's input.",
        ),
    ]),
  })
  .meta({
    id: "Reconcile",
    description: "The read that settles whether an action of unknown outcome happened.",
  });

const previewShape = z
  .strictObject({
    read: operationId,
    with: bindings.optional(),
    title: text.describe("The target's name for a person, with {field.path} of the answer."),
    show: z.array(fieldPath).min(1).describe("Fields of the answer that the approver sees."),
  })
  .meta({ id: "Preview", description: "The read that shows an approver the target and its present state." });

const fallbackShape = z
  .strictObject({
    when: z.strictObject({ status: z.int().min(400).max(499), code: text.optional() }),
    request: requestLine.describe(
      "METHOD /path: sent under the same action when the first request provably did nothing.",
    ),
    body: z
      .record(fieldPath, scalar)
      .optional()
      .describe("Merged into the body; `{name}` takes the action's input."),
    because: text,
  })
  .meta({ id: "Fallback" });

export const operationShape = z
  .strictObject({
    call: callName.describe("The client's method."),
    request: requestLine,
    risk: riskShape,
    summary: text.describe("The line that people see in docs, approvals and the catalog."),
    notes: z.array(text).optional().describe("What a caller must know: traps, delays, side effects."),
    parameters: z.record(identifier, parameterShape).optional(),
    body: bodyShape.optional(),
    result: schemaShape
      .or(z.literal("none"))
      .describe("What the API answers; `none` where the answer has no body."),
    items: identifier
      .optional()
      .describe("The field of the result that holds the list, where the list is wrapped."),
    paging: identifier.optional().describe("A paging style of connector.yaml."),
    scopes: z.array(text).min(1).optional().describe("OAuth 2.0 scopes that the request needs."),
    bucket: identifier.optional().describe("The rate limit bucket, where path matching alone does not tell."),
    idempotent: z.boolean().optional().describe("Absent: as RFC 9110 says of the method."),
    raise: z
      .record(
        fieldPath,
        z.strictObject({
          to: riskShape,
          is: scalar.optional().describe("Only this value raises the risk. Absent: any value does."),
          because: text,
        }),
      )
      .optional()
      .describe("An input that is present raises the risk of the call."),
    undo: z
      .union([operationId, z.strictObject({ operation: operationId, but: text })])
      .optional()
      .describe(
        "The operation that takes it back, and what that leaves. The operation itself needs a `but`.",
      ),
    reconcile: reconcileShape.optional(),
    preview: previewShape.optional(),
    precondition: z
      .array(fieldPath)
      .min(1)
      .optional()
      .describe("Fields of the preview that must still be what the approver saw when the request is sent."),
    fallback: fallbackShape.optional(),
    errors: z
      .record(text, text)
      .optional()
      .describe("What an error code of connector.yaml means for this operation."),
    examples: z
      .array(z.strictObject({ title: text, input: z.record(z.string(), z.unknown()) }))
      .optional()
      .describe("Inputs for the docs and the generated tests, checked against the parameters and body."),
  })
  .meta({ id: "Operation" });

export const familyShape = z
  .strictObject({
    family: z.string().regex(/^[a-z][a-z0-9_]*$/),
    title: text,
    summary: text.optional(),
    operations: z.record(operationId, operationShape),
    schemas: z.record(schemaName, schemaShape).optional(),
  })
  .meta({ id: "Family" });

const pagingShape = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("link").describe("RFC 8288: a Link header with rel=next."),
      cursor: identifier.describe("The query parameter that carries the cursor."),
      replaces: z
        .array(identifier)
        .optional()
        .describe(
          "Parameters of the first request that a next link leaves out on purpose; others are sent again.",
        ),
      size: identifier.optional().describe("The query parameter that sets the page size."),
      end: z.enum(["no_next", "empty_page"]).default("no_next"),
      unique: fieldPath
        .optional()
        .describe("The field that tells items apart, where the API may give one twice."),
    }),
    z.strictObject({
      kind: z.literal("cursor").describe("The answer's body holds the next cursor."),
      token: fieldPath.describe("Where in the body."),
      cursor: identifier,
      size: identifier.optional(),
      end: z.enum(["no_next", "empty_page"]).default("no_next"),
      unique: fieldPath.optional(),
    }),
  ])
  .meta({ id: "Paging", title: "paging style" });

const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, "an HTTP field name");

const authShape = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("header").optional(),
      header: headerName,
      value: text.describe("With {credential} placeholders."),
    }),
    z.strictObject({
      kind: z
        .literal("client_credentials")
        .describe("OAuth 2.0 client credentials, the client proven by a signed JWT (private_key_jwt)."),
      token: z
        .string()
        .regex(/^\/[^\s?#]*$/, "a path, such as /oauth2/v1/token")
        .describe("The token endpoint, a path on the API's own origin; its URL is the assertion's audience."),
      clientId: identifier.describe("The credential that holds the client's id."),
      privateKey: identifier.describe("The credential that holds its private key, as JWK or PEM."),
      keyId: identifier.optional().describe("The credential that says which of its keys that is."),
      dpop: z
        .enum(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"])
        .optional()
        .describe(
          "How proofs of possession (DPoP) are signed, for clients whose tokens must be bound to a key.",
        ),
    }),
  ])
  .meta({ id: "Auth", title: "way to sign in" });

const riskRowShape = z.strictObject({
  operations: text
    .optional()
    .describe("Which operations, in a phrase. Absent: their ids, as the spec has them."),
  rationale: text,
});

export const connectorShape = z
  .strictObject({
    connector: z.string().regex(/^[a-z][a-z0-9-]*$/),
    title: text,
    summary: text,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, "a version such as 1.0.0"),
    families: z.array(z.string()).min(1).describe("The family files, in the order of the docs."),
    origin: z.strictObject({
      credential: identifier.describe("The credential that holds the API's origin."),
      example: text,
      refuse: z
        .array(text)
        .optional()
        .describe("Host suffixes that are never the API, such as -admin.example.com."),
    }),
    credentials: z.strictObject({
      path: text.describe("The default vault path."),
      fields: z.record(
        identifier,
        z.strictObject({ summary: text, example: text.optional(), sensitive: z.boolean().optional() }),
      ),
    }),
    auth: z
      .record(identifier, authShape)
      .describe("Ways to sign in. The first whose credentials the vault holds is used."),
    paging: z.record(identifier, pagingShape).optional(),
    limits: z
      .strictObject({
        limit: headerName.optional(),
        remaining: headerName.optional(),
        reset: headerName.optional(),
        resetUnit: z.enum(["epoch-seconds", "delay-seconds"]).default("delay-seconds"),
        windowMs: z.int().positive().optional(),
        concurrency: z
          .int()
          .positive()
          .optional()
          .describe("Requests in flight at once, for the whole organisation."),
        buckets: z
          .array(
            z.strictObject({
              name: identifier,
              match: z
                .array(text)
                .min(1)
                .describe(
                  "[METHOD ]/path patterns; {x} is one segment, a last * the rest. The longest wins.",
                ),
              perWindow: z.int().positive().describe("Requests a window, until the headers say otherwise."),
            }),
          )
          .optional(),
      })
      .optional(),
    errors: z
      .strictObject({
        code: fieldPath.optional().describe("Where an error body holds its code."),
        summary: fieldPath.optional(),
        id: fieldPath.optional(),
        causes: fieldPath.optional(),
        requestId: headerName.optional(),
        codes: z
          .record(
            text,
            z.strictObject({
              summary: text,
              status: z.int().min(400).max(599),
              retry: z
                .boolean()
                .optional()
                .describe("The same request can succeed later, with nothing changed."),
              credential: z
                .boolean()
                .optional()
                .describe("false for a 401 that other credentials would get too."),
            }),
          )
          .optional(),
      })
      .optional(),
    risks: z
      .strictObject({ low: riskRowShape, medium: riskRowShape, high: riskRowShape, critical: riskRowShape })
      .optional()
      .describe("The risk classification table of the docs."),
    docs: z
      .strictObject({
        overview: text.optional(),
        prerequisites: z.array(z.strictObject({ requirement: text, details: text })).optional(),
      })
      .optional(),
  })
  .meta({ id: "Connector" });

export type ConnectorShape = z.infer<typeof connectorShape>;
export type FamilyShape = z.infer<typeof familyShape>;
export type OperationShape = z.infer<typeof operationShape>;
