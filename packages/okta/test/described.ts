import { readFileSync } from "node:fs";

/** What the emitted documents use of JSON Schema 2020-12. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  /** Known members of an enum that takes others. */
  readonly "x-extensible-enum"?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly default?: unknown;
}

/** A parameter as the OpenAPI document has it, by its name on the wire. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: string;
  readonly schema: JsonSchema;
}

/** An operation as the OpenAPI document has it. */
export interface DescribedOperation {
  readonly "x-arx-operation": string;
  readonly parameters?: readonly DescribedParameter[];
  readonly responses: {
    readonly "2XX": { readonly content?: { readonly "application/json": { readonly schema: JsonSchema } } };
  };
}

const { paths, components } = JSON.parse(
  readFileSync(new URL("../generated/openapi.json", import.meta.url), "utf8"),
) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
};

/** All operations of the OpenAPI document, by id. */
export const described: ReadonlyMap<string, DescribedOperation> = new Map(
  Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .map((operation) => [operation["x-arx-operation"], operation]),
);

/** The schema that a reference leads to. */
export function referred(ref: string): JsonSchema {
  return components.schemas[ref.replace("#/components/schemas/", "")] ?? {};
}
