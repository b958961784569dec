import { toSchema } from "../../spec/schemas.ts";
import { valueShape } from "../../spec/values.ts";
import type { SchemaView } from "../openapi/view.ts";
import type { Comments, Draft } from "./schema.ts";

const formats: ReadonlySet<string | undefined> = new Set(["email", "uri", "byte"]);

/** A string, number, boolean or date-time; `any` where the document does not say or has a choice. */
export function scalarNode(view: SchemaView, comments: Comments, summary: string | undefined): Draft {
  const notes: string[] = [];
  const node: Draft = { ...constraints(view, notes), ...(summary !== undefined && { summary }) };
  if (view.nullable) node.nullable = true;
  for (const keyword of ["default", "example"] as const) {
    const value = view[keyword];
    if (value === undefined || value === null) continue;
    if (typeof value !== "object" && fits(node, value)) node[keyword] = value;
    else if (keyword === "default") notes.push(`Its default, ${JSON.stringify(value)}, does not fit it.`);
  }
  if (node.pattern !== undefined && node.example === undefined) {
    // The generated tests need a value that fits, and no pattern tells one.
    notes.push(`The document has the pattern ${node.pattern} for it; with an example it can stand here.`);
    delete node.pattern;
    if (Object.keys(node).length === 0) node.type = "string";
  }
  if (notes.length > 0) comments.set(node, notes.join(" "));
  return node;
}

const fits = (node: Draft, value: unknown): boolean =>
  valueShape(toSchema(node), () => undefined).safeParse(value).success;

function constraints(view: SchemaView, notes: string[]): Draft {
  const { types, enum: members } = view;
  if (types.length > 1) {
    notes.push(`The document allows several types: ${types.join(", ")}.`);
    return { type: "any" };
  }
  const type = types[0] ?? typeOfMembers(members) ?? (view.pattern === undefined ? "any" : "string");
  if (type === "string") return textConstraints(view, notes);
  if (members !== undefined) notes.push(`The document knows ${members.map(String).join(", ")}.`);
  if (type === "integer" || type === "number") return { type, ...bounds(view, type) };
  return { type: type === "boolean" ? type : "any" };
}

function typeOfMembers(members: readonly unknown[] | undefined): string | undefined {
  if (members === undefined || members.length === 0) return undefined;
  return members.every((member) => typeof member === "string") ? "string" : undefined;
}

function textConstraints(view: SchemaView, notes: string[]): Draft {
  const { format, pattern, minLength, maxLength } = view;
  if (format === "date-time") return { type: "date-time" };
  const members = [...new Set((view.enum ?? []).filter((member) => typeof member === "string"))];
  if (members.length > 0) return { enum: members };
  const node: Draft = formats.has(format) ? { format: format! } : {};
  if (pattern !== undefined) {
    if (isRegExp(pattern)) node.pattern = pattern;
    else notes.push("Its pattern is no ECMA-262 regular expression, and is left out.");
  }
  if (minLength !== undefined && minLength > 0 && minLength <= (maxLength ?? minLength))
    node.minLength = minLength;
  if (maxLength !== undefined && maxLength > 0) node.maxLength = maxLength;
  if (Object.keys(node).length === 0) node.type = "string";
  return node;
}

function isRegExp(pattern: string): boolean {
  try {
    void new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}

/** Bounds as the spec has them, which include their value. */
function bounds(view: SchemaView, type: "integer" | "number"): Draft {
  const minimum = bound(view.minimum, view.exclusiveMinimum, type, 1);
  const maximum = bound(view.maximum, view.exclusiveMaximum, type, -1);
  const node: Draft = {};
  if (minimum !== undefined && minimum <= (maximum ?? minimum)) node.minimum = minimum;
  if (maximum !== undefined) node.maximum = maximum;
  return node;
}

function bound(
  value: number | undefined,
  exclusive: boolean | number | undefined,
  type: "integer" | "number",
  inwards: 1 | -1,
): number | undefined {
  const limit = typeof exclusive === "number" ? exclusive : value;
  if (limit === undefined || exclusive === undefined || exclusive === false) return limit;
  return type === "integer" ? Math.trunc(limit) + inwards : limit;
}
