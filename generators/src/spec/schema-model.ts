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
