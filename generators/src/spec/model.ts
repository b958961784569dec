/**
 * A loaded spec: checked, every reference resolved, defaults filled in, deeply frozen.
 * This is all that emitters see; none of them reads YAML.
 */

export type Risk = "low" | "medium" | "high" | "critical";
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
export type Scalar = string | number | boolean | null;

/** A schema in JSON Schema's words. Named schemas are references by `ref`, never inlined. */
export interface Schema {
  readonly kind:
    | "string"
    | "integer"
    | "number"
    | "boolean"
    | "date-time"
    | "any"
    | "object"
    | "array"
    | "map"
    | "ref";
  /** The named schema, where `kind` is `ref`. */
  readonly ref?: string;
  readonly summary?: string;
  /** Where `kind` is `object`: members in the order of the spec. */
  readonly fields?: readonly Field[];
  /** An object that takes unlisted members in a request. Answers always may have them. */
  readonly open?: boolean;
  /** Where `kind` is `array`. */
  readonly items?: Schema;
  /** Where `kind` is `map`. */
  readonly values?: Schema;
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  /** Whether a member outside `enum` is refused. */
  readonly closed?: boolean;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly sensitive?: boolean;
}

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly schema: Schema;
}

export interface NamedSchema {
  readonly name: string;
  /** The family whose file declares it. */
  readonly family: string;
  readonly schema: Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  /** The name on the wire. */
  readonly wire: string;
  readonly required: boolean;
  readonly schema: Schema;
  /** A value that does not match `schema.pattern` goes to this query parameter. */
  readonly otherwise?: string;
}

export interface FlatField {
  /** Where the value goes, such as `profile.login`. */
  readonly target: string;
  /** The flat names that may give it; the first one present counts. */
  readonly sources: readonly string[];
  /** The schema of the target field. */
  readonly schema: Schema;
  readonly required: boolean;
}

export interface Body {
  readonly schema: string;
  readonly required: boolean;
  readonly flat?: readonly FlatField[];
}

export interface Read {
  readonly read: string;
  /** Parameter of the read -> template over the action's input, such as `{userId}` or `{profile.login}`. */
  readonly with: Readonly<Record<string, string>>;
}

export interface Operation {
  /** `family:action` */
  readonly id: string;
  readonly family: string;
  /** The client's method name. */
  readonly call: string;
  readonly method: Method;
  /** The path template, such as `/api/v1/users/{userId}`. */
  readonly path: string;
  readonly risk: Risk;
  readonly summary: string;
  readonly notes: readonly string[];
  /** Path parameters first, in the order of the path; then the rest in the order of the spec. */
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
  readonly result: ResultShape;
  readonly scopes: readonly string[];
  readonly bucket?: string;
  readonly idempotent: boolean;
  /** Inputs whose presence, or whose value `is`, raises the risk of a call. */
  readonly raise: readonly {
    readonly input: string;
    readonly is?: Scalar;
    readonly to: Risk;
    readonly because: string;
  }[];
  readonly undo?: { readonly operation: string; readonly but?: string };
  /** A string in `settled` may be a template over the action's input, such as `{userId}`. */
  readonly reconcile?: Read & { readonly settled: "present" | "absent" | Readonly<Record<string, Scalar>> };
  readonly preview?: Read & { readonly title: string; readonly show: readonly string[] };
  readonly precondition?: readonly string[];
  readonly fallback?: {
    readonly when: { readonly status: number; readonly code?: string };
    readonly method: Method;
    readonly path: string;
    readonly body?: Readonly<Record<string, Scalar>>;
    readonly because: string;
  };
  readonly errors: Readonly<Record<string, string>>;
  readonly examples: readonly { readonly title: string; readonly input: Readonly<Record<string, unknown>> }[];
  /**
   * Paths of secrets, from the top of the input and of the answer as it is on the wire. `[]` stands for each item of an
   * array, such as `factors[].secret`, or `[].secret` where the answer is an array; the empty path is the whole value.
   */
  readonly sensitive: { readonly input: readonly string[]; readonly result: readonly string[] };
}

export type ResultShape =
  | { readonly kind: "none" }
  | { readonly kind: "single"; readonly schema: Schema }
  | {
      readonly kind: "list";
      /** The answer as it is on the wire: an array, or an object that wraps one. */
      readonly schema: Schema;
      readonly item: Schema;
      /** The field that holds the array, where it is wrapped. */
      readonly items?: string;
      /** A paging style of the connector; absent where all items come at once. */
      readonly paging?: string;
    };

export interface Family {
  readonly name: string;
  readonly title: string;
  readonly summary?: string;
  readonly operations: readonly Operation[];
}

export type Paging =
  | {
      readonly kind: "link";
      readonly cursor: string;
      /** Parameters of the first request that a next link leaves out on purpose. */
      readonly replaces?: readonly string[];
      readonly size?: string;
      readonly end: "no_next" | "empty_page";
      /** The field that tells items apart, where the API may give one twice. */
      readonly unique?: string;
    }
  | {
      readonly kind: "cursor";
      readonly token: string;
      readonly cursor: string;
      readonly size?: string;
      readonly end: "no_next" | "empty_page";
      readonly unique?: string;
    };

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
    readonly perWindow: number;
  }[];
}

/** A way to sign in; all but `scheme`, `header`, `value`, `token` and `dpop` are names of credentials. */
export type Auth =
  | { readonly kind?: "header"; readonly scheme: string; readonly header: string; readonly value: string }
  | {
      readonly kind: "client_credentials";
      readonly scheme: string;
      readonly token: string;
      readonly clientId: string;
      readonly privateKey: string;
      readonly keyId?: string;
      readonly dpop?: string;
    };

export interface ErrorBody {
  readonly code?: string;
  readonly summary?: string;
  readonly id?: string;
  readonly causes?: string;
  readonly requestId?: string;
}

export interface Spec {
  /** The connector's name in policies and ids of its package, such as `okta`. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly version: string;
  /** The client's class, such as `OktaConnector`. */
  readonly className: string;
  readonly origin: {
    readonly credential: string;
    readonly example: string;
    readonly refuse: readonly string[];
  };
  readonly credentials: {
    readonly path: string;
    readonly fields: readonly {
      readonly name: string;
      readonly summary: string;
      readonly example?: string;
      readonly sensitive: boolean;
    }[];
  };
  readonly auth: readonly Auth[];
  readonly paging: Readonly<Record<string, Paging>>;
  readonly limits?: Limits;
  readonly errorBody: ErrorBody;
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
  readonly risks?: Readonly<Record<Risk, { readonly operations: string; readonly rationale: string }>>;
  readonly docs: {
    readonly overview?: string;
    readonly prerequisites: readonly { readonly requirement: string; readonly details: string }[];
  };
  readonly families: readonly Family[];
  /** All operations, families in their order. */
  readonly operations: readonly Operation[];
  /** All named schemas, families in their order. */
  readonly schemas: readonly NamedSchema[];
}
