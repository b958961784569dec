import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page, root, table } from "./page.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** The keys of both kinds of spec files, from the JSON Schemas that editors use. */
export async function specKeysPage(): Promise<Page> {
  const [connector, family] = await Promise.all(["connector", "family"].map(fileSection));
  return {
    slug: "author/spec-keys",
    title: "The keys of a spec",
    description: "What connector.yaml and the files of families may say.",
    body: `Editors complete these keys from the JSON Schema that a file's first line names. A spec that breaks a rule is told with its place and what to
write instead, all faults at once, and generates nothing.

## connector.yaml

${connector ?? ""}

## Files of families

${family ?? ""}`,
  };
}

async function fileSection(name: string): Promise<string> {
  const schema = JSON.parse(
    await readFile(join(root, "specs/schema", `${name}.schema.json`), "utf8"),
  ) as Schema;
  const definitions = schema.definitions ?? {};
  return Object.entries(definitions)
    .map(([title, definition]) => `### ${title}\n\n${described(definition)}`)
    .join("\n\n");
}

function described(definition: Schema): string {
  const forms = formsOf(definition);
  const named = definition.properties ? "" : forms.length > 1 ? "One of these:" : `${kind(definition)}.`;
  const intro = [named, definition.description ?? ""];
  return [intro.join(" ").trim(), forms.map(keys).join("\n\nor\n\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The forms that a definition lets a value take, as far as they have keys. */
function formsOf(schema: Schema): readonly Schema[] {
  if (schema.properties) return [schema];
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap(formsOf);
}

function keys(schema: Schema): string {
  return table(["Key", "What it says", "Value", "Required"], rowsOf(schema, ""));
}

function rowsOf({ properties = {}, required = [] }: Schema, before: string): readonly (readonly string[])[] {
  return Object.entries(properties).flatMap(([key, value]) => {
    const row = [
      code(`${before}${key}`),
      value.description ?? "",
      kind(value),
      required.includes(key) ? "yes" : "",
    ];
    const inner = value.properties ? value : value.items?.properties ? value.items : undefined;
    const mark = value.items?.properties ? `${before}${key}[].` : `${before}${key}.`;
    const values = typeof value.additionalProperties === "object" ? value.additionalProperties : undefined;
    return [
      row,
      ...(inner ? rowsOf(inner, mark) : []),
      ...(values?.properties ? rowsOf(values, `${before}${key}.*.`) : []),
    ];
  });
}

/** A key as code. A long one may be broken behind its dots. */
function code(key: string): string {
  const parts = key.split(".");
  return parts.length < 3 ? `\`${key}\`` : `<code>${parts.join(".<wbr>").replaceAll("*", "\\*")}</code>`;
}

function kind(schema: Schema): string {
  const { $ref, type, items, additionalProperties } = schema;
  if ($ref !== undefined) {
    const name = $ref.split("/").at(-1) ?? "";
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(kind))].join(" or ");
  if (items) return `list of ${kind(items)}`;
  if (typeof additionalProperties === "object") return `map of ${kind(additionalProperties)}`;
  return typeof type === "string" ? type : (type?.join(" or ") ?? "anything");
}
