import ts from "typescript";
import { expect, test } from "vitest";
import { emitConnector } from "../src/emit/connector.ts";
import type { Field, Schema } from "../src/spec/schema-model.ts";
import { depot, textOf, withOperation } from "./depot.ts";

test("emitting twice gives the same files", async () => {
  expect(await emitConnector(depot())).toEqual(await emitConnector(depot()));
});

test("every file has a banner, but for JSON, which has no comments", async () => {
  const banner = "Generated from specs/depot by `pnpm generate`. Do not edit.";
  const bare = (await emitConnector(depot())).filter(({ text }) => !text.includes(banner));
  expect(bare.map(({ path }) => path)).toEqual([
    "packages/depot/generated/catalog.json",
    "packages/depot/generated/openapi.json",
  ]);
});

test("what the API sets is answered and not taken: a schema that differs becomes two", async () => {
  const spec = withOperation(depot(), "parcels:update", (operation) => ({
    ...operation,
    body: { schema: "Parcel", required: true },
    examples: [],
  }));
  const files = await emitConnector(spec);
  const types = textOf(files, "src/generated/types.ts");
  expect(interfaceOf(types, "Parcel")).toContain("id: string;");
  expect(interfaceOf(types, "ParcelInput")).not.toContain("id: string;");
  expect(interfaceOf(types, "ParcelInput")).toContain("recipient: Recipient;");
  const document = JSON.parse(textOf(files, "openapi.json")) as OpenApi;
  const update = document.paths["/v1/parcels/{parcelId}"]?.["put"];
  expect(update?.requestBody.content["application/json"]?.schema).toEqual({
    $ref: "#/components/schemas/ParcelInput",
  });
  expect(textOf(files, "inputs.ts")).toMatch(/interface UpdateParcelOptions \{[^}]*recipient: Recipient;/);
  const schemas = textOf(files, "schemas/parcels.ts");
  expect(schemas).toMatch(/updateParcel: OperationSchemas = \{\s*input: z\.strictObject\(\{\s*parcelId: /);
  expect(/updateParcel: [\s\S]*/.exec(schemas)?.[0]).not.toMatch(/\bid: z/);
});

test("what the flat form reaches into needs no field, whether its schema has a name or not", async () => {
  const spec = depot();
  const fieldsOf = (name: string): readonly Field[] =>
    spec.schemas.find((named) => named.name === name)?.schema.fields ?? [];
  const inline = fieldsOf("NewParcel").map((field) =>
    field.name === "recipient"
      ? { ...field, schema: { kind: "object", fields: fieldsOf("Recipient") } as const }
      : field,
  );
  const schemas = spec.schemas.map((named) =>
    named.name === "NewParcel" ? { ...named, schema: { ...named.schema, fields: inline } } : named,
  );
  const [named, nameless] = await Promise.all(
    [spec, { ...spec, schemas }].map(async (one) =>
      interfaceOf(textOf(await emitConnector(one), "inputs.ts"), "CreateParcelFlatOptions"),
    ),
  );
  expect(named).toContain("recipient?: Partial<Recipient>;");
  expect(nameless).toMatch(/recipient\?: \{[^}]*\bname\?: string;[^}]*\bemail\?: string;/);
});

test("a secret that is only sent is in no answer", async () => {
  const spec = depot();
  const schemas = spec.schemas.map((named) => {
    if (named.name !== "Locker") return named;
    const fields = (named.schema.fields ?? []).map((field) =>
      Object.assign({}, field, { writeOnly: field.name === "code" }),
    );
    return { ...named, schema: { ...named.schema, fields } };
  });
  const types = textOf(await emitConnector({ ...spec, schemas }), "src/generated/types.ts");
  expect(interfaceOf(types, "Locker")).not.toContain("code");
  expect(interfaceOf(types, "LockerInput")).toContain("code?: string;");
  expect(interfaceOf(types, "NewParcel")).toContain("locker?: LockerInput | null;");
});

test("no text of a spec gets out of the comment or literal that it stands in", async () => {
  const evil = '*/ process.exit(); /* `${process.exit()}` "); process.exit(); ("';
  const summary: Pick<Schema, "summary"> = { summary: evil };
  const spec = withOperation(depot(), "parcels:release", (operation) => ({
    ...operation,
    summary: evil,
    notes: [evil],
    errors: { D1009: evil },
    parameters: operation.parameters.map((parameter) =>
      Object.assign({}, parameter, { schema: { ...parameter.schema, ...summary } }),
    ),
    examples: [{ title: evil, input: { parcelId: evil, reason: "x" } }],
  }));
  const code = (await emitConnector({ ...spec, title: evil, summary: evil })).filter(({ path }) =>
    path.endsWith(".ts"),
  );
  expect(code.filter(({ text }) => callsExit(text)).map(({ path }) => path)).toEqual([]);
});

test("a fallback's body is expected to hold a number as a number", async () => {
  const spec = withOperation(depot(), "couriers:assign", (operation) => ({
    ...operation,
    parameters: operation.parameters.map((parameter) =>
      parameter.name === "courierId" ? { ...parameter, schema: { kind: "integer", example: 12 } } : parameter,
    ),
    examples: [],
  }));
  const tests = textOf(await emitConnector(spec), "test/generated/couriers.test.ts");
  expect(tests).toContain("courier: { id: 12 }");
});

test("a pattern without an example is refused by name, because no test could be written for it", async () => {
  const spec = withOperation(depot(), "zones:clear", (operation) => ({
    ...operation,
    parameters: operation.parameters.map((parameter) => {
      const { example: _, ...schema } = parameter.schema;
      return Object.assign({}, parameter, { schema });
    }),
  }));
  await expect(emitConnector(spec)).rejects.toThrow("zoneId has a pattern (^[A-Z][0-9]{2}$) and no example");
});

interface OpenApi {
  readonly paths: Record<
    string,
    Record<
      string,
      { readonly requestBody: { readonly content: Record<string, { readonly schema: unknown }> } }
    >
  >;
}

function interfaceOf(types: string, name: string): string {
  return new RegExp(`interface ${name} \\{[\\s\\S]*?\\n\\}`).exec(types)?.[0] ?? "";
}

function callsExit(text: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "process.exit") found = true;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("emitted.ts", text, ts.ScriptTarget.Latest, true));
  return found;
}
