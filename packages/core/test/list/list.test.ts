import { expect, test } from "vitest";
import type { List } from "../../src/connector/list.ts";
import type { WireRequest } from "../../src/testing/api-server.ts";
import { failure } from "../http/bench.ts";
import { bench, next, type Parcel, parcels } from "./bench.ts";

/** Answers with pages of these sizes, one behind the other. */
function pages(...sizes: number[]): (request: WireRequest) => object & { status: number } {
  return ({ query, headers }) => {
    const at = Number(query["after"] ?? 0);
    const before = sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
    const after = at + 1 < sizes.length ? `${at + 1}` : undefined;
    return { status: 200, body: parcels(before, sizes[at] ?? 0), headers: next(headers["host"], after) };
  };
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

test("a list that is awaited gives its first page, and asks for no other", async () => {
  await using on = await bench();
  on.reply(pages(2, 2));
  expect(await on.list("parcels:linked")).toEqual(parcels(0, 2));
  expect(on.requests.length).toBe(1);
  expect(await on.outcomes()).toMatchObject([
    { outcome: "success", details: { pages: 1, items: 2, attempts: 1 } },
  ]);
});

test("nothing is decided or sent for a list that nobody reads", async () => {
  await using on = await bench();
  on.list("parcels:linked");
  on.list("parcels:linked").pages();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(on.requests).toEqual([]);
});

test("a list that is iterated gives the items of all pages, as one action with one outcome", async () => {
  await using on = await bench();
  on.reply(pages(2, 3, 1));
  expect(await all(on.list("parcels:linked", { expand: "a b" }))).toEqual(parcels(0, 6));
  expect(on.requests.map(({ query }) => query)).toEqual([
    { expand: "a b" },
    { after: "1", expand: "a b" },
    { after: "2", expand: "a b" },
  ]);
  expect(await on.outcomes()).toMatchObject([
    { outcome: "success", details: { pages: 3, items: 6, attempts: 3 } },
  ]);
});

test("a list's iterator can be iterated itself, and goes on where it stands", async () => {
  await using on = await bench();
  on.reply(pages(2, 1));
  const items = on.list("parcels:linked")[Symbol.asyncIterator]() as AsyncIterableIterator<Parcel>;
  expect(await items.next()).toEqual({ done: false, value: parcels(0, 1)[0] });
  expect(await all(items)).toEqual(parcels(0, 3).slice(1));
});

test("an empty page in the middle or at the end ends nothing by itself", async () => {
  await using on = await bench();
  on.reply(pages(2, 0, 1, 0));
  expect(await all(on.list("parcels:linked"))).toEqual(parcels(0, 3));
  expect(on.requests.length).toBe(4);
});

test("a cursor in the body leads on, and a wrapped list is unwrapped", async () => {
  await using on = await bench();
  on.reply(({ query }) => ({
    status: 200,
    body: query["from"] === "b" ? { parcels: parcels(2, 1) } : { parcels: parcels(0, 2), next: "b" },
  }));
  expect(await all(on.list("parcels:wrapped"))).toEqual(parcels(0, 3));
});

test("a list that comes in one answer is read in one", async () => {
  await using on = await bench();
  on.reply(({ headers }) => ({ status: 200, body: parcels(0, 2), headers: next(headers["host"], "1") }));
  expect(await all(on.list("parcels:all"))).toEqual(parcels(0, 2));
  expect(on.requests.length).toBe(1);
});

test("the next page is on its way while one is looked at", async () => {
  await using on = await bench();
  on.reply(pages(1, 1, 1));
  const reading = on.list("parcels:linked").pages();
  expect((await reading.next()).value).toMatchObject({ number: 1, cursor: "1" });
  await expect.poll(() => on.requests.length).toBe(2);
  await reading.return(undefined);
  expect(on.requests.length).toBe(2);
});

test.for<[string, (list: List<Parcel>) => PromiseLike<unknown>]>([
  ["awaited", (list) => list],
  ["iterated", all],
  ["read page by page", (list) => all(list.pages())],
  ["read into an array", (list) => list.toArray({ limit: 10 })],
])("a list that is %s fails with the id of its action", async ([, read]) => {
  await using on = await bench();
  on.reply(() => ({ status: 404, body: {} }));
  const error = await failure(read(on.list("parcels:linked")));
  const [outcome] = await on.outcomes();
  expect(error).toMatchObject({ code: "api_error", actionId: outcome?.actionId });
  expect(outcome?.actionId).toBeDefined();
});

test("the last page says so by having no cursor", async () => {
  await using on = await bench();
  on.reply(pages(1, 1));
  expect(
    (await all(on.list("parcels:linked").pages())).map(({ number, cursor }) => [number, cursor]),
  ).toEqual([
    [1, "1"],
    [2, undefined],
  ]);
});

test("a loop that is left ends the action, and what was on its way is called off", async () => {
  await using on = await bench();
  on.reply(pages(2, 2, 2));
  for await (const { id } of on.list("parcels:linked")) if (id === "p1") break;
  expect(await on.outcomes()).toMatchObject([{ outcome: "success", details: { pages: 1, items: 2 } }]);
});

test("a page that the API is slow to give does not hold up a loop that was left", async () => {
  await using on = await bench();
  on.reply((request) =>
    request.query["after"] === undefined ? pages(1, 1)(request) : { status: 503, body: {} },
  );
  const reading = on.list("parcels:linked").pages();
  await reading.next();
  await expect.poll(() => on.requests.length).toBe(2);
  // It would be asked for again, and again, for seconds.
  await reading.return(undefined);
  expect(on.requests.length).toBe(2);
  expect(await on.outcomes()).toMatchObject([{ outcome: "success", details: { pages: 1 } }]);
});

test("a page that fails after the loop was left bothers nobody", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  await using on = await bench();
  on.reply((request) =>
    request.query["after"] === undefined ? pages(1, 1)(request) : { status: 404, body: {} },
  );
  const reading = on.list("parcels:linked").pages();
  await reading.next();
  await expect.poll(() => on.requests.length).toBe(2);
  await reading.return(undefined);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
  expect(await on.outcomes()).toMatchObject([{ outcome: "success" }]);
});

test("a page that fails in the middle fails the loop there, after the items before it", async () => {
  await using on = await bench();
  on.reply((request) =>
    request.query["after"] === "2"
      ? { status: 400, body: { code: "BAD_CURSOR", text: "no such page" } }
      : pages(1, 1, 1)(request),
  );
  const seen: Parcel[] = [];
  const reading = async (): Promise<void> => {
    for await (const item of on.list("parcels:linked")) seen.push(item);
  };
  const error = await failure(reading());
  expect(seen).toEqual(parcels(0, 2));
  expect(error).toMatchObject({
    code: "api_error",
    apiCode: "BAD_CURSOR",
    hint: expect.stringContaining("cursor in after may have expired"),
  });
  expect(await on.outcomes()).toMatchObject([{ outcome: "failure", details: { pages: 2, items: 2 } }]);
});

test("a reading can go on later where it ended, and an expired place is told as such", async () => {
  await using on = await bench();
  on.reply(pages(1, 1, 1));
  const reading = on.list("parcels:linked").pages();
  const { value: page } = await reading.next();
  await reading.return(undefined);
  expect(await all(on.list("parcels:linked", { after: page?.cursor }))).toEqual(parcels(1, 2));
  on.reply({ status: 410, body: {} });
  expect(await failure(on.list("parcels:linked", { after: "old" }))).toMatchObject({
    hint: expect.stringContaining("expired"),
  });
});

test.for(["https://evil.example.com/parcels?after=1", "http://HOST/secrets?after=1"])(
  "a next page at %s gets no request",
  async (uri) => {
    await using on = await bench();
    on.reply(({ headers }) => ({
      ...{ status: 200, body: parcels(0, 1) },
      headers: { link: `<${uri.replace("HOST", headers["host"] ?? "")}>; rel="next"` },
    }));
    expect(await failure(all(on.list("parcels:linked")))).toMatchObject({ code: "origin_refused" });
    expect(on.requests.length).toBe(1);
    expect(await on.outcomes()).toMatchObject([{ outcome: "failure" }]);
  },
);

test("pages that go round in a circle are noticed", async () => {
  await using on = await bench();
  on.reply(({ query, headers }) => ({
    ...{ status: 200, body: parcels(0, 1) },
    headers: next(headers["host"], query["after"] === "a" ? "b" : "a"),
  }));
  expect((await failure(all(on.list("parcels:linked")))).message).toContain("circle");
  expect(on.requests.length).toBe(3);
});

test("a log that always names a next page ends at an empty one, with the place to go on from", async () => {
  await using on = await bench();
  const log = parcels(0, 5);
  on.reply(({ query, headers }) => {
    const at = Number(query["after"] ?? 0);
    const body = log.slice(at, at + 2);
    return { status: 200, body, headers: next(headers["host"], `${at + body.length}`) };
  });
  const read = await all(on.list("parcels:polled", { since: "yesterday" }).pages());
  expect(read.map(({ items, cursor }) => [items.length, cursor])).toEqual([
    [2, "2"],
    [2, "4"],
    [1, "5"],
    [0, "5"],
  ]);
  expect(on.requests.map(({ query }) => query)).toEqual([
    { since: "yesterday" },
    { after: "2" },
    { after: "4" },
    { after: "5" },
  ]);
  log.push(...parcels(5, 1));
  expect(await all(on.list("parcels:polled", { after: read.at(-1)?.cursor }))).toEqual(parcels(5, 1));
});

test("an event that comes twice is given once", async () => {
  await using on = await bench();
  on.reply(({ query, headers }) => {
    const at = Number(query["after"] ?? 0);
    const body = at < 3 ? [...parcels(at, 2), { id: "p0" }, {}] : [];
    return { status: 200, body, headers: next(headers["host"], `${at + 1}`) };
  });
  const ids = (await all(on.list("parcels:polled"))).map(({ id }) => id);
  expect(ids).toEqual(["p0", "p1", undefined, "p2", undefined, "p3", undefined]);
});

test("of the last ten thousand events each is given once, and no more are kept in mind", async () => {
  await using on = await bench();
  const bodies = [parcels(0, 10_001), [...parcels(10_000, 1), ...parcels(0, 1)], []];
  on.reply(({ query, headers }) => {
    const at = Number(query["after"] ?? 0);
    return { status: 200, body: bodies[at], headers: next(headers["host"], `${at + 1}`) };
  });
  const ids = (await all(on.list("parcels:polled"))).map(({ id }) => id);
  expect(ids.length).toBe(10_002);
  expect(ids.slice(10_000)).toEqual(["p10000", "p0"]);
});

test("a call that is cancelled in the middle ends with the caller's reason", async () => {
  await using on = await bench();
  on.reply(pages(1, 1, 1, 1));
  const stop = new AbortController();
  const reason = new Error("enough");
  const reading = async (): Promise<void> => {
    for await (const { id } of on.list("parcels:linked", {}, { signal: stop.signal }))
      if (id === "p1") stop.abort(reason);
  };
  expect(await failure(reading())).toBe(reason);
  expect(await on.outcomes()).toMatchObject([{ outcome: "failure" }]);
});

test("more items than agreed are an error, never dropped in silence", async () => {
  await using on = await bench();
  on.reply(pages(2, 2));
  expect(await on.list("parcels:linked").toArray({ limit: 4 })).toEqual(parcels(0, 4));
  expect(await failure(on.list("parcels:linked").toArray({ limit: 3 }))).toBeInstanceOf(RangeError);
});

test("an answer that holds no list, or an item that does not fit, is unexpected", async () => {
  await using on = await bench();
  on.reply({ status: 200, body: { parcels: 7 } });
  expect(await failure(on.list("parcels:linked"))).toMatchObject({ code: "unexpected_answer" });
  on.reply({ status: 200, body: [{ id: 7 }] });
  expect((await failure(on.list("parcels:checked"))).message).toContain("0.id");
  on.reply({ status: 200, body: "[1, 2" });
  expect((await failure(on.list("parcels:linked"))).message).toContain("not JSON");
});

test("items that are asked for without waiting come in their order, and the end comes once for each", async () => {
  await using on = await bench();
  on.reply(pages(2, 1));
  const iterator = on.list("parcels:linked")[Symbol.asyncIterator]();
  const asked = await Promise.all(Array.from({ length: 5 }, () => iterator.next()));
  expect(asked.map(({ done, value }) => (done ? "done" : value?.id))).toEqual([
    "p0",
    "p1",
    "p2",
    "done",
    "done",
  ]);
});

test("an iterator that was returned gives nothing more", async () => {
  await using on = await bench();
  on.reply(pages(3, 3));
  const iterator = on.list("parcels:linked")[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  expect((await on.outcomes()).length).toBe(1);
});
