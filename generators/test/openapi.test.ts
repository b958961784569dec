import { Validator } from "@seriousme/openapi-schema-validator";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openApiDocument } from "../src/emit/openapi.ts";
import { loadSpec } from "../src/spec/load.ts";
import type { Spec } from "../src/spec/model.ts";
import { depot } from "./depot.ts";

const specs = join(import.meta.dirname, "../../specs");

test("the depot's document is valid OpenAPI 3.1", async () => {
  expect(await faults(depot())).toBe("");
});

test("so is that of every connector here", async () => {
  const folders = await readdir(specs, { withFileTypes: true });
  const loaded = folders
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => loadSpec(join(specs, name)).spec);
  const connectors = loaded.filter((spec) => spec !== undefined);
  expect(connectors).not.toEqual([]);
  expect(await Promise.all(connectors.map(faults))).toEqual(connectors.map(() => ""));
});

test("a document with a fault is not called valid", async () => {
  const { paths: _, ...document } = openApiDocument(depot());
  const { valid } = await new Validator().validate({ ...document, info: {} });
  expect(valid).toBe(false);
});

test("each operation tells its risk, its id, its method's name, its scopes and what its errors mean", () => {
  const { paths } = openApiDocument(depot()) as unknown as { paths: Record<string, Record<string, unknown>> };
  expect(paths["/v1/parcels/{parcelId}/hold"]?.["post"]).toMatchObject({
    operationId: "holdParcel",
    "x-arx-operation": "parcels:hold",
    "x-arx-risk": "high",
    responses: {
      "409": { description: "D1009: the parcel is held or gone already" },
      default: { $ref: "#/components/responses/Error" },
    },
    security: [{ key: [] }, { oauth: ["depot.parcels.manage"] }],
  });
});

test("an enum that takes new members is extensible, a closed one is an enum", () => {
  const { schemas } = openApiDocument(depot()).components;
  expect(schemas["Parcel"]).toMatchObject({
    properties: { status: { "x-extensible-enum": ["ARRIVED", "READY", "HELD", "COLLECTED"] } },
  });
  expect(schemas["Insurance"]).toMatchObject({
    properties: { currency: { enum: ["EUR", "USD"], default: "EUR" } },
  });
});

test("the error body is described along the paths that the spec knows", () => {
  const { responses } = openApiDocument(depot()).components as unknown as {
    responses: Record<string, unknown>;
  };
  expect(responses["Error"]).toMatchObject({
    content: {
      "application/json": {
        schema: {
          properties: {
            error: {
              properties: {
                code: { type: "string" },
                details: { items: { properties: { message: { type: "string" } } } },
              },
            },
          },
        },
      },
    },
  });
});

async function faults(spec: Spec): Promise<string> {
  const { valid, errors } = await new Validator().validate(structuredClone(openApiDocument(spec)));
  return valid ? "" : JSON.stringify(errors);
}
