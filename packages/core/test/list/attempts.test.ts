import { expect, test } from "vitest";
import { homeAt } from "../../src/runtime/home.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { SetClock } from "../support/clock.ts";
import { type House, house, log } from "../support/house.ts";
import { tapped } from "../support/tap.ts";

/** A building of so many doors, a page each, and what was committed to the store of its runtime. */
async function bench(
  home: House,
  doors: number,
  clock: SetClock = new SetClock(),
): Promise<{ runtime: Runtime; commits: string[] }> {
  for (let n = home.building.doors.size + 1; n <= doors; n += 1)
    home.building.doors.set(`d${n}`, { id: `d${n}`, name: `Door ${n}`, state: "open" });
  const commits: string[] = [];
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    after: (label) => commits.push(label),
  });
  return { runtime: await home.open({ store, clock }), commits };
}

/** The requests that the log tells of, in its order: those of `attempt` records, then the outcome's. */
async function told(runtime: Runtime): Promise<unknown[]> {
  const records = await log(runtime);
  return records.flatMap(({ kind, details }) => {
    if (kind === "attempt") return [details["path"]];
    return kind === "outcome" ? [(details["last"] as { path: string }).path] : [];
  });
}

const pathOf = (page: number): string => (page === 0 ? "/doors" : `/doors?page=${page}`);

test("each page of a list is on record, in the commit of the outcome", async () => {
  await using home = await house();
  const { runtime, commits } = await bench(home, 3);
  expect(await home.doors(runtime).execute("doors:read", {}).toArray({ limit: 3 })).toHaveLength(3);
  expect(commits).toEqual(["policy", "decision", "vault", "attempt+attempt+outcome"]);
  expect(await told(runtime)).toEqual([0, 1, 2].map(pathOf));
  const first = (await log(runtime)).find(({ kind }) => kind === "attempt");
  expect(first).toMatchObject({
    ...{ agentId: "agent-1", operation: "doors:read" },
    details: {
      ...{ method: "GET", path: "/doors", status: 200, sent: true },
      at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    },
  });
});

test("a read of one request has its decision and its outcome on record, and nothing else", async () => {
  await using home = await house();
  const { runtime, commits } = await bench(home, 2);
  const doors = home.doors(runtime);
  await doors.execute("doors:read_detail", { doorId: "d1" });
  commits.length = 0;
  await doors.execute("doors:read_detail", { doorId: "d1" });
  await doors.execute("doors:read", {});
  expect(commits).toEqual(["decision", "outcome", "decision", "outcome"]);
});

test("a page that is asked for again is on record behind those before it, and before it is asked for", async () => {
  await using home = await house();
  const { runtime, commits } = await bench(home, 3);
  let failures = 1;
  home.building.intercept(({ query }) =>
    query["page"] === "1" && failures-- > 0 ? { status: 503 } : undefined,
  );
  await home.doors(runtime).execute("doors:read", {}).toArray({ limit: 3 });
  expect(commits.slice(-2)).toEqual(["attempt+attempt", "attempt+outcome"]);
  expect(await told(runtime)).toEqual([0, 1, 1, 2].map(pathOf));
});

test("of a long list, pages go on record as it is read", async () => {
  await using home = await house();
  const { runtime, commits } = await bench(home, 150);
  await home.doors(runtime).execute("doors:read", {}).toArray({ limit: 150 });
  expect(await told(runtime)).toEqual(Array.from({ length: 150 }, (_, page) => pathOf(page)));
  expect(commits.slice(3).map((label) => label.split("+").length)).toEqual([64, 64, 22]);
});

test("of a list whose pages take long, each is on record with the first that ends a second later", async () => {
  await using home = await house();
  const clock = new SetClock();
  const { runtime, commits } = await bench(home, 20, clock);
  home.building.intercept(() => {
    clock.move(400);
    return undefined;
  });
  await home.doors(runtime).execute("doors:read", {}).toArray({ limit: 20 });
  expect(await told(runtime)).toEqual(Array.from({ length: 20 }, (_, page) => pathOf(page)));
  const pages = commits.slice(3).map((label) => label.split("+").length);
  expect(Math.max(...pages)).toBeLessThanOrEqual(4);
});
