import { expect, test } from "vitest";
import { bench } from "./bench.ts";

test.for(["lines of its own", "joined"] as const)(
  "a list whose links come on %s is read to its end",
  async (lines) => {
    await using on = await bench({ rateLimits: "off" });
    const all = await on.okta.listUsers().toArray({ limit: 1000 });
    const before = on.asked().length;
    if (lines === "joined") on.sim.faults.add({ times: 1000, links: "joined" });
    const paged = await on.okta.listUsers({ limit: 2 }).toArray({ limit: 1000 });
    expect(paged).toEqual(all);
    expect(on.asked().length - before).toBe(Math.ceil(all.length / 2));
  },
);

test("a next page at another host ends the reading, and the host gets nothing", async () => {
  await using on = await bench();
  on.sim.faults.add({ links: "hostile" });
  await expect(on.okta.listUsers({ limit: 2 }).toArray({ limit: 1000 })).rejects.toMatchObject({
    code: "origin_refused",
    message: expect.stringContaining("okta.attacker.example"),
  });
  expect(on.asked().length).toBe(1);
});

test("an empty page that a full last one announced adds nothing and ends nothing too early", async () => {
  await using on = await bench({ rateLimits: "off", emptyTrailingPage: true });
  const search = 'lastUpdated gt "1970-01-01T00:00:00.000Z"';
  const all = await on.okta.listUsers({ search }).toArray({ limit: 1000 });
  const pages: number[] = [];
  for await (const { items } of on.okta.listUsers({ search, limit: 1 }).pages()) pages.push(items.length);
  expect(pages).toEqual([...all.map(() => 1), 0]);
});

test("what a next link drops of the question is asked again on each page", async () => {
  await using on = await bench({ rateLimits: "off" });
  await on.okta.listApps({ limit: 2, includeNonDeleted: true }).toArray({ limit: 1000 });
  const questions = on.sim.requests.map(({ query }) => new URLSearchParams(query).get("includeNonDeleted"));
  expect(questions.length).toBeGreaterThan(2);
  expect(new Set(questions)).toEqual(new Set(["true"]));
});

test("domains come as a list, though Okta wraps them into an object", async () => {
  await using on = await bench();
  const domains = await on.okta.listDomains();
  expect(domains.map(({ id }) => id)).toContain("default");
  expect(domains.map(({ validationStatus }) => validationStatus)).toContain("FAILED_TO_VERIFY");
});

test("a request without a body says that it has none", async () => {
  await using on = await bench();
  await on.okta.addGroupMember("00g8empty000000005d7", "00u1a2b3c4d5e6f7g8");
  await on.okta.suspendUser("00u1a2b3c4d5e6f7g8");
  expect(on.sim.requests.map(({ headers }) => headers["content-length"])).toEqual(["0", "0"]);
});
