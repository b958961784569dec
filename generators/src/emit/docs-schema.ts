import type { Spec } from "../spec/model.ts";
import type { Schema } from "../spec/schema-model.ts";
import { code } from "./markdown.ts";

/** A schema's type in words, with links to named schemas. */
export function typeText(spec: Spec, schema: Schema): string {
  return schema.nullable ? `${bareType(spec, schema)} or null` : bareType(spec, schema);
}

function bareType(spec: Spec, schema: Schema): string {
  if (schema.ref) {
    const home = spec.schemas.find(({ name }) => name === schema.ref)?.family ?? "";
    return `[${schema.ref}](./${home}.md#${schema.ref.toLowerCase()})`;
  }
  if (schema.enum)
    return schema.enum.map(code).join(", ") + (schema.closed ? "" : ", or one that is added later");
  if (schema.kind === "array") return `array of ${typeText(spec, schema.items ?? { kind: "any" })}`;
  if (schema.kind === "map") return `map of ${typeText(spec, schema.values ?? { kind: "any" })}`;
  if (schema.kind === "object" && schema.fields)
    return `object of ${schema.fields.map(({ name }) => code(name)).join(", ")}`;
  return schema.kind === "any" ? "anything" : schema.kind;
}

/** What bounds a value: its range, its length, its format, its pattern. */
export function boundsText(schema: Schema): string {
  return [
    between(schema.minimum, schema.maximum, ""),
    between(schema.minLength, schema.maxLength, " characters"),
    between(schema.minItems, schema.maxItems, " items"),
    schema.format ?? "",
    schema.pattern ? code(schema.pattern) : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** What else there is to say of a value. */
export function remarks(schema: Schema, ...more: readonly (string | false | undefined)[]): string {
  return [schema.summary, ...more, schema.sensitive && "Secret"].filter(Boolean).join(". ");
}

function between(low: number | undefined, high: number | undefined, unit: string): string {
  if (low === undefined && high === undefined) return "";
  if (high === undefined) return `at least ${low}${unit}`;
  if (low === undefined) return `at most ${high}${unit}`;
  return low === high ? `${low}${unit}` : `${low} to ${high}${unit}`;
}
