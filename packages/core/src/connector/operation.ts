import type { ZodType } from "zod";

/** What an action can do to the organisation, from harmless to grave. */
export type Risk = "low" | "medium" | "high" | "critical";

/** The risks in ascending order. */
export const risks: readonly Risk[] = ["low", "medium", "high", "critical"];

/** `family:action`, such as `users:suspend`. */
export type OperationId = `${string}:${string}`;

/** The methods of RFC 9110 and RFC 5789 that an operation can use. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What policy needs to know of an operation, and nothing more. */
export interface CatalogEntry {
  readonly id: OperationId;
  readonly method: HttpMethod;
  /** The path template, such as `/api/v1/users/{userId}`. */
  readonly path: string;
  readonly risk: Risk;
  /** The line that people see in docs and approvals. */
  readonly summary: string;
  /** OAuth 2.0 scopes that the request needs. */
  readonly scopes: readonly string[];
}

/** The operations of one connector, as policies see them. */
export interface Catalog {
  /** The connector's name in policies, such as `okta`. */
  readonly connector: string;
  readonly title: string;
  readonly version: string;
  readonly operations: Readonly<Record<OperationId, CatalogEntry>>;
}

/** One parameter of a request. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  /** The name on the wire, where it differs. */
  readonly wire?: string;
  /** A value that does not match is sent as the other query parameter. */
  readonly otherwise?: { readonly pattern: string; readonly parameter: string };
}

/**
 * A read, with its parameters as templates over the action's input, such as `{ userId: "{userId}" }`. Between double
 * quotes, as in `name eq "{name}"`, a value stands as in JSON.
 */
export interface BoundRead {
  readonly read: OperationId;
  readonly with: Readonly<Record<string, string>>;
}

/** The zod schemas of an operation: input is strict, results are open to new fields and enum members. */
export interface OperationSchemas {
  readonly input: ZodType;
  /** Of the body as it is on the wire; absent where there is none. */
  readonly result?: ZodType;
}

/** All that the pipeline and the transport need to carry out one operation: data, interpreted by one engine. */
export interface Operation extends CatalogEntry {
  /** The client's method, such as `suspendUser`. */
  readonly call: string;
  readonly parameters: readonly Parameter[];
  readonly body?: {
    readonly required: boolean;
    /** Target field of the body -> flat input names, the first one given counts. */
    readonly flat?: Readonly<Record<string, readonly string[]>>;
  };
  readonly result: "none" | "single" | "list";
  /** The field of the answer that holds the list, where it is wrapped. */
  readonly items?: string;
  /** A paging style of the connector; absent where all comes at once. */
  readonly paging?: string;
  readonly bucket?: string;
  /** Whether sending it twice is as good as once (RFC 9110, 9.2.2, unless the spec knows better). */
  readonly idempotent: boolean;
  /** Inputs whose presence raises the risk of a call. */
  readonly raise?: readonly {
    readonly input: string;
    /** Only this value raises it; absent: any. */
    readonly is?: string | number | boolean | null;
    readonly to: Risk;
    readonly because: string;
  }[];
  readonly undo?: { readonly operation: OperationId; readonly but?: string };
  readonly reconcile?: BoundRead & {
    readonly settled: "present" | "absent" | Readonly<Record<string, string | number | boolean | null>>;
    /** The field that says when what is found was made: what is older than the action is not its work. */
    readonly madeAt?: string;
  };
  readonly preview?: BoundRead & {
    readonly title: string;
    readonly show: readonly string[];
    /** The object that the input replaces as a whole, at the same path as in the answer. */
    readonly replaces?: string;
  };
  /** Fields of the preview that must be as the approver saw them when the request is sent. */
  readonly precondition?: readonly string[];
  readonly fallback?: {
    readonly when: { readonly status: number; readonly code?: string };
    readonly method: HttpMethod;
    readonly path: string;
    readonly body?: Readonly<Record<string, string | number | boolean | null>>;
    readonly because: string;
  };
  /** What an error code means for this operation, for people. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Paths of secrets; `[]` is each item of an array. */
  readonly sensitive: { readonly input: readonly string[]; readonly result: readonly string[] };
  /** Loaded at the operation's first call. */
  readonly schemas: () => Promise<OperationSchemas>;
}

/** What every way of paging has. */
interface PagingCommon {
  /** The query parameter that carries the cursor. */
  readonly cursor: string;
  /** The query parameter that sets the page size. */
  readonly size?: string;
  readonly end: "no_next" | "empty_page";
  /** The field that tells items apart, where the API may give one twice. */
  readonly unique?: string;
}

/** How a list goes on after its first page. */
export type Paging = PagingCommon &
  (
    | {
        /** RFC 8288: a Link header with rel=next. */
        readonly kind: "link";
        /** Parameters of the first request that a next link leaves out on purpose. */
        readonly replaces?: readonly string[];
      }
    | {
        /** The next cursor stands in the body, at `token`. */
        readonly kind: "cursor";
        readonly token: string;
      }
  );

/** Signs in by one header field, such as `Authorization: Bearer {api_token}`. */
export interface HeaderAuth {
  readonly kind?: "header";
  readonly scheme: string;
  readonly header: string;
  /** With `{credential}` placeholders. */
  readonly value: string;
}

/**
 * Signs in with access tokens of OAuth 2.0 client credentials (RFC 6749, 4.4), for which the client proves itself by a
 * signed JWT (RFC 7523). `clientId`, `privateKey` and `keyId` are names of credentials.
 */
export interface ClientCredentialsAuth {
  readonly kind: "client_credentials";
  readonly scheme: string;
  /** The token endpoint, a path on the API's own origin. */
  readonly token: string;
  readonly clientId: string;
  /** A private key as JWK or PEM. */
  readonly privateKey: string;
  /** Which of the client's keys it is; the JWK's own `kid` where the vault does not hold it. */
  readonly keyId?: string;
  /** The JWS algorithm of DPoP proofs (RFC 9449), for clients that must bind their tokens; absent: never. */
  readonly dpop?: string;
}

/** A way to sign in. */
export type Auth = HeaderAuth | ClientCredentialsAuth;

/** How the API tells of its rate limits. */
export interface Limits {
  readonly limit?: string;
  readonly remaining?: string;
  readonly reset?: string;
  readonly resetUnit: "epoch-seconds" | "delay-seconds";
  readonly windowMs?: number;
  readonly concurrency?: number;
  readonly buckets: readonly {
    readonly name: string;
    readonly match: readonly string[];
    /** Requests a window, until the answers' headers say otherwise. */
    readonly perWindow: number;
  }[];
}

/** Everything that the spec says of a connector: what `BaseConnector` interprets. */
export interface ConnectorDefinition {
  readonly catalog: Catalog;
  readonly origin: {
    readonly credential: string;
    readonly example: string;
    readonly refuse: readonly string[];
  };
  readonly credentials: {
    readonly path: string;
    readonly fields: Readonly<Record<string, { readonly summary: string; readonly sensitive: boolean }>>;
  };
  /** The first whose credentials the vault holds is used. */
  readonly auth: readonly Auth[];
  readonly paging: Readonly<Record<string, Paging>>;
  readonly limits?: Limits;
  readonly errorBody: {
    readonly code?: string;
    readonly summary?: string;
    readonly id?: string;
    readonly causes?: string;
    readonly requestId?: string;
  };
  readonly errorCodes: Readonly<
    Record<
      string,
      {
        readonly summary: string;
        readonly status: number;
        readonly retry: boolean;
        /** `false` for a 401 that other credentials would get too. */
        readonly credential?: boolean;
      }
    >
  >;
  readonly operations: Readonly<Record<OperationId, Operation>>;
}
