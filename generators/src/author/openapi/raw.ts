/** The parts of an OpenAPI 3.0 or 3.1 document that are read here, as they stand in the file. */

export interface RawSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean | number;
  readonly exclusiveMaximum?: boolean | number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: RawSchema;
  readonly properties?: Readonly<Record<string, RawSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | RawSchema;
  readonly allOf?: readonly RawSchema[];
  readonly oneOf?: readonly RawSchema[];
  readonly anyOf?: readonly RawSchema[];
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: boolean;
}

export interface RawContent {
  readonly [mediaType: string]: { readonly schema?: RawSchema } | undefined;
}

export interface RawParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly description?: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: RawSchema;
  readonly content?: RawContent;
  readonly example?: unknown;
}

export interface RawBody {
  readonly required?: boolean;
  readonly content?: RawContent;
}

export interface RawResponse {
  readonly content?: RawContent;
  readonly headers?: Readonly<Record<string, unknown>>;
}

export interface RawServer {
  readonly url?: string;
  readonly variables?: Readonly<Record<string, { readonly default?: string }>>;
}

export type RawSecurity = readonly Readonly<Record<string, readonly string[]>>[];

export interface RawOperation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses?: Readonly<Record<string, unknown>>;
  readonly security?: RawSecurity;
  readonly servers?: readonly RawServer[];
}

export interface RawDocument {
  readonly openapi?: unknown;
  readonly swagger?: unknown;
  readonly info?: { readonly title?: string; readonly version?: string };
  readonly servers?: readonly RawServer[];
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly components?: {
    readonly securitySchemes?: Readonly<Record<string, unknown>>;
  };
  readonly security?: RawSecurity;
}
