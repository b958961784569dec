import { z } from "zod";
import { fieldPath, identifier, listPath, text } from "./words.ts";

export { familyShape, type FamilyShape, operationShape, type OperationShape } from "./operation-shape.ts";
export { schemaShape, type SchemaShape } from "./schema-shape.ts";

/**
 * The spec language: what each key of `specs/<connector>/*.yaml` may hold.
 * References between keys (a schema name, an operation id) are checked afterwards, in `checks.ts`.
 */

const pagingEnd = z
  .enum(["no_next", "empty_page"])
  .default("no_next")
  .describe(
    "What ends a list: an answer without a next page, or an empty page where a next one is always named.",
  );

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
      size: identifier.optional().describe("The query parameter that sets the page size, such as limit."),
      end: pagingEnd,
      unique: fieldPath
        .optional()
        .describe("The field that tells items apart, where the API may give one twice."),
    }),
    z.strictObject({
      kind: z.literal("cursor").describe("The answer's body holds the next cursor."),
      token: fieldPath.describe("Where the body holds the next cursor, such as meta.next."),
      cursor: identifier.describe("The query parameter that carries the cursor."),
      size: identifier.optional().describe("The query parameter that sets the page size, such as limit."),
      end: pagingEnd,
      unique: fieldPath
        .optional()
        .describe("The field that tells items apart, where the API may give one twice."),
    }),
  ])
  .meta({ id: "Paging", title: "paging style" });

const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, "an HTTP field name");

const authShape = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z
        .literal("header")
        .optional()
        .describe("One header field; what is meant where no kind is given."),
      header: headerName.describe("The header's name, such as Authorization."),
      value: text.describe("The header's value with {credential} placeholders, such as Bearer {api_token}."),
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
  rationale: text.describe("Why they are of this risk."),
});

const errorCodeShape = z.strictObject({
  summary: text.describe("What the code means, as users read it in errors and docs."),
  status: z.int().min(400).max(599).describe("The HTTP status that it comes with, such as 404."),
  retry: z.boolean().optional().describe("The same request can succeed later, with nothing changed."),
  credential: z.boolean().optional().describe("false for a 401 that other credentials would get too."),
});

export const connectorShape = z
  .strictObject({
    connector: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .describe("The connector's name in policies, the vault and the command, such as okta."),
    title: text.describe("The name that people see, such as Okta."),
    summary: text.describe("What the connector is for, in one line of the docs."),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, "a version such as 1.0.0")
      .describe("The version of the spec, such as 1.0.0."),
    families: z.array(z.string()).min(1).describe("The family files, in the order of the docs."),
    origin: z
      .strictObject({
        credential: identifier.describe("The credential that holds the API's origin."),
        example: text.describe("An origin as users know it, such as https://example.com."),
        refuse: z
          .array(text)
          .optional()
          .describe("Host suffixes that are never the API, such as -admin.example.com."),
      })
      .describe("Where the API is; requests go nowhere else."),
    credentials: z
      .strictObject({
        path: text.describe("The default vault path."),
        fields: z
          .record(
            identifier,
            z.strictObject({
              summary: text.describe("What the credential is, and where users get it."),
              example: text.optional().describe("What one looks like; never a real one."),
              sensitive: z
                .boolean()
                .optional()
                .describe("A secret: it is never shown. Absent: people may see it, as an address or an id."),
            }),
          )
          .describe("The credentials by name, those of all ways to sign in."),
      })
      .describe("What the vault holds for the connector."),
    auth: z
      .record(identifier, authShape)
      .describe("Ways to sign in. The first whose credentials the vault holds is used."),
    paging: z
      .record(identifier, pagingShape)
      .optional()
      .describe("The API's paging styles by name, for the `paging` of operations."),
    limits: z
      .strictObject({
        limit: headerName
          .optional()
          .describe("The header that says how many requests a window bears, such as X-Rate-Limit-Limit."),
        remaining: headerName
          .optional()
          .describe("The header that says how many of them are left, such as X-Rate-Limit-Remaining."),
        reset: headerName
          .optional()
          .describe("The header that says when the window ends, such as X-Rate-Limit-Reset."),
        resetUnit: z
          .enum(["epoch-seconds", "delay-seconds"])
          .default("delay-seconds")
          .describe("How `reset` says it: as a Unix time, or as seconds from now."),
        windowMs: z
          .int()
          .positive()
          .optional()
          .describe("The length of a window in milliseconds. Absent: a minute."),
        concurrency: z
          .int()
          .positive()
          .optional()
          .describe("Requests in flight at once, for the whole organisation."),
        buckets: z
          .array(
            z.strictObject({
              name: identifier.describe("What operations name it by in `bucket`."),
              match: z
                .array(text)
                .min(1)
                .describe(
                  "[METHOD ]/path patterns; {x} is one segment, a last * the rest. The longest wins.",
                ),
              perWindow: z.int().positive().describe("Requests a window, until the headers say otherwise."),
            }),
          )
          .optional()
          .describe("The counters that requests share. Absent: each request line has its own."),
      })
      .optional()
      .describe("How many requests the API bears, and how its answers say so."),
    errors: z
      .strictObject({
        code: fieldPath.optional().describe("Where an error body holds its code."),
        summary: fieldPath.optional().describe("Where it says what went wrong, such as errorSummary."),
        id: fieldPath.optional().describe("Where it holds the error's id, for the API's support."),
        causes: listPath
          .optional()
          .describe("Where it lists the causes, such as errorCauses[].errorSummary."),
        requestId: headerName
          .optional()
          .describe("The header that holds the request's id, such as X-Request-Id."),
        codes: z
          .record(text, errorCodeShape)
          .optional()
          .describe("The API's error codes, and what each of them means."),
      })
      .optional()
      .describe("How the API says that it refused a request."),
    risks: z
      .strictObject({
        low: riskRowShape.describe("The row of operations such as reads."),
        medium: riskRowShape.describe("The row of operations such as changes that are easily undone."),
        high: riskRowShape.describe("The row of operations such as those that disable or delete."),
        critical: riskRowShape.describe(
          "The row of operations such as those that lock a person out everywhere.",
        ),
      })
      .optional()
      .describe("The risk classification table of the docs."),
    docs: z
      .strictObject({
        overview: text.optional().describe("The paragraphs that the connector's page begins with."),
        prerequisites: z
          .array(
            z.strictObject({
              requirement: text.describe("What is needed, in a word or two."),
              details: text.describe("How to get it."),
            }),
          )
          .optional()
          .describe("What users need before the first call."),
      })
      .optional()
      .describe("What only the docs say."),
  })
  .meta({ id: "Connector" });

export type ConnectorShape = z.infer<typeof connectorShape>;
