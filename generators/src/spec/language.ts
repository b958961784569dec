import { z } from "zod";
import { connectorShape, familyShape } from "./shape.ts";

/** A JSON Schema document, draft 7. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The JSON Schemas of the spec language, with which editors complete and check the YAML files. */
export function languageSchemas(): { readonly connector: JsonSchema; readonly family: JsonSchema } {
  return { connector: toJsonSchema(connectorShape), family: toJsonSchema(familyShape) };
}

function toJsonSchema(shape: z.ZodType): JsonSchema {
  return z.toJSONSchema(shape, { target: "draft-7", io: "input", unrepresentable: "throw" });
}
