import type { Spec } from "../spec/model.ts";
import type { Operation, Parameter, Read } from "../spec/operation-model.ts";
import { doc, key, literal, type SourceFile } from "../source.ts";
import { operationMapName } from "./catalog.ts";
import { module, place } from "./place.ts";
import { typeNames } from "./types.ts";

/** The tables that core's engine interprets: the operations, and what holds for the whole connector. */
export function emitOperations(spec: Spec): SourceFile[] {
  const { source } = place(spec.name);
  return [
    module(spec, `${source}/operations.ts`, operationTable(spec)),
    module(spec, `${source}/definition.ts`, definition(spec)),
    module(spec, `${source}/operation-map.ts`, operationMap(spec)),
  ];
}

function operationTable(spec: Spec): string {
  const rows = spec.operations.map((operation) => {
    const facts = Object.entries(factsOf(operation)).filter(([, value]) => value !== undefined);
    const printed = facts.map(([name, value]) => `${key(name)}: ${literal(value)}`).join(", ");
    const load = `() => import("./schemas/${operation.family}.ts").then((family) => family.${operation.call})`;
    return `${literal(operation.id)}: { ...catalog.operations[${literal(operation.id)}], ${printed}, schemas: ${load} }`;
  });
  return [
    `import type { Operation } from "@arx/core";\nimport { catalog } from "./catalog.ts";`,
    `import type { ${operationMapName(spec)} } from "./operation-map.ts";\n`,
    `/** Every operation as data; \`schemas\` is loaded at the first call of its family. */`,
    `export const operations: Readonly<Record<keyof ${operationMapName(spec)}, Operation>> = { ${rows.join(", ")} };`,
  ].join("\n");
}

/** What the table adds to the catalog's entry. */
function factsOf(operation: Operation): Record<string, unknown> {
  const { body, result, reconcile, preview, errors } = operation;
  return {
    call: operation.call,
    parameters: operation.parameters.map(parameterFacts),
    body: body && {
      required: body.required,
      flat: body.flat && Object.fromEntries(body.flat.map(({ target, sources }) => [target, sources])),
    },
    result: result.kind,
    items: result.kind === "list" ? result.items : undefined,
    paging: result.kind === "list" ? result.paging : undefined,
    bucket: operation.bucket,
    idempotent: operation.idempotent,
    raise: operation.raise.length > 0 ? operation.raise : undefined,
    undo: operation.undo,
    reconcile: reconcile && {
      ...bound(reconcile),
      settled: reconcile.settled,
      ...(reconcile.madeAt !== undefined && { madeAt: reconcile.madeAt }),
    },
    preview: preview && {
      ...bound(preview),
      title: preview.title,
      show: preview.show,
      ...(preview.replaces !== undefined && { replaces: preview.replaces }),
    },
    precondition: operation.precondition,
    fallback: operation.fallback,
    errors: Object.keys(errors).length > 0 ? errors : undefined,
    sensitive: operation.sensitive,
  };
}

function parameterFacts({ name, in: where, wire, otherwise, schema }: Parameter): object {
  return {
    name,
    in: where,
    ...(wire !== name && { wire }),
    ...(otherwise && { otherwise: { pattern: schema.pattern, parameter: otherwise } }),
  };
}

function bound(read: Read): Read {
  return { read: read.read, with: read.with };
}

function definition(spec: Spec): string {
  const { origin, credentials, auth, paging, limits, errorBody, errorCodes } = spec;
  const fields = Object.fromEntries(
    credentials.fields.map(({ name, summary, sensitive }) => [name, { summary, sensitive }]),
  );
  const facts = {
    origin,
    credentials: { path: credentials.path, fields },
    auth,
    paging,
    ...(limits && { limits }),
    errorBody,
    errorCodes,
  };
  return [
    `import type { ConnectorDefinition } from "@arx/core";`,
    `import { catalog } from "./catalog.ts";\nimport { operations } from "./operations.ts";\n`,
    doc(`All that the spec says of ${spec.title}: what the pipeline and the transport interpret.`),
    `export const definition: ConnectorDefinition = { catalog, ${literal(facts).slice(1, -1)}, operations };`,
  ].join("\n");
}

function operationMap(spec: Spec): string {
  const names = spec.operations.map((operation) => ({ operation, ...typeNames(spec, operation) }));
  const inputs = names.map(({ input }) => input).toSorted();
  const answers = [...new Set(names.map(({ answer }) => answer))]
    .filter((answer) => answer !== "void")
    .toSorted();
  const rows = names.map(
    ({ operation, input, answer }) =>
      `${literal(operation.id)}: { input: ${input}; ${operation.result.kind === "list" ? "item" : "result"}: ${answer} };`,
  );
  return [
    `import type { ${inputs.join(", ")} } from "./inputs.ts";`,
    answers.length > 0 ? `import type { ${answers.join(", ")} } from "./types.ts";` : "",
    "",
    doc(`Operation ids of ${spec.title}, with what each takes and gives; \`item\` is that of a list.`),
    `export interface ${operationMapName(spec)} { ${rows.join("\n")} }`,
  ].join("\n");
}
