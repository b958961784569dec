import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import { literal, type SourceFile } from "../source.ts";
import { module, place } from "./place.ts";
import { answerConstants, mayAsk, operationTests } from "./tests-operation.ts";

/** For each operation: the request on the wire, the parsed result, the refusals, its place in the catalog. */
export function emitTests(spec: Spec): SourceFile[] {
  const { tests } = place(spec.name);
  const families = spec.families.filter(({ operations }) => operations.length > 0);
  return [
    ...families.map(({ name, operations }) => {
      const blocks = operations.flatMap((operation) => operationTests(spec, operation));
      const text = [head(spec, operations), ...answerConstants(spec, operations), ...blocks].join("\n\n");
      return module(spec, `${tests}/${name}.test.ts`, text);
    }),
    module(spec, `${tests}/catalog.test.ts`, catalogTests(spec)),
  ];
}

function head(spec: Spec, operations: readonly Operation[]): string {
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
    ...(operations.some(mayAsk)
      ? [
          ``,
          `/** Not the reads that show the target to an approver. */`,
          `const changes = ({ method }: WireRequest) => method !== "GET";`,
        ]
      : []),
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
