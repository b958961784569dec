import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { drift, formatDrift, importOperations } from "../../src/author/index.ts";
import { loadSpec } from "../../src/spec/load.ts";
import { depotCopy, documentOf, library } from "./bench.ts";

interface Json {
  [key: string]: Json;
}

/** A spec that was imported from the library, and a library that has changed since. */
async function bench(change: (document: Json) => void = () => {}, accepted?: string) {
  const depot = await depotCopy();
  const operations = ["books/list", "books/create", "books/update", "loans/list", "shelves/tree"];
  const outcome = await importOperations({
    document: library,
    pick: operations.map((operationId) => ({ operationId, risk: "medium" })),
    into: join(depot.spec, "books.yaml"),
  });
  expect(outcome.kind).toBe("written");
  if (accepted !== undefined) await depot.write("drift.yaml", accepted);
  const document = parse(await readFile(library, "utf8")) as Json;
  change(document);
  const report = await drift({ spec: depot.spec, document: await documentOf(document) });
  // The depot's own operations are in no document of the library.
  const found = report.unexplained.filter(({ at }) => !/^(parcels|couriers|zones):/.test(at));
  return { ...depot, report, found: found.map(({ difference, at }) => `${difference} ${at}`) };
}

const books = (document: Json): Json => document["paths"]!["/books"]!;
const schemas = (document: Json): Json => document["components"]!["schemas"]!;
const own = (document: Json): Json => (schemas(document)["book"]!["allOf"] as unknown as Json[])[1]!;
const set = (target: Json, key: string, value: unknown): void => void (target[key] = value as Json);
const push = (target: Json | undefined, value: unknown): void =>
  void (target as unknown as unknown[]).push(value);

/** What an import leaves out is a difference as well: a list of values, headers and cookies. */
const leftOut = ["shelf", "Accept", "session"].map((name) => `parameter_new books:read parameters.${name}`);
const deprecated = "field_deprecated Book.stamp";
const always = [...leftOut, deprecated];

test("a spec differs from the document that it was imported from in what the import left out", async () => {
  const { found } = await bench();
  expect(found).toEqual(always);
});

const cases: readonly [string, (document: Json) => void, readonly string[]][] = [
  [
    "an operation that is gone",
    (document) => delete document["paths"]!["/shelves"],
    ["operation_gone books:read_shelves_tree"],
  ],
  [
    "an operation at another path",
    ({ paths }) => {
      set(paths!, "/racks", paths!["/shelves"]);
      delete paths!["/shelves"];
    },
    ["operation_moved books:read_shelves_tree"],
  ],
  [
    "an operation with another method",
    ({ paths }) => {
      set(paths!["/shelves"]!, "post", paths!["/shelves"]!["get"]);
      delete paths!["/shelves"]!["get"];
    },
    ["operation_moved books:read_shelves_tree"],
  ],
  [
    "an operation that is deprecated",
    ({ paths }) => set(paths!["/shelves"]!["get"]!, "deprecated", true),
    ["operation_deprecated books:read_shelves_tree"],
  ],
  [
    "another scope",
    ({ paths }) => set(paths!["/shelves"]!["get"]!, "security", [{ oauth: ["library.admin"] }]),
    [
      "scope_new books:read_shelves_tree scopes.library.admin",
      "scope_lost books:read_shelves_tree scopes.library.read",
    ],
  ],
  [
    "a new parameter",
    (document) => push(books(document)["get"]!["parameters"], { name: "lang", in: "query" }),
    ["parameter_new books:read parameters.lang"],
  ],
  [
    "a new parameter that is required",
    (document) => push(books(document)["get"]!["parameters"], { name: "lang", in: "query", required: true }),
    ["required_new books:read parameters.lang"],
  ],
  [
    "a parameter that is required now, of another type, with another default",
    ({ components }) => {
      const size = components!["parameters"]!["PageSize"]!;
      set(size, "required", true);
      set(size, "schema", { type: "integer", default: 50 });
      set(components!["parameters"]!["After"]!, "schema", { type: "integer" });
    },
    [
      "type_changed books:read parameters.after",
      "required_new books:read parameters.per_page",
      "parameter_default books:read parameters.per_page",
    ],
  ],
  [
    "a parameter that is gone and one that is deprecated",
    (document) => {
      const parameters = books(document)["get"]!["parameters"] as unknown as Json[];
      set(books(document)["get"]!, "parameters", parameters.slice(1));
      set(document["components"]!["parameters"]!["PageSize"]!, "deprecated", true);
    },
    ["parameter_deprecated books:read parameters.per_page", "parameter_lost books:read parameters.after"],
  ],
  [
    "fields that are required, new, gone or deprecated",
    (document) => {
      set(own(document), "required", ["title", "kind"]);
      const properties = own(document)["properties"]!;
      set(properties, "weight", { type: "number" });
      set(properties["authors"]!, "deprecated", true);
      delete properties["isbn"];
    },
    [
      "field_deprecated Book.authors",
      "field_new Book.weight",
      "field_lost Book.isbn",
      "required_new Book.kind",
    ],
  ],
  [
    "members, types and null in the depth of a schema",
    (document) => {
      const properties = own(document)["properties"]!;
      set(properties, "kind", { type: "string", enum: ["novel", "scroll"] });
      set(schemas(document)["Person"]!["properties"]!, "name", { type: "object", properties: {} });
      set(schemas(document)["Shelf"]!["properties"]!, "name", { type: "string", nullable: true });
    },
    ["member_new Book.kind", "member_lost Book.kind", "type_changed Person.name", "nullable_new Shelf.name"],
  ],
  [
    "a body and a result that come and go",
    (document) => {
      delete books(document)["post"]!["requestBody"];
      set(books(document)["post"]!, "responses", { 204: { description: "Done" } });
      set(document["paths"]!["/loans"]!["get"]!, "requestBody", { required: true, content: {} });
    },
    [
      "body_lost books:create body",
      "result_lost books:create result",
      "required_new books:read_loans_list body",
    ],
  ],
];

test.each(cases)("%s is told", async (_, change, expected) => {
  const { found } = await bench(change);
  expect(found.toSorted()).toEqual([...always, ...expected].toSorted());
});

test("an accepted difference is told with its reason, and is no difference any more", async () => {
  const { report, found, load } = await bench(
    undefined,
    `accepted:
  - difference: parameter_new
    at: [books:read parameters.A*pt, books:read parameters.session]
    because: The transport's own
  - { difference: operation_gone, at: "parcels:*", because: Another API }
`,
  );
  expect(found).toEqual(["parameter_new books:read parameters.shelf", deprecated]);
  expect(report.accepted).toContainEqual({
    difference: "parameter_new",
    at: "books:read parameters.Accept",
    detail: "an optional header accept",
    because: "The transport's own",
  });
  expect(report.diagnostics).toEqual([]);
  expect(formatDrift(report)).toContain("parameter_new: the document has a parameter that the spec does not");
  expect(load().name).toBe("depot");
});

test.each([
  [
    "an entry that accepts nothing",
    "accepted:\n  - { difference: field_new, at: Book.cover, because: x }\n",
    "unused_acceptance",
    "2:34",
  ],
  [
    "an entry for what another accepts",
    "accepted:\n  - &at { difference: operation_gone, at: x, because: y }\n",
    "anchor",
    "2:5",
  ],
  [
    "a difference that there is not",
    "accepted:\n  - { difference: field_gone, at: x, because: y }\n",
    "wrong_value",
    "2:19",
  ],
  ["an entry without a reason", "accepted:\n  - { difference: field_new, at: x }\n", "missing_key", "2:5"],
  ["an unknown key", "ignored: []\n", "unknown_key", "1:1"],
  ["a name for an operation that there is not", "names: { books:rad: x }\n", "unknown_operation", "1:10"],
])("%s in drift.yaml is a fault", async (_, text, code, place) => {
  const { report } = await bench(undefined, text);
  expect(report.diagnostics.map((each) => `${each.code} ${each.line}:${each.column}`)).toEqual([
    `${code} ${place}`,
  ]);
  expect(formatDrift(report)).toContain("drift.yaml:");
});

test("an entry that only accepts what one above it does is a fault", async () => {
  const entry = '  - { difference: operation_gone, at: "parcels:*", because: x }\n';
  const { report } = await bench(undefined, `accepted:\n${entry}${entry}`);
  expect(report.diagnostics).toMatchObject([{ code: "unused_acceptance", line: 3 }]);
});

test("a spec that is faulty is told, and not compared", async () => {
  const { spec, edit } = await depotCopy();
  await edit("zones.yaml", "call: listZones", "call: 1");
  const report = await drift({ spec, document: library });
  expect(report).toMatchObject({ operations: 0, unexplained: [], diagnostics: [{ code: "wrong_type" }] });
});

const okta = process.env["ARX_OPENAPI_OKTA"] ?? "";

test.skipIf(okta === "")(
  "the Okta spec differs from Okta's document (the file that ARX_OPENAPI_OKTA names) only as accepted",
  async () => {
    const spec = join(import.meta.dirname, "../../../specs/okta");
    const report = await drift({ spec, document: okta });
    expect(formatDrift(report)).toMatch(/: 0 differences unexplained, \d+ accepted$/);
    expect(report.diagnostics).toEqual([]);
    expect(report.operations).toBe(loadSpec(spec).spec?.operations.length);
    expect(report.accepted.map(({ at }) => at)).toContain("apps:assign_user");
  },
);
