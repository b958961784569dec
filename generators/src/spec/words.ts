import { z } from "zod";

export const text = z.string().trim().min(1);
export const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name of letters, digits and _");
export const schemaName = z.string().regex(/^[A-Z][A-Za-z0-9]*$/, "a schema name in PascalCase");
export const callName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, "a method name in camelCase");
/** Dots go into objects; nothing goes into arrays, of which no single item would be meant. */
export const fieldPath = z
  .string()
  .regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/, "a path of names joined by dots, such as profile.login");
/** A path to an array, and from each of its items on. */
export const listPath = z
  .string()
  .regex(
    /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*(\[\](\.[A-Za-z_][\w-]*)*)?$/,
    "a path to a list, such as errors[] or errorCauses[].errorSummary",
  );
export const operationId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*:[a-z][a-z0-9_]*$/, "an id of the form family:action, in snake_case");
export const requestLine = z
  .string()
  .regex(/^(GET|POST|PUT|PATCH|DELETE|HEAD) \/\S*$/, "METHOD /path, such as GET /api/v1/users/{userId}");
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const riskShape = z.enum(["low", "medium", "high", "critical"]).meta({
  id: "Risk",
  description: "What an action can do to the organisation: low, medium, high or critical.",
});
