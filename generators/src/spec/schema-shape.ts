import { z } from "zod";
import { schemaName, text } from "./words.ts";

/** The types of the language itself. */
export const primitives = [
  "string",
  "integer",
  "number",
  "boolean",
  "date-time",
  "any",
  "object",
  "array",
  "map",
] as const;

const typeShape = z.union([z.enum(primitives), schemaName]).meta({
  id: "Type",
  description: "A primitive, object, array, map, or the name of a schema of this connector.",
});

/** A schema: JSON Schema's words where JSON Schema has one. A bare string is short for `{ type: … }`. */
export type SchemaShape =
  | string
  | {
      type?: string | undefined;
      summary?: string | undefined;
      fields?: Record<string, SchemaShape> | undefined;
      items?: SchemaShape | undefined;
      values?: SchemaShape | undefined;
      required?: boolean | undefined;
      nullable?: boolean | undefined;
      open?: boolean | undefined;
      enum?: string[] | undefined;
      closed?: boolean | undefined;
      default?: unknown;
      example?: unknown;
      format?: string | undefined;
      pattern?: string | undefined;
      minLength?: number | undefined;
      maxLength?: number | undefined;
      minimum?: number | undefined;
      maximum?: number | undefined;
      minItems?: number | undefined;
      maxItems?: number | undefined;
      sensitive?: boolean | undefined;
      readOnly?: boolean | undefined;
      writeOnly?: boolean | undefined;
    };

export const constraintShape = {
  summary: text.optional().describe("One phrase: what the value is."),
  nullable: z.boolean().optional().describe("null is a value of its own here."),
  enum: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("The known members. Others pass too, unless `closed`."),
  closed: z.boolean().optional().describe("Members outside `enum` are refused."),
  default: z.unknown().optional().describe("What the API assumes when the value is absent."),
  example: z.unknown().optional().describe("A value that is right, for the docs and the generated tests."),
  format: z
    .enum(["email", "uri", "byte"])
    .optional()
    .describe("What a string is: an e-mail address, a URI, or bytes in Base64."),
  pattern: z
    .string()
    .optional()
    .describe("An ECMA-262 regular expression that the whole value is searched with."),
  minLength: z.int().nonnegative().optional().describe("The fewest characters of a string."),
  maxLength: z.int().positive().optional().describe("The most characters of a string."),
  minimum: z.number().optional().describe("The least value of a number, itself included."),
  maximum: z.number().optional().describe("The greatest value of a number, itself included."),
  minItems: z.int().nonnegative().optional().describe("The fewest items of an array."),
  maxItems: z.int().positive().optional().describe("The most items of an array."),
  sensitive: z
    .boolean()
    .optional()
    .describe("A secret: replaced by a keyed digest in every record, log and card."),
};

export const schemaShape: z.ZodType<SchemaShape> = z
  .lazy(() =>
    z.union([
      typeShape,
      z.strictObject({
        type: typeShape.optional().describe("Absent means object where `fields` stands, else string."),
        ...constraintShape,
        fields: z.record(z.string(), schemaShape).optional().describe("The members of an object."),
        items: schemaShape.optional().describe("What an array holds."),
        values: schemaShape.optional().describe("What a map holds under each key; absent means anything."),
        open: z
          .boolean()
          .optional()
          .describe("An object that takes members which are not listed (results always do)."),
        required: z
          .boolean()
          .optional()
          .describe(
            "As a field: the object is invalid without it. In an answer, only what is required is checked.",
          ),
        readOnly: z.boolean().optional().describe("Set by the API; not accepted in a body."),
        writeOnly: z.boolean().optional().describe("Sent, never answered."),
      }),
    ]),
  )
  .meta({ id: "Schema" });
