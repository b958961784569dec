import { expect, test } from "vitest";
import type { WireAnswer, WireRequest } from "../../src/testing/api-server.ts";
import { failure } from "../http/bench.ts";
import { bench, type ListBench, next, type Parcel, parcels } from "./bench.ts";

/** Pages of one parcel; the header of the first one comes at once, its body when `bodyAfter` says so. */
function answer(on: ListBench, count: number, ...bodyAfter: Promise<unknown>[]): void {
  on.reply(({ query, headers }: WireRequest): WireAnswer => {
    const at = Number(query["after"] ?? 0);
    const until = at === 0 ? bodyAfter.shift() : undefined;
    return {
      ...{ status: 200, body: parcels(at, 1) },
      headers: next(headers["host"], at + 1 < count ? String(at + 1) : undefined),
      ...(until && { bodyAfter: until }),
    };
  });
}

async function all(items: AsyncIterable<Parcel>): Promise<Parcel[]> {
  const found: Parcel[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const cursors = (on: ListBench): (string | undefined)[] => on.requests.map(({ query }) => query["after"]);

test("the next page is asked for once the header of the one before names it, and comes behind it", async () => {
  await using on = await bench();
  const body = Promise.withResolvers<void>();
  answer(on, 3, body.promise);
  const reading = all(on.list("parcels:linked"));
  await expect.poll(() => cursors(on)).toEqual([undefined, "1"]);
  body.resolve();
  expect(await reading).toEqual(parcels(0, 3));
  expect(cursors(on)).toEqual([undefined, "1", "2"]);
});

test("no page is asked for before somebody waits for the one in front of it", async () => {
  await using on = await bench();
  answer(on, 9);
  const reading = on.list("parcels:linked").pages();
  for (const asked of [2, 3, 4]) {
    await reading.next();
    await expect.poll(() => on.requests.length).toBe(asked);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(on.requests.length).toBe(asked);
  }
  await reading.return(undefined);
});

test("pages are put on record in the order of the list, whichever ends first", async () => {
  await using on = await bench();
  const body = Promise.withResolvers<void>();
  answer(on, 2, body.promise);
  const reading = all(on.list("parcels:linked"));
  await expect.poll(() => on.requests.length).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  body.resolve();
  await reading;
  expect(await on.outcomes()).toMatchObject([
    { details: { pages: 2, items: 2, attempts: 2, last: { path: "/parcels?after=1", status: 200 } } },
  ]);
});

test("a page that is lost after its header is asked for again, and the one behind it only once", async () => {
  await using on = await bench();
  const body = Promise.withResolvers<void>();
  answer(on, 2, body.promise);
  const reading = all(on.list("parcels:linked"));
  await expect.poll(() => on.requests.length).toBe(2);
  body.reject(new Error("cut"));
  expect(await reading).toEqual(parcels(0, 2));
  expect(cursors(on)).toEqual([undefined, "1", undefined]);
});

test("what the whole answer names counts, where the header that was lost named another page", async () => {
  await using on = await bench();
  const body = Promise.withResolvers<void>();
  let times = 0;
  on.reply(({ query, headers: { host } }) => {
    const after = query["after"];
    if (after !== undefined) return { status: 200, body: [{ id: after }] };
    times += 1;
    if (times === 1) return { status: 200, headers: next(host, "gone"), body: [], bodyAfter: body.promise };
    return { status: 200, headers: next(host, "right"), body: parcels(0, 1) };
  });
  const reading = all(on.list("parcels:linked"));
  await expect.poll(() => cursors(on)).toEqual([undefined, "gone"]);
  body.reject(new Error("cut"));
  expect(await reading).toEqual([...parcels(0, 1), { id: "right" }]);
});

test("a call that is cancelled while two pages are on their way calls off both, with one outcome", async () => {
  await using on = await bench();
  const stop = new AbortController();
  answer(on, 2, new Promise(() => {}));
  const reading = failure(all(on.list("parcels:linked", {}, { signal: stop.signal })));
  await expect.poll(() => on.requests.length).toBe(2);
  stop.abort(new Error("no longer wanted"));
  expect((await reading).message).toBe("no longer wanted");
  expect(await on.outcomes()).toMatchObject([{ outcome: "failure", details: { pages: 0, items: 0 } }]);
});

test("a header that names a page of another host sends nothing there, and fails when the page is there", async () => {
  await using on = await bench();
  const body = Promise.withResolvers<void>();
  on.reply({
    ...{ status: 200, body: parcels(0, 1), bodyAfter: body.promise },
    headers: { link: '<https://evil.example.com/parcels?after=1>; rel="next"' },
  });
  const reading = failure(all(on.list("parcels:linked")));
  await expect.poll(() => on.requests.length).toBe(1);
  body.resolve();
  expect(await reading).toMatchObject({ code: "origin_refused" });
  expect(on.requests.length).toBe(1);
});

test("a log whose end is an empty page is not asked beyond it", async () => {
  await using on = await bench();
  on.reply(({ query, headers }) => ({
    ...{ status: 200, body: query["after"] === undefined ? parcels(0, 1) : [] },
    headers: next(headers["host"], "end"),
  }));
  expect(await all(on.list("parcels:polled"))).toEqual(parcels(0, 1));
  expect(cursors(on)).toEqual([undefined, "end"]);
});
