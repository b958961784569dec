import type { Operation, Risk } from "./operation-model.ts";
import type { NamedSchema } from "./schema-model.ts";

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

/**
 * A loaded spec: checked, every reference resolved, defaults filled in, deeply frozen.
 * This is all that emitters see; none of them reads YAML.
 */
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
