import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import type { Field } from "../spec/schema-model.ts";
import { camel, literal } from "../source.ts";
import { boundsText, remarks, typeText } from "./docs-schema.ts";
import { argumentType, inputOf } from "./input.ts";
import { code, facts, fence, table } from "./markdown.ts";
import { callArguments, exampleInput } from "./sample.ts";
import { typeNames } from "./types.ts";

/** All that a caller, an approver and a policy author want to know of one operation. */
export function operationSection(spec: Spec, operation: Operation): string[] {
  const { errors, raise, notes } = operation;
  const raised = raise.map(({ input, is, to, because }) => [
    is === undefined ? code(input) : `${code(input)} is ${code(literal(is))}`,
    to.toUpperCase(),
    because,
  ]);
  const meanings = Object.entries(errors).map(([error, meaning]) => [
    code(error),
    spec.errorCodes[error]?.summary ?? "",
    meaning,
  ]);
  return [
    `## ${operation.call}`,
    `${operation.summary}.`,
    fence("ts", signature(spec, operation)),
    facts(factsOf(spec, operation)),
    ...notes.map((note) => `> ${note}`),
    ...parameterTables(spec, operation),
    ...(raised.length > 0 ? ["**Inputs that raise the risk**", table(["Input", "Risk", "Why"], raised)] : []),
    ...(meanings.length > 0 ? ["**Errors**", table(["Code", "In general", "Here"], meanings)] : []),
    ...exampleBlocks(spec, operation),
  ];
}

function factsOf(spec: Spec, operation: Operation): [string, string][] {
  const { id, method, path, risk, scopes, undo, idempotent, reconcile, preview, precondition, fallback } =
    operation;
  return [
    ["Operation", code(id)],
    ["Request", code(`${method} ${path}`)],
    ["Risk", risk.toUpperCase()],
    ["Result", resultText(spec, operation)],
    ["OAuth scopes", scopes.map(code).join(", ")],
    ["Undone by", undo ? `${link(spec, undo.operation)}${undo.but ? `; ${undo.but}` : ""}` : ""],
    ["Idempotent", idempotent ? "yes" : "no"],
    ["Unknown outcome", reconcile ? reconcileText(spec, reconcile) : ""],
    ["An approver sees", preview ? previewText(preview) : ""],
    ["Must be unchanged since approval", precondition ? precondition.map(code).join(", ") : ""],
    ["Other request", fallback ? fallbackText(fallback) : ""],
  ];
}

function parameterTables(spec: Spec, operation: Operation): string[] {
  const { path, options, flat } = inputOf(spec, operation);
  const of = new Map(operation.parameters.map((parameter) => [parameter.name, parameter]));
  const row = ({ name, schema, required }: Pick<Field, "name" | "schema" | "required">): string[] => {
    const parameter = of.get(name);
    const elsewhere = parameter?.otherwise && `What has another form is sent as ${code(parameter.otherwise)}`;
    const { pattern: _, ...unbounded } = schema;
    return [
      code(name),
      !parameter
        ? "body"
        : parameter.wire === name
          ? parameter.in
          : `${parameter.in} ${code(parameter.wire)}`,
      typeText(spec, schema),
      required ? "yes" : "",
      schema.default === undefined ? "" : code(literal(schema.default)),
      boundsText(elsewhere ? unbounded : schema),
      remarks(schema, elsewhere),
    ];
  };
  const tableOf = (fields: readonly Pick<Field, "name" | "schema" | "required">[]): string =>
    table(["Name", "In", "Type", "Required", "Default", "Bounds", "Description"], fields.map(row));
  if (flat)
    return [
      "**Parameters, flat**",
      tableOf([...path, ...flat]),
      "**Parameters, in full**",
      tableOf([...path, ...options]),
    ];
  return path.length + options.length === 0 ? [] : ["**Parameters**", tableOf([...path, ...options])];
}

function signature(spec: Spec, operation: Operation): string {
  const { path, optional } = inputOf(spec, operation);
  const { options, answer } = typeNames(spec, operation);
  const parameters = [
    ...path.map(({ name, schema }) => `${name}: ${argumentType(schema)}`),
    ...(options ? [`options${optional ? "?" : ""}: ${options}`] : []),
    "call?: CallOptions",
  ];
  return `${camel(spec.name)}.${operation.call}(${parameters.join(", ")}): ${operation.result.kind === "list" ? "List" : "Promise"}<${answer}>`;
}

function resultText(spec: Spec, operation: Operation): string {
  const { result } = operation;
  if (result.kind === "none") return "nothing";
  if (result.kind === "single") return typeText(spec, result.schema);
  const item = typeText(spec, result.item);
  const paging = result.paging === undefined ? undefined : spec.paging[result.paging];
  if (!paging) return `a list of ${item}, all at once`;
  return `a list of ${item}, in pages${paging.size ? ` of ${code(paging.size)}` : ""} that go on at ${code(paging.cursor)}`;
}

function fallbackText({ when, method, path, because }: NonNullable<Operation["fallback"]>): string {
  const refusal = [`status ${when.status}`, when.code && `code ${code(when.code)}`]
    .filter(Boolean)
    .join(" and ");
  return `after ${refusal}, ${code(`${method} ${path}`)}: ${because}`;
}

function previewText({ show, replaces }: NonNullable<Operation["preview"]>): string {
  const shown = show.map(code).join(", ");
  return replaces === undefined ? shown : `${shown}, and what of ${code(replaces)} would be erased`;
}

function reconcileText(spec: Spec, { read, madeAt }: NonNullable<Operation["reconcile"]>): string {
  const settled = `settled by ${link(spec, read)}`;
  return madeAt === undefined
    ? settled
    : `${settled}, unless what it finds was there before, by its ${code(madeAt)}: then by a person`;
}

function exampleBlocks(spec: Spec, operation: Operation): string[] {
  const examples =
    operation.examples.length > 0
      ? operation.examples
      : [{ title: "", input: exampleInput(spec, operation) }];
  const blocks = examples.map(({ title, input }) => {
    const call = `await ${camel(spec.name)}.${operation.call}(${callArguments(operation, input)});`;
    const line = operation.result.kind === "none" ? call : `const ${resultName(operation)} = ${call}`;
    return fence("ts", title ? `// ${title}\n${line}` : line);
  });
  return [examples.length > 1 ? "**Examples**" : "**Example**", ...blocks];
}

function resultName({ result }: Operation): string {
  if (result.kind === "list") return "items";
  const ref = result.kind === "single" ? result.schema.ref : undefined;
  return ref ? ref.charAt(0).toLowerCase() + ref.slice(1) : "result";
}

function link(spec: Spec, id: string): string {
  const target = spec.operations.find((operation) => operation.id === id);
  return target ? `[${code(id)}](./${target.family}.md#${target.call.toLowerCase()})` : code(id);
}
