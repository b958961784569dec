import openapiTS, { astToString, oapiRef, type OpenAPI3, type SchemaObject } from "openapi-typescript";
import ts from "typescript";
import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import type { Field, Schema } from "../spec/schema-model.ts";
import { pascal, type SourceFile } from "../source.ts";
import { argumentType, asField, inputOf, objectOf, type FlatMember } from "./input.ts";
import { jsonSchema, type JsonSchema } from "./json-schema.ts";
import { openApiDocument } from "./openapi.ts";
import { payloads, withSchema } from "./payloads.ts";
import { module, place } from "./place.ts";

/** What readers of the types must know of answers. */
const promise =
  "// Of an answer, the fields without a question mark are checked. The others are as the API documents them, and come as they came.";

/** The payloads that the API answers and takes, and what each operation takes from its caller, as flat named types. */
export async function emitTypes(spec: Spec): Promise<SourceFile[]> {
  const document = openApiDocument(spec);
  const answers = Object.fromEntries(spec.operations.flatMap((operation) => inlineAnswers(spec, operation)));
  const inputs = Object.fromEntries(spec.operations.flatMap((operation) => inputSchemas(spec, operation)));
  const declared = await declarations({ ...document.components.schemas, ...answers, ...inputs });

  const ofInputs = declared.filter(({ name }) => name in inputs);
  const ofPayloads = declared.filter(({ name }) => !(name in inputs));
  const payloadNames = new Set(ofPayloads.map(({ name }) => name));
  const imports = [...new Set(ofInputs.flatMap(({ uses }) => uses))]
    .filter((name) => payloadNames.has(name))
    .toSorted();
  const perOperation = spec.operations.flatMap((operation) => [
    ...ofInputs
      .filter(({ name }) => inputSchemas(spec, operation).some(([made]) => made === name))
      .map(({ text }) => text),
    ...inputAlias(spec, operation),
  ]);

  const folder = place(spec.name).source;
  return [
    module(spec, `${folder}/types.ts`, [promise, ...ofPayloads.map(({ text }) => text)].join("\n\n")),
    module(
      spec,
      `${folder}/inputs.ts`,
      [
        imports.length > 0 ? `import type { ${imports.join(", ")} } from "./types.ts";` : "",
        ...perOperation,
      ].join("\n\n"),
    ),
  ];
}

/** The names of an operation's types. `options` is absent where there is nothing but path parameters. */
export function typeNames(
  spec: Spec,
  operation: Operation,
): { input: string; options?: string; answer: string } {
  const name = pascal(operation.call);
  const { options, open } = inputOf(spec, operation);
  return {
    input: `${name}Input`,
    ...((options.length > 0 || open) && { options: `${name}Options` }),
    answer: answerType(spec, operation),
  };
}

function answerType(spec: Spec, operation: Operation): string {
  const { result } = operation;
  if (result.kind === "none") return "void";
  const schema = result.kind === "list" ? result.item : result.schema;
  return (
    payloads(spec).seen(schema, "result").ref ??
    `${pascal(operation.call)}${result.kind === "list" ? "Item" : "Result"}`
  );
}

/** What an operation answers without a name in the spec gets the operation's. */
function inlineAnswers(spec: Spec, operation: Operation): [string, JsonSchema][] {
  const { result } = operation;
  if (result.kind === "none") return [];
  const schema = payloads(spec).seen(result.kind === "list" ? result.item : result.schema, "result");
  return schema.ref ? [] : [[answerType(spec, operation), jsonSchema(schema)]];
}

function inputSchemas(spec: Spec, operation: Operation): [string, JsonSchema][] {
  const { path, options, flat, open } = inputOf(spec, operation);
  const name = pascal(operation.call);
  const { seen } = payloads(spec);
  const schemaOf = (fields: readonly Field[], summary: string): JsonSchema =>
    jsonSchema(seen(objectOf(fields.map(explained), open, summary), "input"));
  const summary = `Options of \`${operation.call}\`.`;
  const asOptions: [string, JsonSchema][] = flat
    ? [
        [`${name}FlatOptions`, withPartials(schemaOf(flat, `Options of \`${operation.call}\`, flat.`), flat)],
        [`${name}FullOptions`, schemaOf(options, `Options of \`${operation.call}\`, in full.`)],
      ]
    : options.length > 0 || open
      ? [[`${name}Options`, schemaOf(options, summary)]]
      : [];
  // With options the input is an alias that joins both; without, it is the path alone.
  return asOptions.length > 0
    ? asOptions
    : [[`${name}Input`, schemaOf(path.map(asField), `Input of \`${operation.id}\`.`)]];
}

function inputAlias(spec: Spec, operation: Operation): string[] {
  const { path, options, flat, open } = inputOf(spec, operation);
  const name = pascal(operation.call);
  if (options.length === 0 && !open) return [];
  const either = flat
    ? [
        `/** Options of \`${operation.call}\`, flat or in full. */\nexport type ${name}Options = ${name}FlatOptions | ${name}FullOptions;`,
      ]
    : [];
  const target = path.map((parameter) => `${parameter.name}: ${argumentType(parameter.schema)};`).join(" ");
  const joined = target ? `${name}Options & { ${target} }` : `${name}Options`;
  return [...either, `/** Input of \`${operation.id}\`. */\nexport type ${name}Input = ${joined};`];
}

/** Bounds go into the text that editors show; types can't say them. */
function explained(field: Field): Field {
  const { summary, ...schema } = field.schema;
  const text = [summary, rangeText(schema)].filter(Boolean).join(". ");
  return withSchema(field, { ...schema, ...(text && { summary: text }) });
}

function rangeText({ minimum, maximum }: Schema): string {
  if (minimum === undefined) return maximum === undefined ? "" : `At most ${maximum}`;
  return maximum === undefined ? `At least ${minimum}` : `${minimum} to ${maximum}`;
}

/** In the flat form an object that flat names reach into needs none of its fields. */
function withPartials(schema: JsonSchema, flat: readonly FlatMember[]): JsonSchema {
  const properties = { ...(schema["properties"] as Record<string, JsonSchema> | undefined) };
  for (const { name } of flat.filter((member) => member.partial)) {
    const { $ref, required: _, ...rest } = properties[name] ?? {};
    properties[name] = { ...rest, "x-partial": $ref };
  }
  return { ...schema, properties };
}

interface Declaration {
  readonly name: string;
  readonly text: string;
  /** The other declarations that it names. */
  readonly uses: readonly string[];
}

/**
 * openapi-typescript nests every schema in one `components` interface. Named declarations of their own read
 * better in editors and error messages, and are cheap to check.
 */
async function declarations(schemas: Record<string, JsonSchema>): Promise<Declaration[]> {
  const document = { openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components: { schemas } };
  const nodes = await openapiTS(document as unknown as OpenAPI3, {
    defaultNonNullable: false,
    silent: true,
    transform: custom,
  });
  const members = nodes
    .filter(ts.isInterfaceDeclaration)
    .flatMap(({ members: outer }) => [...outer].filter(ts.isPropertySignature))
    .find(({ name }) => nameOf(name) === "schemas");
  if (!members?.type || !ts.isTypeLiteralNode(members.type)) return [];
  return members.type.members.filter(ts.isPropertySignature).map((member) => {
    const name = nameOf(member.name);
    const uses: string[] = [];
    const type = merged(member.type as ts.TypeNode);
    const printed = astToString(type).trim();
    const body = tidy(printed).replace(/components\["schemas"\]\["(\w+)"\]/g, (_, used: string) => {
      uses.push(used);
      return used;
    });
    const head = ts.isTypeLiteralNode(type) ? `interface ${name} ` : `type ${name} = `;
    const doc = (ts.getSyntheticLeadingComments(member) ?? [])
      .map(({ text }) => tidy(`/*${text}*/`))
      .join("\n");
    return { name, text: `${doc}\nexport ${head}${body}`, uses };
  });
}

/** An open object comes as listed members and an index signature apart; together they fit into one interface. */
function merged(type: ts.TypeNode): ts.TypeNode {
  if (!ts.isIntersectionTypeNode(type)) return type;
  const parts = type.types.filter(ts.isTypeLiteralNode);
  if (parts.length < type.types.length) return type;
  const members: ts.TypeElement[] = [];
  for (const part of parts) members.push(...part.members);
  return ts.factory.createTypeLiteralNode(members);
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

/** An enum that takes new members keeps completion of the known ones and accepts any string. */
function custom(schema: SchemaObject): ts.TypeNode | undefined {
  const { factory } = ts;
  const { "x-extensible-enum": members, "x-partial": partial } = schema as JsonSchema;
  if (typeof partial === "string") return factory.createTypeReferenceNode("Partial", [oapiRef(partial)]);
  if (!Array.isArray(members)) return undefined;
  const anyString = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
  const nullable = Array.isArray(schema.type) && schema.type.includes("null");
  return factory.createUnionTypeNode([
    ...members.map((member) => factory.createLiteralTypeNode(factory.createStringLiteral(String(member)))),
    factory.createParenthesizedType(anyString),
    ...(nullable ? [factory.createLiteralTypeNode(factory.createNull())] : []),
  ]);
}

/** Leaves out tags that repeat what the type says. */
function tidy(text: string): string {
  return text
    .replace(/^\s*\* @enum .*\n/gm, "")
    .replace(/\/\*\* @enum .*?\*\/\s*/g, "")
    .replaceAll("@description ", "");
}
