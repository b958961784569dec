import type { Scalar, Schema } from "./schema-model.ts";

export type Risk = "low" | "medium" | "high" | "critical";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  /** The name on the wire. */
  readonly wire: string;
  readonly required: boolean;
  readonly schema: Schema;
  /** Whether a read sends the default too. */
  readonly sent?: boolean;
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
  readonly reconcile?: Read & {
    readonly settled: "present" | "absent" | Readonly<Record<string, Scalar>>;
    /** The field of what is found that says when it was made. */
    readonly madeAt?: string;
  };
  readonly preview?: Read & {
    readonly title: string;
    readonly show: readonly string[];
    /** The object, in the answer and in the input, that the input replaces as a whole. */
    readonly replaces?: string;
  };
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
