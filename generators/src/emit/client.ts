import { Project, StructureKind, type MethodDeclarationStructure, type OptionalKind } from "ts-morph";
import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import { comment, literal, type SourceFile, words } from "../source.ts";
import { operationMapName } from "./catalog.ts";
import { argumentType, inputOf } from "./input.ts";
import { module, place } from "./place.ts";
import { typeNames } from "./types.ts";

/** The client: a class with one method of one line for each operation. */
export function emitClient(spec: Spec): SourceFile[] {
  const names = spec.operations.map((operation) => typeNames(spec, operation));
  const options = names.flatMap((name) => name.options ?? []).toSorted();
  const answers = [...new Set(names.map(({ answer }) => answer))]
    .filter((answer) => answer !== "void")
    .toSorted();
  const lists = spec.operations.some(({ result }) => result.kind === "list");
  const map = operationMapName(spec);
  const core = ["CallOptions", "ConnectorOptions", ...(lists ? ["List"] : [])];

  // The whole file as one structure: adding members one by one costs thirty times as much.
  const file = new Project({ useInMemoryFileSystem: true }).createSourceFile("client.ts", {
    statements: [
      `import { BaseConnector, ${core.map((name) => `type ${name}`).join(", ")} } from "@arx/core";`,
      `import { definition } from "./definition.ts";`,
      ...(options.length > 0 ? [`import type { ${options.join(", ")} } from "./inputs.ts";`] : []),
      `import type { ${map} } from "./operation-map.ts";`,
      ...(answers.length > 0 ? [`import type { ${answers.join(", ")} } from "./types.ts";`] : []),
      {
        kind: StructureKind.Class,
        name: spec.className,
        isExported: true,
        extends: `BaseConnector<${map}>`,
        docs: [
          comment(`${spec.summary}. Every call passes policy, approval and audit before it reaches the API.`),
        ],
        ctors: [
          {
            docs: ["Acts for one agent of one organisation; opens nothing before the first call."],
            parameters: [{ name: "options", type: "ConnectorOptions" }],
            statements: ["super(definition, options);"],
          },
        ],
        methods: spec.operations.map((operation) => method(spec, operation)),
      },
    ],
  });
  return [module(spec, `${place(spec.name).source}/client.ts`, file.getFullText())];
}

function method(spec: Spec, operation: Operation): OptionalKind<MethodDeclarationStructure> {
  const { path, optional } = inputOf(spec, operation);
  const { options, answer } = typeNames(spec, operation);
  const targets = path.map(({ name }) => name);
  // A path parameter wins over an option of the same name, so that no option can redirect a call.
  const input = [...(options ? ["...options"] : []), ...targets].join(", ");
  const given = options && targets.length === 0 ? "options" : `{ ${input} }`;
  return {
    name: operation.call,
    parameters: [
      ...path.map(({ name, schema }) => ({ name, type: argumentType(schema) })),
      ...(options ? [{ name: "options", type: options, ...(optional && { initializer: "{}" }) }] : []),
      { name: "call", type: "CallOptions", hasQuestionToken: true },
    ],
    returnType: operation.result.kind === "list" ? `List<${answer}>` : `Promise<${answer}>`,
    statements: [`return this.execute(${literal(operation.id)}, ${given}, call);`],
    docs: [comment(methodDoc(spec, operation))],
  };
}

function methodDoc(spec: Spec, operation: Operation): string {
  const { path, options } = inputOf(spec, operation);
  const { undo } = operation;
  const errors = Object.entries(operation.errors).map(([code, meaning]) => `${code}: ${meaning}`);
  return [
    `${operation.summary}.`,
    "",
    `\`${operation.method} ${operation.path}\`, risk ${operation.risk.toUpperCase()}, operation \`${operation.id}\`.`,
    ...operation.notes.flatMap((note) => ["", note]),
    ...(undo ? ["", `Undone by \`${undo.operation}\`${undo.but ? `; ${undo.but}` : ""}.`] : []),
    "",
    ...path.map(({ name, schema }) => `@param ${name} - ${schema.summary ?? `The ${words(name)}`}`),
    ...(options.length > 0
      ? [`@param options - ${options.map(({ name }) => `\`${name}\``).join(", ")}`]
      : []),
    `@param call - A signal to stop, and how long to wait for an approval`,
    `@throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses`,
    ...(errors.length > 0 ? [`@throws ApiError ${errors.join("; ")}`] : []),
  ].join("\n");
}
