import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "../../src/connector/input.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import { buildFallback, buildRequest, type HttpRequest } from "../../src/http/request.ts";
import { bench, definition, failure, operation } from "./bench.ts";
import { httpServer, json } from "./wire.ts";

const origin = "https://depot.example.com";
const find = operation("GET /parcels/{id}/stops/{stop}", {
  parameters: [
    { name: "id", in: "path" },
    { name: "stop", in: "path" },
    { name: "filter", in: "query" },
    { name: "match", in: "header", wire: "If-Match" },
  ],
  schemas: async () => ({
    input: z.strictObject({ id: z.string(), stop: z.string(), filter: z.string().optional() }),
  }),
});

test("whatever is put in, a request keeps its host, the shape of its path and its parameters", async () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "..",
      ".",
      "%2e%2e",
      "a/b",
      "a\\b",
      "?x=1",
      "#x",
      "//evil.com",
      "@evil.com",
      "a%2fb",
      " ",
      "\r\nx: y",
      "a;b=c",
    ),
  );
  await fc.assert(
    fc.asyncProperty(text, text, fc.option(text, { nil: undefined }), async (id, stop, filter) => {
      let input: Awaited<ReturnType<typeof parseInput>>;
      try {
        input = await parseInput(find, { id, stop, ...(filter !== undefined && { filter }) });
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
        return;
      }
      const { path } = buildRequest(find, input);
      const url = new URL(origin + path);
      expect(url.origin).toBe(origin);
      expect(url.hash).toBe("");
      const segments = url.pathname.split("/");
      expect([segments.length, segments[1], segments[3]]).toEqual([5, "parcels", "stops"]);
      expect([segments[2], segments[4]].map((segment) => decodeURIComponent(segment ?? ""))).toEqual([
        input["id"],
        input["stop"],
      ]);
      expect([...url.searchParams]).toEqual(filter === undefined ? [] : [["filter", input["filter"]]]);
    }),
    { numRuns: 1000 },
  );
});

test("quotes and signs of an expression arrive as they were written", () => {
  const filter = 'name eq "J\\"o" and x gt 1+1 & y';
  const { path } = buildRequest(find, { id: "p1", stop: "s1", filter });
  expect(new URL(origin + path).searchParams.get("filter")).toBe(filter);
});

test("half a character is refused, because nothing would arrive as it was given", () => {
  expect(() => buildRequest(find, { id: "p1", stop: "s1", filter: "a\ud800" })).toThrow(InvalidInputError);
  expect(() => buildRequest(find, { id: "\udfff", stop: "s1" })).toThrow(InvalidInputError);
});

test.for([
  ["a line break", 'W/"a"\r\nx-evil: 1', false],
  ["a character outside Latin-1", 'W/"☃"', false],
  ["a control character", "\u007f", false],
  ["what a header field can hold", 'W/"a\tü"', true],
] as const)("a header parameter with %s is told before anything is decided", async ([, match, fits]) => {
  const schemas = async (): Promise<{ input: z.ZodType }> => ({ input: z.looseObject({}) });
  const ending = parseInput({ ...find, schemas }, { id: "p1", stop: "s1", match });
  if (fits) expect(await ending).toMatchObject({ match });
  else expect(await failure(ending)).toMatchObject({ code: "invalid_input", faults: [{ path: "match" }] });
});

test("a header parameter goes into its field, and what is left into the body", () => {
  const write = operation("PUT /parcels/{id}", {
    parameters: [
      { name: "id", in: "path" },
      { name: "strict", in: "query" },
      { name: "match", in: "header", wire: "If-Match" },
    ],
    body: { required: true },
  });
  expect(
    buildRequest(write, { id: "p1", strict: true, match: '"v1"', weight: 3, to: { city: "Bern" } }),
  ).toEqual({
    method: "PUT",
    path: "/parcels/p1?strict=true",
    headers: { "if-match": '"v1"' },
    body: '{"weight":3,"to":{"city":"Bern"}}',
  });
});

test("what is no text goes into a query as JSON", () => {
  const { path } = buildRequest(find, { id: "p1", stop: "s1", filter: { weight: [1, 2] } });
  expect(new URL(origin + path).searchParams.get("filter")).toBe('{"weight":[1,2]}');
});

const fallbacks: [
  string,
  { body: Record<string, string | number | boolean>; sent?: string; want: unknown },
][] = [
  ["nothing of its own, and none was sent", { body: {}, want: undefined }],
  ["nothing of its own", { body: {}, sent: '{"weight":3}', want: { weight: 3 } }],
  [
    "a member inside an object that was sent",
    {
      body: { "to.city": "{city}" },
      sent: '{"to":{"zip":"3000"}}',
      want: { to: { zip: "3000", city: "Bern" } },
    },
  ],
  [
    "a member where a list or a text was sent",
    {
      body: { "to.city": "{city}", "by.rail": true },
      sent: '{"to":["x"],"by":"air"}',
      want: { to: { city: "Bern" }, by: { rail: true } },
    },
  ],
  ["a member where nothing was sent", { body: { "to.no": 7 }, sent: '{"to":null}', want: { to: { no: 7 } } }],
  ["an argument that is a number", { body: { to: "{no}", note: "no {no}" }, want: { to: 7, note: "no 7" } }],
  ["an argument that is missing", { body: { to: "{street}" }, want: { to: null } }],
];

test.for(fallbacks)("a fallback's body with %s", ([, { body, sent, want }]) => {
  const fallback = {
    when: { status: 405 },
    method: "POST",
    path: "/p/{id}",
    because: "it is newer",
  } as const;
  const request: HttpRequest = {
    method: "PUT",
    path: "/parcels/p1?strict=true",
    headers: { "if-match": '"v1"' },
    ...(sent !== undefined && { body: sent }),
  };
  const built = buildFallback(
    "parcels:do",
    { ...fallback, body },
    { id: "p/1", city: "Bern", no: 7 },
    request,
  );
  expect(built).toMatchObject({
    method: "POST",
    path: "/p/p%2F1?strict=true",
    headers: { "if-match": '"v1"' },
  });
  expect(built.body === undefined ? undefined : JSON.parse(built.body)).toEqual(want);
});

test("a fallback without a body keeps the one that was sent", () => {
  const fallback = { when: { status: 405 }, method: "POST", path: "/p", because: "it is newer" } as const;
  const sent = { method: "PUT", path: "/parcels", headers: {}, body: '{"weight":3}' } as const;
  expect(buildFallback("parcels:do", fallback, {}, sent)).toEqual({ ...sent, method: "POST", path: "/p" });
});

test("a fallback without a code follows its status, whatever the API's code is", async () => {
  await using server = await httpServer(({ method }, response) =>
    json(response, method === "PUT" ? 405 : 200, { code: "ANY" }),
  );
  await using on = bench({ origin: server.origin });
  const fallback = { when: { status: 405 }, method: "POST", path: "/p", because: "it is newer" } as const;
  await on.send(operation("PUT /parcels", { fallback }));
  expect(server.arrived.map(({ method, url }) => `${method} ${url}`)).toEqual(["PUT /parcels", "POST /p"]);
});

test("an API whose errors say no more than their status is told by that", async () => {
  await using server = await httpServer((_, response) => json(response, 409, { why: [{ text: "no" }] }));
  await using on = bench({ origin: server.origin, definition: definition({ errorBody: {} }) });
  const error = await failure(on.send(operation("GET /parcels")));
  expect(error).toMatchObject({ code: "api_error", status: 409, causes: [] });
  expect(error).not.toMatchObject({ apiCode: expect.anything() as unknown });
});
