import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "../../src/connector/input.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import { buildRequest } from "../../src/http/request.ts";
import { operation } from "./bench.ts";

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
