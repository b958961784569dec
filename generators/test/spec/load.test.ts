import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSpec } from "../../src/spec/load.ts";
import type { Spec } from "../../src/spec/model.ts";
import type { Operation } from "../../src/spec/operation-model.ts";
import { bench } from "./bench.ts";

const load = (): Spec => {
  const { spec, diagnostics } = bench().load();
  expect(diagnostics).toEqual([]);
  return spec!;
};

/** A reference to a named schema. */
const ref = (name: string): object => ({ kind: "ref", ref: name });

const operation = (spec: Spec, id: string): Operation => spec.operations.find((each) => each.id === id)!;

const resultOf = (id: string): unknown => operation(load(), id).result;

const parametersOf = (id: string): string[] =>
  operation(load(), id).parameters.map(({ name, in: place }) => `${place} ${name}`);

const idempotentMethods = (spec: Spec): string[] =>
  [...new Set(spec.operations.filter(({ idempotent }) => idempotent).map(({ method }) => method))].toSorted();

test("a spec comes back with its families, operations and schemas in their order", () => {
  const spec = load();
  expect(spec).toMatchObject({ name: "depot", className: "DepotConnector", version: "1.2.0" });
  expect(spec.families.map(({ name, title }) => [name, title])).toEqual([
    ["parcels", "Parcels"],
    ["couriers", "Couriers"],
    ["zones", "Zones"],
  ]);
  expect(spec.operations.map(({ id, method, path, risk, call }) => [id, method, path, risk, call])).toEqual([
    ["parcels:read", "GET", "/v1/parcels", "low", "listParcels"],
    ["parcels:read_detail", "GET", "/v1/parcels/{parcelId}", "low", "getParcel"],
    ["parcels:create", "POST", "/v1/parcels", "medium", "createParcel"],
    ["parcels:update", "PUT", "/v1/parcels/{parcelId}", "medium", "updateParcel"],
    ["parcels:hold", "POST", "/v1/parcels/{parcelId}/hold", "high", "holdParcel"],
    ["parcels:release", "POST", "/v1/parcels/{parcelId}/release", "medium", "releaseParcel"],
    ["couriers:read", "GET", "/v1/couriers", "low", "listCouriers"],
    [
      "couriers:read_assigned",
      "GET",
      "/v1/parcels/{parcelId}/couriers/{courierId}",
      "low",
      "getAssignedCourier",
    ],
    ["couriers:assign", "PUT", "/v1/parcels/{parcelId}/couriers/{courierId}", "medium", "assignCourier"],
    [
      "couriers:unassign",
      "DELETE",
      "/v1/parcels/{parcelId}/couriers/{courierId}",
      "medium",
      "unassignCourier",
    ],
    ["zones:read", "GET", "/v1/zones", "low", "listZones"],
    ["zones:clear", "DELETE", "/v1/zones/{zoneId}/parcels", "critical", "clearZone"],
  ]);
  expect(spec.families.flatMap(({ operations }) => operations)).toEqual(spec.operations);
  expect(spec.schemas.map(({ name, family }) => `${family}/${name}`)).toEqual([
    "parcels/Parcel",
    "parcels/Recipient",
    "parcels/Locker",
    "parcels/Insurance",
    "parcels/NewParcel",
    "parcels/ParcelUpdate",
    "couriers/CourierPage",
    "couriers/Courier",
    "couriers/Badge",
    "zones/Zone",
  ]);
});

test("what a spec leaves out is filled in", () => {
  const spec = load();
  expect(spec.auth).toEqual([
    { scheme: "key", header: "Authorization", value: "Key {api_key}" },
    { scheme: "oauth", header: "Authorization", value: "Bearer {access_token}" },
  ]);
  expect(spec.credentials.fields.map(({ name, sensitive }) => [name, sensitive])).toEqual([
    ["address", false],
    ["api_key", true],
    ["access_token", true],
  ]);
  expect(spec.paging.link).toEqual({ kind: "link", cursor: "after", size: "limit", end: "no_next" });
  expect(spec.errorCodes.D1009).toEqual({
    summary: "The parcel is in the wrong state",
    status: 409,
    retry: false,
  });
  expect(operation(spec, "parcels:create").body?.required).toBe(true);
  expect(operation(spec, "parcels:read_detail")).toMatchObject({
    notes: [],
    raise: [],
    errors: {},
    examples: [],
  });
});

test("the methods that RFC 9110 calls idempotent are so unless the spec knows better", () => {
  expect(idempotentMethods(load())).toEqual(["DELETE", "GET", "PUT"]);
  const { spec } = bench([
    ["parcels.yaml", "    risk: high\n", "    risk: high\n    idempotent: true\n"],
  ]).load();
  expect(operation(spec!, "parcels:hold").idempotent).toBe(true);
});

test("path parameters come first, in the order of the path", () => {
  expect(parametersOf("couriers:assign")).toEqual(["path parcelId", "path courierId"]);
  expect(parametersOf("parcels:update")).toEqual(["path parcelId", "header ifMatch"]);
  expect(parametersOf("parcels:read")).toEqual(["query search", "query q", "query limit", "query after"]);
});

test("a parameter knows its name on the wire and where else its value may go", () => {
  const spec = load();
  expect(operation(spec, "parcels:update").parameters[1]).toMatchObject({
    name: "ifMatch",
    wire: "If-Match",
    required: false,
  });
  expect(operation(spec, "parcels:read").parameters[0]).toEqual({
    name: "search",
    in: "query",
    wire: "search",
    required: false,
    otherwise: "q",
    schema: {
      kind: "string",
      pattern: String.raw`\s(eq|gt|lt)\s`,
      summary: "An expression over a parcel's fields",
      example: 'status eq "HELD"',
    },
  });
});

test("a result is nothing, one thing or a list, bare or wrapped", () => {
  expect(resultOf("parcels:hold")).toEqual({ kind: "none" });
  expect(resultOf("parcels:read_detail")).toEqual({ kind: "single", schema: ref("Parcel") });
  expect(resultOf("parcels:read")).toEqual({
    kind: "list",
    schema: { kind: "array", items: ref("Parcel") },
    item: ref("Parcel"),
    paging: "link",
  });
  expect(resultOf("couriers:read")).toEqual({
    kind: "list",
    schema: ref("CourierPage"),
    item: ref("Courier"),
    items: "couriers",
    paging: "token",
  });
  expect(resultOf("zones:read")).toMatchObject({ kind: "list", item: ref("Zone"), items: "zones" });
});

test("a flat form knows its targets, their schemas and what must be given", () => {
  const flat = operation(load(), "parcels:create").body?.flat;
  expect(flat?.map(({ target, sources, required }) => [target, sources, required])).toEqual([
    ["recipient.name", ["name"], true],
    ["recipient.email", ["email"], true],
    ["recipient.account", ["account", "email"], false],
    ["weightGrams", ["grams"], false],
  ]);
  expect(flat?.[3]?.schema).toEqual({ kind: "integer", minimum: 1, maximum: 30_000 });
});

test("the parameters of a bound read take the inputs of their names unless they are bound otherwise", () => {
  const spec = load();
  expect(operation(spec, "parcels:release").reconcile).toEqual({
    read: "parcels:read_detail",
    with: { parcelId: "{parcelId}" },
    settled: { status: "READY" },
  });
  expect(operation(spec, "couriers:assign").reconcile?.with).toEqual({
    parcelId: "{parcelId}",
    courierId: "{courierId}",
  });
});

test("undo, fallback and raise come in one form however they were written", () => {
  const spec = load();
  expect(operation(spec, "parcels:hold").undo).toEqual({ operation: "parcels:release" });
  expect(operation(spec, "parcels:release").undo?.but).toBe(
    "the recipient has been told that it can be collected",
  );
  expect(operation(spec, "parcels:create").raise).toEqual([
    { input: "insurance.amount", to: "high", because: "an insured parcel binds the depot to pay" },
  ]);
  expect(operation(spec, "couriers:assign").fallback).toEqual({
    when: { status: 405, code: "D1005" },
    method: "POST",
    path: "/v1/parcels/{parcelId}/couriers",
    body: { "courier.id": "{courierId}" },
    because: "older depots know only the list of a parcel's couriers",
  });
});

test("an operation may take itself back where the spec says what it has to be given", () => {
  const undo = "undo: { operation: parcels:update, but: give it what was there before }";
  const { spec } = bench([
    ["parcels.yaml", "    body: { type: ParcelUpdate }\n", `    body: { type: ParcelUpdate }\n    ${undo}\n`],
  ]).load();
  expect(operation(spec!, "parcels:update").undo?.operation).toBe("parcels:update");
});

test("a loaded spec is frozen throughout", () => {
  const thawed = (value: unknown, path: string): string[] => {
    if (typeof value !== "object" || value === null) return [];
    const below = Object.entries(value).flatMap(([key, member]) => thawed(member, `${path}.${key}`));
    return Object.isFrozen(value) ? below : [path, ...below];
  };
  expect(thawed(load(), "spec")).toEqual([]);
});

test("a folder without a spec, or no folder, says what a spec is", () => {
  const { folder } = bench();
  for (const missing of [join(folder, ".."), join(folder, "nowhere")]) {
    const { spec, diagnostics } = loadSpec(missing);
    expect(spec).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        code: "missing_file",
        file: expect.stringMatching(/connector\.yaml$/),
        message: "there is no such file",
        remedy: "A spec is a folder with a connector.yaml and a file for each family.",
      },
    ]);
  }
});

test.for([
  ["an instant", "{ fields: { next: { type: date-time, nullable: true } } }"],
  ["a value of no type", "{ fields: { next: { type: any } } }"],
  ["in an open object", "{ open: true, fields: { count: integer } }"],
  ["in a map", "{ type: map, values: string }"],
])("a cursor may be %s", ([, paging]) => {
  const { diagnostics } = bench([
    ["couriers.yaml", "paging: { fields: { next: { nullable: true } } }", `paging: ${paging}`],
  ]).load();
  expect(diagnostics).toEqual([]);
});
