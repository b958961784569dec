import { expect, test } from "vitest";
import { definition, type OktaConnector } from "../src/index.ts";
import { bench, failure } from "./bench.ts";

const john = "00u1a2b3c4d5e6f7g8";
const gone = "00u9gone000000000005d7";
const engineering = "0gra1b2c3d4e5f6g7";

test("what was just written is found by id and by filter, while the search index lags behind", async () => {
  await using on = await bench({ searchLagMs: 3_600_000 });
  const { id } = await on.okta.createUser({ firstName: "Jane", lastName: "Doe", email: "jane@acme.com" });
  const byEmail = 'profile.email eq "jane@acme.com"';
  expect(await on.okta.listUsers({ search: byEmail })).toEqual([]);
  expect((await on.okta.listUsers({ filter: byEmail })).map((user) => user.id)).toEqual([id]);
  expect((await on.okta.getUser("jane@acme.com")).id).toBe(id);
});

test("no outcome is settled by an index that lags behind", () => {
  const reads = Object.values(definition.operations).flatMap(({ reconcile }) => reconcile ?? []);
  expect(reads.length).toBeGreaterThan(5);
  expect(reads.flatMap((read) => Object.keys(read.with))).not.toContain("search");
});

test("deactivated users are missing from the plain list, and there in a search or a filter", async () => {
  await using on = await bench();
  const ids = async (query: object): Promise<string[]> =>
    (await on.okta.listUsers(query).toArray({ limit: 1000 })).map(({ id }) => id);
  expect(await ids({})).not.toContain(gone);
  expect(await ids({ search: 'lastUpdated gt "1970-01-01T00:00:00.000Z"' })).toContain(gone);
  expect(await ids({ filter: 'status eq "DEPROVISIONED"' })).toEqual([gone]);
});

test("a type-ahead is one page of ten, or of as many as were asked for", async () => {
  await using on = await bench({ rateLimits: "off" });
  for (let n = 1; n <= 12; n += 1)
    await on.okta.createUser({ firstName: "Zed", lastName: `No ${n}`, email: `zed${n}@acme.com` });
  const before = on.asked().length;
  expect(await on.okta.listUsers({ q: "Zed" }).toArray({ limit: 1000 })).toHaveLength(10);
  expect(await on.okta.listUsers({ q: "Zed", limit: 12 }).toArray({ limit: 1000 })).toHaveLength(12);
  expect(on.asked().slice(before)).toEqual([
    "GET /api/v1/users?q=Zed 200",
    "GET /api/v1/users?q=Zed&limit=12 200",
  ]);
});

test("a page of more than 200 users is refused here, before the org times out on it", async () => {
  await using on = await bench();
  const error = await failure(on.okta.listUsers({ limit: 201 }));
  expect(error).toMatchObject({ code: "invalid_input", faults: [{ path: "limit" }] });
  expect(on.asked()).toEqual([]);
});

test("a page of members that took too long is not asked for again, and a smaller one is the advice", async () => {
  await using on = await bench();
  on.sim.faults.add({ on: { method: "GET" }, error: "E0000009" });
  await expect(on.okta.getGroupMembers(engineering)).rejects.toMatchObject({
    status: 500,
    apiCode: "E0000009",
    hint: expect.stringContaining("smaller limit"),
  });
  expect(on.asked().length).toBe(1);
  const members = await on.okta.getGroupMembers(engineering, { limit: 1 }).toArray({ limit: 1000 });
  expect(members.map(({ id }) => id)).toContain(john);
  expect(on.asked().length).toBe(1 + members.length);
});

test.for(['O"Brien', "back\\slash", "a&b=c#d", "50 % + more", "São"])(
  "a last name like %s is found by an expression that quotes it as JSON",
  async (lastName) => {
    await using on = await bench();
    const { id } = await on.okta.createUser({ firstName: "Jo", lastName, email: "jo@acme.com" });
    const found = await on.okta.listUsers({ filter: `profile.lastName eq ${JSON.stringify(lastName)}` });
    expect(found.map((user) => user.id)).toEqual([id]);
  },
);

test.for(["jo+hr@acme.com", "jo#1@acme.com", "jo&co@acme.com", "josé@acme.com"])(
  "the login %s names its user as one segment of the path",
  async (login) => {
    await using on = await bench();
    const { id } = await on.okta.createUser({ firstName: "Jo", lastName: "B", email: "jo@acme.com", login });
    expect((await on.okta.getUser(login)).id).toBe(id);
    expect(on.sim.requests.at(-1)?.path).toBe(`/api/v1/users/${encodeURIComponent(login)}`);
  },
);

test("a login with a slash is refused in a path, and leads to its user by a filter", async () => {
  await using on = await bench();
  const login = "jo/hr@acme.com";
  const { id } = await on.okta.createUser({ firstName: "Jo", lastName: "B", email: "jo@acme.com", login });
  const before = on.asked().length;
  await expect(on.okta.suspendUser(login)).rejects.toMatchObject({
    code: "invalid_input",
    faults: [{ path: "userId", message: expect.stringContaining("separator") }],
  });
  expect(on.asked().length).toBe(before);
  const [found] = await on.okta.listUsers({ filter: `profile.login eq ${JSON.stringify(login)}` });
  expect((await on.okta.getUser(found?.id ?? "")).id).toBe(id);
});

const login = "jdoe@acme.com";
const nobody = "nobody@acme.com";
const portal = "0oa3portal00000000005d7";
const unfound: readonly [string, string, (okta: OktaConnector) => PromiseLike<unknown>][] = [
  ["an activation of nobody", "no user has this id or login", (okta) => okta.activateUser(nobody)],
  ["a suspension of nobody", "no user has this id or login", (okta) => okta.suspendUser(nobody)],
  ["an unsuspension of nobody", "no user has this id or login", (okta) => okta.unsuspendUser(nobody)],
  [
    "a password reset for nobody",
    "no user has this id or login",
    (okta) => okta.resetPassword(nobody, { sendEmail: true }),
  ],
  ["the factors of a login", "a login is not taken here", (okta) => okta.listFactors(login)],
  ["a login as a new member", "a login is not taken here", (okta) => okta.addGroupMember(engineering, login)],
  ["a login as a member", "a login is not taken here", (okta) => okta.removeGroupMember(engineering, login)],
  ["a login for an app", "a login is not taken here", (okta) => okta.assignUserToApp(portal, login)],
  ["a login of an app", "a login is not taken here", (okta) => okta.removeUserFromApp(portal, login)],
];

test.for(unfound)("%s is not found, and why that may be is said", async ([, hint, call]) => {
  await using on = await bench();
  await expect(call(on.okta)).rejects.toMatchObject({
    ...{ status: 404, apiCode: "E0000007", hint: expect.stringContaining(hint) },
  });
});

test("events older than seven days come to those who say since when", async () => {
  await using on = await bench();
  const event = "2025-02-03T08:12:44.310Z";
  const published = async (query: object): Promise<string[]> =>
    (await on.okta.getLogs(query).toArray({ limit: 10_000 })).map((found) => found.published);
  expect(await published({})).not.toContain(event);
  expect(await published({ since: "2025-01-01T00:00:00Z" })).toContain(event);
});
