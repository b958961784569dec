import type { Operation, Schema, Spec } from "../spec/model.ts";
import { key, literal, type SourceFile } from "../source.ts";
import { module, place } from "./place.ts";
import { refusals } from "./refusals.ts";
import { callArguments, exampleInput, laterAnswer, sample } from "./sample.ts";
import { typeNames } from "./types.ts";
import { fallbackMessage, wireMessage, type WireMessage } from "./wire.ts";

type Input = Readonly<Record<string, unknown>>;

/** For each operation: the request on the wire, the parsed result, the refusals, its place in the catalog. */
export function emitTests(spec: Spec): SourceFile[] {
  const { tests } = place(spec.name);
  return [
    ...spec.families
      .filter(({ operations }) => operations.length > 0)
      .map(({ name, operations }) =>
        module(
          spec,
          `${tests}/${name}.test.ts`,
          [
            head(spec),
            ...answers(spec, operations),
            ...operations.flatMap((operation) => operationTests(spec, operation)),
          ].join("\n\n"),
        ),
      ),
    module(spec, `${tests}/catalog.test.ts`, catalogTests(spec)),
  ];
}

function head(spec: Spec): string {
  return [
    `import { wireBench, type WireRequest } from "@arx/core/testing";`,
    `import { expect, test } from "vitest";`,
    `import { ${spec.className} } from "../../src/generated/client.ts";`,
    `import { definition } from "../../src/generated/definition.ts";`,
    ``,
    `const bench = () => wireBench(${spec.className}, definition);`,
    ``,
    `/** What a request says, apart from the headers that every request has. */`,
    `const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });`,
  ].join("\n");
}

function operationTests(spec: Spec, operation: Operation): string[] {
  const examples =
    operation.examples.length > 0
      ? operation.examples
      : [{ title: "the least of inputs", input: exampleInput(spec, operation) }];
  return [
    ...examples.map(({ title, input }) => requestTest(spec, operation, `${operation.call}: ${title}`, input)),
    ...everyParameter(spec, operation),
    ...encodedTarget(spec, operation),
    ...fallbackTest(spec, operation),
    refusalTest(spec, operation),
  ];
}

/** One call; the request must be exactly this, and the answer must come back whole. */
function requestTest(spec: Spec, operation: Operation, title: string, input: Input): string {
  const message = wireMessage(spec, operation, input);
  const answer = answerOf(spec, operation);
  return test(title, [
    answer.reply,
    `const answer = await client.${operation.call}(${callArguments(operation, input)});`,
    `expect(requests.map(said)).toEqual([${said(message)}]);`,
    ...(Object.keys(message.headers).length > 0
      ? [`expect(requests[0]?.headers).toMatchObject(${literal(message.headers)});`]
      : []),
    `expect(answer).toEqual(${answer.parsed});`,
  ]);
}

/** Each query and header parameter at once, under its name on the wire. */
function everyParameter(spec: Spec, operation: Operation): string[] {
  const optional = operation.parameters.filter((parameter) => parameter.in !== "path");
  const routed = new Set(optional.flatMap(({ otherwise }) => otherwise ?? []));
  const shown = optional.filter(
    ({ name, otherwise, schema }) => !routed.has(name) && !(otherwise && schema.example === undefined),
  );
  if (shown.length === 0) return [];
  const values = shown.map(({ name, schema }) => [name, sample(spec, schema, "input", name)] as const);
  const input = { ...exampleInput(spec, operation), ...Object.fromEntries(values) };
  return [
    requestTest(spec, operation, `${operation.call} sends every parameter under its name on the wire`, input),
  ];
}

/** A target that holds characters with a meaning of their own in a URL stays one segment. */
function encodedTarget(spec: Spec, operation: Operation): string[] {
  const free = operation.parameters.filter(
    (parameter) => parameter.in === "path" && isFreeText(parameter.schema),
  );
  if (free.length === 0) return [];
  const input = {
    ...exampleInput(spec, operation),
    ...Object.fromEntries(free.map(({ name }) => [name, "a b?c#d%é"])),
  };
  return [
    test(`${operation.call} keeps its target one path segment`, [
      answerOf(spec, operation).reply,
      `await client.${operation.call}(${callArguments(operation, input)});`,
      `expect(requests.map(({ path }) => path)).toEqual([${literal(wireMessage(spec, operation, input).path)}]);`,
    ]),
  ];
}

function fallbackTest(spec: Spec, operation: Operation): string[] {
  const input = exampleInput(spec, operation);
  const second = fallbackMessage(spec, operation, input);
  if (!second || !operation.fallback) return [];
  const { status, code } = operation.fallback.when;
  return [
    test(`${operation.call} sends its other request where the API does not know the first`, [
      `reply({ status: ${status}, body: ${literal(errorBody(spec, code))} });`,
      answerOf(spec, operation).reply,
      `await client.${operation.call}(${callArguments(operation, input)});`,
      `expect(requests.map(said)).toEqual([${said(wireMessage(spec, operation, input))}, ${said(second)}]);`,
    ]),
  ];
}

function refusalTest(spec: Spec, operation: Operation): string {
  const rows = refusals(spec, operation).map(
    ({ fault, input }) => `[${literal(fault)}, ${shortened(literal(input))}],`,
  );
  return [
    `test.each<[fault: string, input: object]>([`,
    ...rows,
    `])("${operation.call} refuses %s, and nothing is sent", async (_, input) => {`,
    `await using wire = await bench();`,
    `const call = wire.client.execute(${literal(operation.id)}, input as never);`,
    `await expect(call).rejects.toMatchObject({ code: "invalid_input" });`,
    `expect(wire.requests).toEqual([]);`,
    `});`,
  ].join("\n");
}

function catalogTests(spec: Spec): string {
  const rows = spec.operations.map(({ id, call, method, path, risk, family }) =>
    literal([id, call, method, path, risk, family]),
  );
  return [
    `import { readFile } from "node:fs/promises";`,
    `import { expect, test } from "vitest";`,
    `import { catalog } from "../../src/generated/catalog.ts";`,
    `import { ${spec.className} } from "../../src/generated/client.ts";`,
    `import { operations } from "../../src/generated/operations.ts";`,
    ``,
    `const rows = [${rows.join(",\n")}] as const;`,
    ``,
    `test.each(rows)("%s is %s: %s %s, risk %s", async (id, call, method, path, risk) => {`,
    `expect(catalog.operations[id]).toMatchObject({ id, method, path, risk });`,
    `expect(operations[id]).toMatchObject({ ...catalog.operations[id], call });`,
    `expect(${spec.className}.prototype[call]).toBeTypeOf("function");`,
    `expect((await operations[id].schemas()).input).toBeDefined();`,
    `});`,
    ``,
    `test("the catalog, the table and the client hold these operations and no other", () => {`,
    `const ids = rows.map(([id]) => id);`,
    `expect(Object.keys(catalog.operations)).toEqual(ids);`,
    `expect(Object.keys(operations)).toEqual(ids);`,
    `const methods = Object.getOwnPropertyNames(${spec.className}.prototype).filter((name) => name !== "constructor");`,
    `expect(methods.toSorted()).toEqual(rows.map(([, call]) => call).toSorted());`,
    `});`,
    ``,
    `test("the catalog for other tools says the same", async () => {`,
    `const text = await readFile(new URL("../../generated/catalog.json", import.meta.url), "utf8");`,
    `expect(JSON.parse(text)).toEqual(catalog);`,
    `});`,
  ].join("\n");
}

function test(title: string, lines: readonly string[]): string {
  return [
    `test(${literal(title)}, async () => {`,
    `await using wire = await bench();`,
    `const { client, requests, reply } = wire;`,
    ...lines,
    `});`,
  ].join("\n");
}

/** What the API answers in the tests, and what the client makes of it; the object itself is a constant of the file. */
function answerOf(spec: Spec, operation: Operation): { reply: string; parsed: string } {
  const { result } = operation;
  if (result.kind === "none") return { reply: `reply({ status: 204 });`, parsed: "undefined" };
  const name = constantName(spec, operation);
  if (result.kind === "single") return { reply: `reply({ status: 200, body: ${name} });`, parsed: name };
  const body = result.items ? `{ ${key(result.items)}: [${name}] }` : `[${name}]`;
  return { reply: `reply({ status: 200, body: ${body} });`, parsed: `[${name}]` };
}

/** One constant for each kind of answer in the file. */
function answers(spec: Spec, operations: readonly Operation[]): string[] {
  const texts = new Map<string, string>();
  for (const operation of operations) {
    const { result } = operation;
    if (result.kind === "none") continue;
    const value = laterAnswer(spec, result.kind === "list" ? result.item : result.schema);
    texts.set(constantName(spec, operation), `const ${constantName(spec, operation)} = ${literal(value)};`);
  }
  return texts.size === 0
    ? []
    : [
        `// Answers as the API might give them next year: with a field and a member that the spec does not know.\n${[...texts.values()].join("\n")}`,
      ];
}

function constantName(spec: Spec, operation: Operation): string {
  const { answer } = typeNames(spec, operation);
  return `${answer.charAt(0).toLowerCase()}${answer.slice(1)}`;
}

function said({ method, path, query, body }: WireMessage): string {
  return literal({ method, path, query, ...(body !== undefined && { body }) });
}

function errorBody(spec: Spec, code: string | undefined): object {
  const [first, ...rest] = (spec.errorBody.code ?? "code").split(".").toReversed();
  return rest.reduce<object>((inner, name) => ({ [name]: inner }), { [first ?? "code"]: code ?? "unknown" });
}

function isFreeText(schema: Schema): boolean {
  return schema.kind === "string" && schema.pattern === undefined && schema.enum === undefined;
}

/** A long run of one letter is easier to read as what it is. */
function shortened(text: string): string {
  return text.replace(/"x{20,}"/g, (run) => `"x".repeat(${run.length - 2})`);
}
