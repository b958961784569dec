import fc from "fast-check";
import { expect, test } from "vitest";
import type { Paging } from "../../src/connector/operation.ts";
import { OriginRefusedError } from "../../src/errors/origin-refused-error.ts";
import { UnexpectedAnswerError } from "../../src/errors/unexpected-answer-error.ts";
import { nextPage, type NextPage } from "../../src/http/next-page.ts";

const origin = "https://depot.example.com";
const link: Paging = { kind: "link", cursor: "after", size: "limit", end: "no_next" };
const cursor: Paging = { kind: "cursor", token: "page.next", cursor: "from", end: "no_next" };

/** The page behind an answer with this Link header. */
function behind(
  header: string | readonly string[] | undefined,
  path = "/parcels?limit=2",
  paging = link,
): NextPage | undefined {
  const answer = { status: 200, headers: { link: header }, body: Buffer.alloc(0) };
  return nextPage(
    "parcels:list",
    paging,
    { origin, request: { method: "GET", path, headers: {} }, answer },
    [],
  );
}

test.for<[string, string | readonly string[]]>([
  [
    "on a line of its own",
    [
      '<https://depot.example.com/parcels>; rel="self"',
      '<https://depot.example.com/parcels?after=c1&limit=2>; rel="next"',
    ],
  ],
  [
    "on a shared line",
    '<https://depot.example.com/parcels>; rel="self", <https://depot.example.com/parcels?after=c1&limit=2>; rel="next"',
  ],
  ["without quotes", "<https://depot.example.com/parcels?after=c1&limit=2>; rel=next"],
  ["with several relations", '<https://depot.example.com/parcels?after=c1&limit=2>; rel="last next"'],
  ["in capitals", '<https://depot.example.com/parcels?after=c1&limit=2>; REL="NEXT"'],
  [
    "behind other attributes",
    '<https://depot.example.com/parcels?after=c1&limit=2>; title="a, b; c"; rel="next"',
  ],
  ["relative to the request", '</parcels?after=c1&limit=2>; rel="next"'],
  ["with the port written out", '<https://depot.example.com:443/parcels?after=c1&limit=2>; rel="next"'],
])("a next page %s is found", ([, header]) => {
  expect(behind(header)).toMatchObject({ cursor: "c1", request: { path: "/parcels?after=c1&limit=2" } });
});

test("a comma inside a URL does not end it", () => {
  const found = behind(
    '<https://depot.example.com/parcels?filter=a,b&after=c,1>; rel="next"',
    "/parcels?filter=a%2Cb",
  );
  expect(found?.cursor).toBe("c,1");
});

test.for([undefined, "", '<https://depot.example.com/parcels?after=c0>; rel="self"'])(
  "without a next link (%s) the list ends",
  (header) => {
    expect(behind(header)).toBeUndefined();
  },
);

test.for([
  "https://evil.example.com/parcels?after=c1",
  "http://depot.example.com/parcels?after=c1",
  "https://depot.example.com:8443/parcels?after=c1",
  "https://depot.example.com.evil.com/parcels?after=c1",
  "https://depot.example.com@evil.com/parcels?after=c1",
  "//evil.example.com/parcels?after=c1",
  "https://depot.example.com/secrets?after=c1",
  "https://depot.example.com/parcels/../secrets?after=c1",
  "https://depot.example.com/parcels/?after=c1",
  "javascript:alert(1)",
])("a next page elsewhere (%s) is refused", (uri) => {
  expect(() => behind(`<${uri}>; rel="next"`)).toThrow(OriginRefusedError);
});

test.for([
  "next",
  "<https://depot.example.com/parcels?after=c1",
  "<http://[>; rel=next",
  "<https://depot.example.com/parcels?limit=2>; rel=next",
])("a Link header that can't be followed (%s) does not end the list in silence", (header) => {
  expect(() => behind(header)).toThrow(UnexpectedAnswerError);
});

test("a Link header that is padded with thousands of blanks is not parsed, a long one is", () => {
  const padded = (blanks: number, filter: string): string =>
    `<https://depot.example.com/parcels?after=c1&filter=${filter}>${" ".repeat(blanks)}; rel="next"`;
  expect(() => behind(padded(10_000, ""))).toThrow(UnexpectedAnswerError);
  expect(() => behind(padded(10_000, ""))).toThrow("padded");
  expect(behind(padded(3, "x".repeat(12_000)))?.cursor).toBe("c1");
});

test("what a next link drops is sent again, but for what it replaces on purpose", () => {
  const replacing: Paging = { kind: "link", cursor: "after", replaces: ["since"], end: "no_next" };
  const path = "/parcels?since=2026-01-01&expand=a%20b&limit=2";
  const header = '<https://depot.example.com/parcels?after=c1&limit=100>; rel="next"';
  expect(behind(header, path, replacing)?.request.path).toBe("/parcels?after=c1&limit=100&expand=a%20b");
});

test("a cursor in the body replaces the one before", () => {
  const sent = {
    origin,
    request: { method: "GET", path: "/parcels?from=c0&size=2", headers: {} },
    answer: { status: 200, headers: {}, body: Buffer.alloc(0) },
  } as const;
  expect(nextPage("parcels:list", cursor, sent, { page: { next: "c 1&x=2" } })).toMatchObject({
    cursor: "c 1&x=2",
    request: { path: "/parcels?from=c%201%26x%3D2&size=2" },
  });
  expect(nextPage("parcels:list", cursor, sent, { page: { next: 40 } })).toMatchObject({
    cursor: "40",
    request: { path: "/parcels?from=40&size=2" },
  });
  for (const next of [null, "", false, 0])
    expect(nextPage("parcels:list", cursor, sent, { page: { next } })).toBeUndefined();
  expect(nextPage("parcels:list", cursor, sent, {})).toBeUndefined();
  // Whatever it is, it says that there is more.
  for (const next of [true, {}, ["c1"]])
    expect(() => nextPage("parcels:list", cursor, sent, { page: { next } })).toThrow(UnexpectedAnswerError);
});

test("whatever a cursor or a query holds, it comes back as it was and stays in its place", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 });
  fc.assert(
    fc.property(text, text, (after, filter) => {
      const url = new URL("/parcels", origin);
      url.searchParams.set("after", after);
      const found = behind(`<${url}>; rel="next"`, `/parcels?filter=${encodeURIComponent(filter)}`);
      const next = new URL(found?.request.path ?? "", origin);
      expect(next.origin + next.pathname).toBe(`${origin}/parcels`);
      expect([...next.searchParams]).toEqual([
        ["after", url.searchParams.get("after")],
        ["filter", new URL(`?filter=${encodeURIComponent(filter)}`, origin).searchParams.get("filter")],
      ]);
    }),
  );
});

test("no Link header whatever leads to another origin or path", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "<",
      ">",
      ";",
      ",",
      '"',
      "\\",
      " ",
      "rel=next",
      'rel="next"',
      "https://",
      "//",
      "evil.com",
      "/parcels",
      "?after=c1",
      "@",
      origin,
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      let found: NextPage | undefined;
      try {
        found = behind(pieces.join(""));
      } catch (error) {
        expect(error instanceof OriginRefusedError || error instanceof UnexpectedAnswerError).toBe(true);
      }
      if (found) expect(found.request.path).toMatch(/^\/parcels\?after=/);
    }),
    { numRuns: 2000 },
  );
});
