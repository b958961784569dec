import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import type { Schema } from "../spec/schema-model.ts";
import { key, literal } from "../source.ts";
import { fieldsOf, schemaNamed } from "./payloads.ts";
import { refusals } from "./refusals.ts";
import { callArguments, exampleInput, laterAnswer, sample } from "./sample.ts";
import { typeNames } from "./types.ts";
import { fallbackMessage, wireMessage, type WireMessage } from "./wire.ts";

type Input = Readonly<Record<string, unknown>>;

/** The tests of one operation, each a promise that the spec makes. */
export function operationTests(spec: Spec, operation: Operation): string[] {
  const least = { title: "the least of inputs", input: exampleInput(spec, operation) };
  const examples = operation.examples.length > 0 ? operation.examples : [least];
  return [
    ...examples.map(({ title, input }) => requestTest(spec, operation, `${operation.call}: ${title}`, input)),
    ...everyParameter(spec, operation),
    ...nextPage(spec, operation),
    ...encodedTarget(spec, operation),
    ...fallback(spec, operation),
    refusal(spec, operation),
  ];
}

/** Whether the policy of the bench asks a person, who is shown the target first: more requests than the one. */
export function mayAsk({ preview, risk, raise }: Operation): boolean {
  return preview !== undefined && (risk === "critical" || raise.some(({ to }) => to === "critical"));
}

/** One constant for each kind of answer in a file. */
export function answerConstants(spec: Spec, operations: readonly Operation[]): string[] {
  const texts = new Map<string, string>();
  for (const operation of operations) {
    const { result } = operation;
    if (result.kind === "none") continue;
    const value = laterAnswer(spec, result.kind === "list" ? result.item : result.schema);
    texts.set(constantName(spec, operation), `const ${constantName(spec, operation)} = ${literal(value)};`);
  }
  if (texts.size === 0) return [];
  const why =
    "// Answers as the API might give them next year: with a field and a member that the spec does not know.";
  return [[why, ...texts.values()].join("\n")];
}

/** One call; the request must be exactly this, and the answer must come back whole. */
function requestTest(spec: Spec, operation: Operation, title: string, input: Input): string {
  const message = wireMessage(spec, operation, input);
  const { answer, parsed } = answerOf(spec, operation);
  return test(title, [
    `reply(${answer});`,
    `const answer = await client.${operation.call}(${callArguments(operation, input)});`,
    `expect(${own(operation)}.map(said)).toEqual([${said(message)}]);`,
    ...(Object.keys(message.headers).length > 0
      ? [`expect(requests.at(-1)?.headers).toMatchObject(${literal(message.headers)});`]
      : []),
    `expect(answer).toEqual(${parsed});`,
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

/** A list goes on where the API says, and ends where it says nothing more. */
function nextPage(spec: Spec, operation: Operation): string[] {
  const { result } = operation;
  const paging =
    result.kind === "list" && result.paging !== undefined ? spec.paging[result.paging] : undefined;
  if (!paging) return [];
  const input = exampleInput(spec, operation);
  const item = constantName(spec, operation);
  const { path } = wireMessage(spec, operation, input);
  const page = (headers: string, token?: string): string =>
    `{ status: 200, ${headers}body: ${listBody(spec, operation, item, token)} }`;
  const [first, last] =
    paging.kind === "link"
      ? [page(`headers: { link: ${literal(`<${path}?${paging.cursor}=page-2>; rel="next"`)} }, `), page("")]
      : [page("", "page-2"), page("")];
  return [
    test(`${operation.call} reads on at the next page`, [
      `reply(({ query }) => query[${literal(paging.cursor)}] === "page-2" ? ${last} : ${first});`,
      `const all = await client.${operation.call}(${callArguments(operation, input)}).toArray({ limit: 2 });`,
      // Both pages hold the same item, which is given once where the spec says what makes it that.
      `expect(all).toEqual([${paging.unique === undefined ? `${item}, ${item}` : item}]);`,
      `expect(requests.map(({ query }) => query[${literal(paging.cursor)}])).toEqual([undefined, "page-2"]);`,
    ]),
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
      `reply(${answerOf(spec, operation).answer});`,
      `await client.${operation.call}(${callArguments(operation, input)});`,
      `expect(${own(operation)}.map(({ path }) => path)).toEqual([${literal(wireMessage(spec, operation, input).path)}]);`,
    ]),
  ];
}

function fallback(spec: Spec, operation: Operation): string[] {
  const input = exampleInput(spec, operation);
  const first = wireMessage(spec, operation, input);
  const second = fallbackMessage(spec, operation, input);
  if (!second || !operation.fallback) return [];
  const { status, code } = operation.fallback.when;
  const known = `request.method === ${literal(second.method)} && request.path === ${literal(second.path)}`;
  const unknown = `{ status: ${status}, body: ${literal(errorBody(spec, code))} }`;
  return [
    test(`${operation.call} sends its other request where the API does not know the first`, [
      `reply((request) => ${known} ? ${answerOf(spec, operation).answer} : ${unknown});`,
      `await client.${operation.call}(${callArguments(operation, input)});`,
      `expect(${own(operation)}.map(said)).toEqual([${said(first)}, ${said(second)}]);`,
    ]),
  ];
}

function refusal(spec: Spec, operation: Operation): string {
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

function test(title: string, lines: readonly string[]): string {
  return [
    `test(${literal(title)}, async () => {`,
    `await using wire = await bench();`,
    `const { client, requests, reply } = wire;`,
    ...lines,
    `});`,
  ].join("\n");
}

function own(operation: Operation): string {
  return mayAsk(operation) ? "requests.filter(changes)" : "requests";
}

/** What the API answers in the tests, and what the client makes of it. */
function answerOf(spec: Spec, operation: Operation): { answer: string; parsed: string } {
  const { result } = operation;
  if (result.kind === "none") return { answer: `{ status: 204 }`, parsed: "undefined" };
  const name = constantName(spec, operation);
  if (result.kind === "single") return { answer: `{ status: 200, body: ${name} }`, parsed: name };
  return { answer: `{ status: 200, body: ${listBody(spec, operation, name)} }`, parsed: `[${name}]` };
}

/** The list, within what its answer must hold beside it; `token` names a next page. */
function listBody(spec: Spec, { result }: Operation, item: string, token?: string): string {
  if (result.kind !== "list" || !result.items) return `[${item}]`;
  const paging = result.paging === undefined ? undefined : spec.paging[result.paging];
  const steps = paging?.kind === "cursor" ? paging.token.split(".") : [];
  const { [result.items]: _, ...rest } = leastAnswer(spec, result.schema, steps, token);
  const beside = Object.entries(rest).map(([name, value]) => `, ${key(name)}: ${literal(value)}`);
  return `{ ${key(result.items)}: [${item}]${beside.join("")} }`;
}

/** What an answer must hold, with the token of the next page at its place, or with none. */
function leastAnswer(
  spec: Spec,
  schema: Schema,
  [step, ...steps]: readonly string[],
  token: string | undefined,
): Readonly<Record<string, unknown>> {
  const least = new Map<string, unknown>();
  const fields = fieldsOf(schema.ref ? schemaNamed(spec, schema.ref) : schema, "result");
  for (const { name, required, schema: inner } of fields)
    if (required) least.set(name, sample(spec, inner, "result", name));
  const holder = fields.find(({ name }) => name === step);
  if (step === undefined || !(token !== undefined || holder?.required)) return Object.fromEntries(least);
  const ended = holder?.schema.nullable ? null : "";
  least.set(
    step,
    steps.length > 0 ? leastAnswer(spec, holder?.schema ?? { kind: "any" }, steps, token) : (token ?? ended),
  );
  return Object.fromEntries(least);
}

function constantName(spec: Spec, operation: Operation): string {
  const { answer } = typeNames(spec, operation);
  return `${answer.charAt(0).toLowerCase()}${answer.slice(1)}`;
}

function said({ method, path, query, body }: WireMessage): string {
  return literal({ method, path, query, ...(body !== undefined && { body }) });
}

function errorBody(spec: Spec, code: string | undefined): object {
  const [last = "code", ...holders] = (spec.errorBody.code ?? "code").split(".").toReversed();
  return holders.reduce<object>((inner, name) => ({ [name]: inner }), { [last]: code ?? "unknown" });
}

function isFreeText(schema: Schema): boolean {
  return schema.kind === "string" && schema.pattern === undefined && schema.enum === undefined;
}

/** A long run of one letter is easier to read as what it is. */
function shortened(text: string): string {
  return text.replace(/"x{20,}"/g, (run) => `"x".repeat(${run.length - 2})`);
}
