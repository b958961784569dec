import type { Family, Spec } from "../spec/model.ts";
import type { Operation, Risk } from "../spec/operation-model.ts";
import type { NamedSchema } from "../spec/schema-model.ts";
import { literal, notice, type SourceFile } from "../source.ts";
import { operationSection } from "./docs-operation.ts";
import { boundsText, remarks, typeText } from "./docs-schema.ts";
import { code, count, fence, table } from "./markdown.ts";
import { reached, requestSchemas, resultSchemas } from "./payloads.ts";
import { place } from "./place.ts";

const levels: readonly Risk[] = ["low", "medium", "high", "critical"];

/** The reference: an overview, and a page for each family. Plain Markdown with a title that site builders understand. */
export function emitDocs(spec: Spec): SourceFile[] {
  const folder = `${place(spec.name).artifacts}/docs`;
  return [
    page(spec, `${folder}/index.md`, spec.title, overview(spec)),
    ...spec.families.map((family) =>
      page(spec, `${folder}/${family.name}.md`, family.title, familyPage(spec, family)),
    ),
  ];
}

function page(spec: Spec, path: string, title: string, blocks: readonly string[]): SourceFile {
  const head = `---\ntitle: ${literal(title)}\n---\n\n<!-- ${notice(`specs/${spec.name}`)} -->`;
  return { path, text: `${[head, ...blocks.filter(Boolean)].join("\n\n")}\n` };
}

function overview(spec: Spec): string[] {
  return [
    spec.docs.overview ?? `${spec.summary}.`,
    `${count(spec.operations.length, "operation")} in ${spec.families.length} ${spec.families.length === 1 ? "family" : "families"}. The class \`${spec.className}\` of ` +
      `\`@arx/${spec.name}\` has a method for each; policies know the connector as \`${spec.name}\`.`,
    ...prerequisites(spec),
    ...credentials(spec),
    "## Operations",
    ...spec.families.flatMap((family) => [
      `### [${family.title}](./${family.name}.md) (${count(family.operations.length, "operation")})`,
      operationTable(family.operations, `./${family.name}.md`),
    ]),
    ...riskTable(spec),
  ];
}

function prerequisites({ docs }: Spec): string[] {
  const rows = docs.prerequisites.map(({ requirement, details }) => [requirement, details]);
  return rows.length === 0 ? [] : ["## Prerequisites", table(["Requirement", "Details"], rows)];
}

function credentials({ credentials: { path, fields } }: Spec): string[] {
  const examples = fields
    .filter(({ example }) => example !== undefined)
    .map(({ name, example }) => [name, example]);
  return [
    "## Credentials",
    `The vault holds them under \`${path}\`:`,
    table(
      ["Field", "What it is"],
      fields.map(({ name, summary, sensitive }) => [code(name), sensitive ? `${summary} (secret)` : summary]),
    ),
    examples.length > 0 ? fence("json", JSON.stringify(Object.fromEntries(examples), null, 2)) : "",
  ];
}

function riskTable({ risks }: Spec): string[] {
  if (!risks) return [];
  const rows = levels.map((level) => [level.toUpperCase(), risks[level].operations, risks[level].rationale]);
  return ["## Risk classifications", table(["Level", "Operations", "Rationale"], rows)];
}

function familyPage(spec: Spec, family: Family): string[] {
  const used = new Set([
    ...reached(spec, requestSchemas(spec), "input"),
    ...reached(spec, resultSchemas(spec), "result"),
  ]);
  const schemas = spec.schemas.filter((schema) => schema.family === family.name && used.has(schema));
  return [
    family.summary ?? "",
    operationTable(family.operations, ""),
    ...family.operations.flatMap((operation) => operationSection(spec, operation)),
    ...(schemas.length > 0
      ? ["## Schemas", ...schemas.flatMap((schema) => schemaSection(spec, schema))]
      : []),
  ];
}

function operationTable(operations: readonly Operation[], file: string): string {
  return table(
    ["Operation", "Method", "Path", "Risk", "Description"],
    operations.map(({ id, call, method, path, risk, summary }) => [
      `[${code(id)}](${file}#${call.toLowerCase()})`,
      method,
      code(path),
      risk.toUpperCase(),
      summary,
    ]),
  );
}

function schemaSection(spec: Spec, { name, schema }: NamedSchema): string[] {
  const rows = (schema.fields ?? []).map((field) => [
    code(field.name),
    typeText(spec, field.schema),
    field.required ? "yes" : "",
    boundsText(field.schema),
    remarks(field.schema, field.readOnly && "Set by the API", field.writeOnly && "Never answered"),
  ]);
  return [
    `### ${name}`,
    [schema.summary && `${schema.summary}.`, schema.open && "Requests may hold further fields."]
      .filter(Boolean)
      .join(" "),
    schema.fields
      ? table(["Field", "Type", "Required", "Bounds", "Description"], rows)
      : `${typeText(spec, schema)} ${boundsText(schema)}`,
  ];
}
