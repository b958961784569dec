import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatImport, formatOperations, importOperations, listOperations } from "../../src/author/index.ts";
import { depotCopy, documentOf, library, valueOf } from "./bench.ts";

/** Imports operations of the library into the depot's spec. */
async function bench(pick: Parameters<typeof importOperations>[0]["pick"], family = "books") {
  const depot = await depotCopy();
  const into = join(depot.spec, `${family}.yaml`);
  const outcome = await importOperations({ document: library, pick, into });
  return { ...depot, outcome, family: async () => valueOf(await depot.read(`${family}.yaml`)) };
}

const low = { risk: "low" } as const;

test("the operations of a document are listed with what to pick them by", async () => {
  const operations = await listOperations(library);
  expect(operations).toHaveLength(12);
  expect(operations[0]).toEqual({
    operationId: "books/list",
    method: "GET",
    path: "/v2/books",
    tags: ["books"],
    summary: "List books",
    deprecated: false,
    proposedRisk: "low",
  });
  expect(formatOperations(operations).split("\n")[4]).toBe(
    "DELETE /v2/books/{book-id}  [books/delete]  high?  (deprecated)",
  );
});

test("without a risk an operation is proposed, and nothing is written", async () => {
  const { outcome, spec, read } = await bench([
    { operationId: "books/list", ...low },
    { method: "post", path: "/books" },
    { operationId: "books/delete" },
  ]);
  expect(outcome).toMatchObject({
    kind: "proposals",
    proposals: [
      { id: "books:create", call: "booksCreate", risk: "medium", method: "POST", path: "/v2/books" },
      { id: "books:delete", call: "booksDelete", risk: "high", method: "DELETE" },
    ],
  });
  expect(formatImport(outcome)).toContain("a person has to name the risk");
  expect(await readdir(spec)).not.toContain("books.yaml");
  expect(await read("connector.yaml")).toContain("families: [parcels, couriers, zones]\n");
});

test("ids of reads begin with read, and others never do", async () => {
  const { outcome } = await bench([
    { tag: "books" },
    { operationId: "shelves/tree" },
    { operationId: "events/list" },
  ]);
  expect(outcome.kind === "proposals" && outcome.proposals.map(({ id }) => id)).toEqual([
    "books:read",
    "books:create",
    "books:read_detail",
    "books:read_shelves_tree",
    "books:read_events_list",
  ]);
});

test("a list with a Link header becomes an operation with parameters, paging and scopes", async () => {
  const { outcome, family, load, read } = await bench([
    { operationId: "books/list", as: "books:read", call: "listBooks", ...low },
  ]);
  expect(outcome.kind).toBe("written");
  expect((await family())["operations"]!["books:read"]).toEqual({
    call: "listBooks",
    request: "GET /v2/books",
    risk: "low",
    summary: "List books",
    parameters: {
      after: { in: "query", summary: "Where the page begins, taken from a next link" },
      per_page: { in: "query", type: "integer", minimum: 1, maximum: 100, default: 30 },
      genre: { in: "query" },
      sortBy: { in: "query", name: "sort-by", enum: ["title", "year"], default: "title" },
    },
    result: { type: "array", items: "Book" },
    paging: "link2",
    scopes: ["library.read"],
  });
  const text = await read("books.yaml");
  expect(text).toContain("# Several values are joined by commas.\n      genre:");
  expect(text.replaceAll(/\s*#?\s+/g, " ")).toContain(
    "Left out: shelf (it is repeated for each value). Left out: Accept (the connector sets this header itself). Left out: session (a cookie).",
  );
  expect(load().paging["link2"]).toEqual({ kind: "link", cursor: "after", size: "per_page", end: "no_next" });
});

test("a cursor in the body is found, and a paging style that the spec has is used", async () => {
  const { family, edit, spec } = await bench(
    [{ operationId: "loans/list", as: "loans:read", ...low }],
    "loans",
  );
  expect((await family())["operations"]!["loans:read"]).toMatchObject({ items: "loans", paging: "cursor" });
  await edit("connector.yaml", "  token: {", "  # our own\n  token: {");
  await importOperations({
    document: library,
    pick: [{ operationId: "books/list", as: "books:read", ...low }],
    into: join(spec, "books.yaml"),
  });
  const again = await importOperations({
    document: await documentOf({
      paths: {
        "/members": {
          get: {
            operationId: "members",
            parameters: ["after", "per_page"].map((name) => ({
              name,
              in: "query",
              schema: { type: "string" },
            })),
            responses: { 200: { content: { "application/json": { schema: { type: "array", items: {} } } } } },
          },
        },
      },
    }),
    pick: [{ operationId: "members", as: "members:read", ...low }],
    into: join(spec, "members.yaml"),
  });
  expect(again).toMatchObject({
    kind: "written",
    notes: ["members:read: Paging: By its parameters after and per_page; the document does not say."],
  });
});

test("a body brings its schemas: merged, pruned, under our names, secrets marked", async () => {
  const { family, outcome } = await bench([
    { operationId: "books/create", as: "books:create", risk: "medium" },
    { operationId: "books/update", as: "books:update", risk: "medium" },
    { operationId: "cards/replace", as: "books:replace_card", risk: "high" },
  ]);
  expect(formatImport(outcome)).toContain("Wrote 3 operations");
  const { operations, schemas } = await family();
  expect(operations!["books:create"]).toMatchObject({ body: { type: "Book" }, scopes: ["library.write"] });
  expect(operations!["books:update"]).toMatchObject({
    request: "PATCH /v2/books/{bookId}",
    parameters: {
      bookId: { in: "path", example: "b-1" },
      queryTitle: { in: "query", name: "title", summary: "Only if this is its title" },
    },
    body: { type: "BooksUpdateBody" },
  });
  expect(operations!["books:replace_card"]).toMatchObject({
    body: { type: "CardsReplaceBody", required: false },
    result: "none",
  });
  expect(schemas).toEqual({
    Book: {
      summary: "A book of the library",
      fields: {
        id: { required: true, readOnly: true },
        created: { type: "date-time", nullable: true, readOnly: true },
        title: { minLength: 1, required: true },
        isbn: { type: "string" },
        code: { pattern: "^[A-Z]{3}$", example: "ABC" },
        kind: { enum: ["novel", "atlas"], default: "novel" },
        authors: { type: "array", items: "Person", minItems: 1 },
        extra: { type: "map", values: "string" },
        stamp: { type: "string" },
      },
    },
    Person: { fields: { name: "string", email: { format: "email" } } },
    BooksUpdateBody: { fields: { title: "string", year: { type: "integer", minimum: 1401, maximum: 2100 } } },
    CardsReplaceBody: {
      open: true,
      fields: {
        pin: { maxLength: 6, required: true, sensitive: true },
        accessToken: { summary: "Opens the doors", sensitive: true },
        holder: { type: "Person", summary: "Who has it", nullable: true, required: true },
        note: { type: "any" },
      },
    },
  });
});

test("a schema that holds itself and a choice of shapes come across", async () => {
  const { family, read } = await bench([
    { operationId: "shelves/tree", as: "books:read_shelves", ...low },
    { operationId: "events/list", as: "books:read_events", ...low },
    { operationId: "loans/list", as: "books:read_loans", ...low },
  ]);
  const { schemas } = await family();
  expect(schemas!["Shelf"]).toEqual({
    open: true,
    fields: { name: "string", parent: "Shelf", children: { type: "array", items: "Shelf" } },
  });
  const text = await read("books.yaml");
  expect(text).toContain("# The document has 2 shapes for it: object.\n      items: { type: map }");
  expect(text).toContain("# The document knows 0, 1, 2.\n      renewals: { type: integer }");
  expect(text).not.toContain("Unreached");
});

test.each([
  ["imports/create", "its body is application/x-www-form-urlencoded, and connectors speak JSON"],
  ["covers/get", "filter: its value is a document"],
  ["elsewhere/get", `${library} refers to another document: other.yaml#/Thing`],
  ["books/nowhere", "the document has no such operation"],
])("%s is refused with a reason, and nothing beside it is written", async (operationId, reason) => {
  const { outcome, spec } = await bench([
    { operationId: "books/list", as: "books:read", ...low },
    { operationId, as: "books:other", ...low },
  ]);
  expect(outcome).toMatchObject({ kind: "refused", refusals: [{ operationId, reason }] });
  expect(formatImport(outcome)).toContain(`${operationId}: ${reason}. `);
  expect(await readdir(spec)).not.toContain("books.yaml");
});

test.each([
  [
    "an id that is taken",
    { operationId: "books/list", as: "parcels:read" },
    "the spec has parcels:read already",
  ],
  ["one name for a whole tag", { tag: "books", as: "parcels:all" }, "the tag has 3 operations"],
])("%s is refused", async (_, pick, reason) => {
  const { outcome } = await bench([{ ...pick, ...low }], "parcels");
  expect(outcome).toMatchObject({ kind: "refused", refusals: [{ reason: expect.stringContaining(reason) }] });
});

test("a result that is no right spec is told with its diagnostics, and nothing is written", async () => {
  const { outcome, read, spec } = await bench(
    [{ operationId: "books/get", as: "books:read_detail", call: "listParcels", ...low }],
    "books",
  );
  expect(outcome).toMatchObject({
    kind: "faults",
    diagnostics: [{ code: "duplicate_call", file: expect.stringMatching(/depot\/books\.yaml$/) }],
  });
  expect(formatImport(outcome)).toContain("Nothing was written");
  expect(await readdir(spec)).not.toContain("books.yaml");
  expect(await read("connector.yaml")).not.toContain("books");
});

test("a fault that the spec had before is told, and nothing is written", async () => {
  const { spec, write, read } = await depotCopy();
  await write("zones.yaml", "family: zones\noperations: [\n");
  const outcome = await importOperations({
    document: library,
    pick: [{ operationId: "books/get", as: "parcels:read_book", ...low }],
    into: join(spec, "parcels.yaml"),
  });
  expect(outcome).toMatchObject({
    kind: "faults",
    diagnostics: [{ file: expect.stringMatching(/zones\.yaml$/) }],
  });
  expect(await read("parcels.yaml")).not.toContain("read_book");
});

test.each([
  ["a folder without a connector", "nowhere/books.yaml", /no connector\.yaml/],
  ["the connector's own file", "connector.yaml", /no family's file/],
])("an import into %s is refused", async (_, file, message) => {
  const { spec } = await depotCopy();
  const into = join(spec, file);
  const pick = [{ operationId: "books/get", ...low }];
  await expect(importOperations({ document: library, pick, into })).rejects.toThrow(message);
});

test("a schema that the spec has already is used; another of its name gets a name of its own", async () => {
  const { spec, family } = await bench([{ operationId: "books/get", as: "books:read_detail", ...low }]);
  const document = await documentOf({
    paths: {
      "/people": {
        get: {
          operationId: "people",
          responses: {
            200: { content: { "application/json": { schema: { $ref: "#/components/schemas/book" } } } },
          },
        },
      },
    },
    components: {
      schemas: {
        book: { type: "object", properties: { author: { $ref: "#/components/schemas/Person" } } },
        Person: {
          type: "object",
          properties: { name: { type: "string" }, email: { type: "string", format: "email" } },
        },
      },
    },
  });
  const outcome = await importOperations({
    document,
    pick: [{ operationId: "people", as: "books:read_people", ...low }],
    into: join(spec, "books.yaml"),
  });
  expect(outcome).toMatchObject({ kind: "written", schemas: ["BooksBook"] });
  const { operations, schemas } = await family();
  expect(operations!["books:read_people"]).toMatchObject({ result: "BooksBook" });
  expect(schemas!["BooksBook"]).toEqual({ fields: { author: "Person" } });
});

test("OpenAPI 3.1's ways to say null and a constant are understood", async () => {
  const depot = await depotCopy();
  const properties = {
    a: { type: ["string", "null"] },
    b: { anyOf: [{ $ref: "#/components/schemas/B" }, { type: "null" }] },
    c: { const: "yes" },
    d: { type: ["integer", "string"] },
    e: { oneOf: [{ type: "string", enum: ["x"] }, { type: "string" }] },
    f: true,
  };
  const document = await documentOf({
    paths: {
      "/x": {
        get: {
          operationId: "x",
          responses: { 200: { content: { "application/json": { schema: { type: "object", properties } } } } },
        },
      },
    },
    components: { schemas: { B: { type: "object", properties: { n: { type: "number" } } } } },
  });
  await importOperations({
    document,
    pick: [{ operationId: "x", as: "x:read", ...low }],
    into: join(depot.spec, "x.yaml"),
  });
  expect(valueOf(await depot.read("x.yaml"))["operations"]!["x:read"]).toMatchObject({
    result: {
      fields: {
        a: { nullable: true },
        b: { type: "B", nullable: true },
        c: { enum: ["yes"] },
        d: { type: "any" },
        e: { enum: ["x"] },
        f: "any",
      },
    },
  });
});

test.each([
  ["says nothing of OpenAPI", { openapi: undefined }, /is no OpenAPI document/],
  ["is Swagger 2", { openapi: undefined, swagger: "2.0" }, /Swagger document/],
  ["is OpenAPI 4", { openapi: "4.0.0" }, /openapi: 4\.0\.0/],
  ["has no paths", { paths: undefined }, /no `paths`/],
])("a document that %s is refused", async (_, parts, message) => {
  await expect(listOperations(await documentOf(parts))).rejects.toThrow(message);
});
