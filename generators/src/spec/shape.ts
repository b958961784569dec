import { z } from "zod";
import { fieldPath, identifier, text } from "./words.ts";

export { familyShape, type FamilyShape, operationShape, type OperationShape } from "./operation-shape.ts";
export { schemaShape, type SchemaShape } from "./schema-shape.ts";

/**
 * The spec language: what each key of `specs/<connector>/*.yaml` may hold.
 * References between keys (a schema name, an operation id) are checked afterwards, in `checks.ts`.
 */

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
