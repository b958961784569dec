import { expect, test } from "vitest";
import { all, bench, DIRECTORY_GROUP, ENGINEERING, EVERYONE, GITHUB, JOHN, query } from "./bench.ts";

const OMAR = "00u4omar00000000005d7";
const REFUSED = { status: 403, json: { errorCode: "E0000006" } };

test("q finds the Engineering groups, the exact name first, without a Link header", async () => {
  await using b = await bench();
  const reply = await b.call("GET /api/v1/groups?q=engineering");
  const names = reply.json.map(({ profile }: { profile: { name: string } }) => profile.name);
  expect(names[0]).toBe("Engineering");
  expect(names.toSorted()).toEqual(["Engineering", "Engineering Managers", "Engineering On-call"]);
  expect(reply.headers["link"]).toBeUndefined();
});

test.for([
  [{ search: 'type eq "APP_GROUP"' }, ["Finance (AD)"]],
  [{ search: 'profile.description co "sales"' }, ["Sales"]],
  [{ search: 'profile.samAccountName eq "finance"' }, ["Finance (AD)"]],
  [{ filter: 'type eq "BUILT_IN"' }, ["Everyone"]],
  [{ filter: `id eq "${ENGINEERING}"` }, ["Engineering"]],
  [
    { search: 'profile.name sw "eng"', sortBy: "profile.name", sortOrder: "desc" },
    ["Engineering On-call", "Engineering Managers", "Engineering"],
  ],
] as const)("a list by %o", async ([parameters, names]) => {
  await using b = await bench();
  const { json } = await b.call(`GET /api/v1/groups${query(parameters)}`);
  expect(json.map(({ profile }: { profile: { name: string } }) => profile.name)).toEqual(names);
});

test("the list pages, its self link says 10000 when nothing is asked, and stats come with expand", async () => {
  await using b = await bench();
  const plain = await b.call("GET /api/v1/groups");
  expect(plain.headers["link"]).toBe(`<${b.sim.url}/api/v1/groups?limit=10000>; rel="self"`);
  expect(await all(b.call, "/api/v1/groups?limit=2")).toEqual(plain.json);
  const { json } = await b.call(
    `GET /api/v1/groups${query({ filter: `id eq "${ENGINEERING}"`, expand: "stats" })}`,
  );
  expect(json[0]._embedded.stats).toMatchObject({ usersCount: 3, appsCount: 2 });
});

test("a group is created with 200, read, renamed whole and deleted once", async () => {
  await using b = await bench();
  const created = await b.call("POST /api/v1/groups", { profile: { name: "Design", description: "Pixels" } });
  expect(created).toMatchObject({
    status: 200,
    json: { type: "OKTA_GROUP", objectClass: ["okta:user_group"] },
  });
  const path = `/api/v1/groups/${created.json.id}`;
  expect((await b.call(`GET ${path}`)).json.profile).toEqual({ name: "Design", description: "Pixels" });
  const renamed = await b.call(`PUT ${path}`, { profile: { name: "Design Guild" } });
  expect(renamed.json.profile).toEqual({ name: "Design Guild", description: null });
  expect((await b.call(`DELETE ${path}`)).status).toBe(204);
  expect(await b.call(`DELETE ${path}`)).toMatchObject({ status: 404, json: { errorCode: "E0000007" } });
});

test("a group needs a name that no other group has", async () => {
  await using b = await bench();
  for (const body of [{ profile: {} }, { profile: { name: " " } }, { profile: { name: "Sales" } }, {}]) {
    expect(await b.call("POST /api/v1/groups", body)).toMatchObject({
      status: 400,
      json: { errorCode: "E0000001" },
    });
  }
});

test("Everyone and imported groups can't be changed by hand, Everyone not even deleted", async () => {
  await using b = await bench();
  const profile = { name: "Mine" };
  for (const group of [EVERYONE, DIRECTORY_GROUP]) {
    expect(await b.call(`PUT /api/v1/groups/${group}`, { profile })).toMatchObject(REFUSED);
    expect(await b.call(`PUT /api/v1/groups/${group}/users/${JOHN}`)).toMatchObject(REFUSED);
    expect(await b.call(`DELETE /api/v1/groups/${group}/users/${JOHN}`)).toMatchObject(REFUSED);
  }
  expect(await b.call(`DELETE /api/v1/groups/${EVERYONE}`)).toMatchObject(REFUSED);
  expect((await b.call(`DELETE /api/v1/groups/${DIRECTORY_GROUP}`)).status).toBe(204);
  b.sim.knobs.everyoneMembership = 501;
  expect(await b.call(`PUT /api/v1/groups/${EVERYONE}/users/${JOHN}`)).toMatchObject({
    status: 501,
    json: { errorCode: "E0000060" },
  });
});

test("a group in use by an enrolment policy can't be changed, and as by a push mapping not be deleted", async () => {
  await using b = await bench();
  const profile = { name: "Security team" };
  const changed = await b.call("PUT /api/v1/groups/00g5security00000005d7", { profile });
  expect(changed).toMatchObject({ status: 400, json: { errorCode: "E0000209" } });
  expect((await b.call("DELETE /api/v1/groups/00g5security00000005d7")).json.errorCode).toBe("E0000209");
  expect((await b.call("DELETE /api/v1/groups/00g6pushed000000005d7")).json.errorCode).toBe("E0000001");
});

test("members come and go with 204, twice too, and touch lastMembershipUpdated alone", async () => {
  let now = new Date("2026-03-01T00:00:00Z");
  await using b = await bench({ clock: () => now });
  const before = (await b.call(`GET /api/v1/groups/${ENGINEERING}`)).json;
  const members = async () =>
    (await all(b.call, `/api/v1/groups/${ENGINEERING}/users?limit=2`)).map(({ id }) => id);
  now = new Date("2026-03-01T01:00:00Z");
  for (const _ of [1, 2])
    expect((await b.call(`PUT /api/v1/groups/${ENGINEERING}/users/${OMAR}`)).status).toBe(204);
  expect(await members()).toHaveLength(4);
  const after = (await b.call(`GET /api/v1/groups/${ENGINEERING}`)).json;
  expect(after.lastMembershipUpdated).toBe("2026-03-01T01:00:00.000Z");
  expect(after.lastUpdated).toBe(before.lastUpdated);
  for (const _ of [1, 2])
    expect((await b.call(`DELETE /api/v1/groups/${ENGINEERING}/users/${OMAR}`)).status).toBe(204);
  expect(await members()).not.toContain(OMAR);
});

test("members are named by id; unknown groups and users are not found", async () => {
  await using b = await bench();
  const unknown = [
    ["invalidid", JOHN, "Not found: Resource not found: invalidid (UserGroup)"],
    [ENGINEERING, "jdoe@acme.com", "Not found: Resource not found: jdoe@acme.com (User)"],
  ];
  for (const [group, user, summary] of unknown) {
    for (const method of ["PUT", "DELETE"]) {
      const reply = await b.call(`${method} /api/v1/groups/${group}/users/${user}`);
      expect(reply).toMatchObject({ status: 404, json: { errorSummary: summary } });
    }
  }
});

test("Everyone has each user that isn't deactivated", async () => {
  await using b = await bench();
  const members = await all(b.call, `/api/v1/groups/${EVERYONE}/users?limit=5`);
  expect(members).toEqual(await all(b.call, "/api/v1/users"));
});

test("joining a group gives its apps, leaving takes them", async () => {
  await using b = await bench();
  const path = `/api/v1/apps/${GITHUB}/users/${OMAR}`;
  await b.call(`PUT /api/v1/groups/${ENGINEERING}/users/${OMAR}`);
  expect((await b.call(`GET ${path}`)).json).toMatchObject({ scope: "GROUP", status: "ACTIVE" });
  await b.call(`DELETE /api/v1/groups/${ENGINEERING}/users/${OMAR}`);
  expect((await b.call(`GET ${path}`)).status).toBe(404);
});

test("a user who joined groups after the deactivation leaves them when erased", async () => {
  await using b = await bench();
  const gone = "00u9gone000000000005d7";
  await b.call(`PUT /api/v1/groups/${ENGINEERING}/users/${gone}`);
  expect((await b.call(`DELETE /api/v1/users/${gone}`)).status).toBe(204);
  const members = await b.call(`GET /api/v1/groups/${ENGINEERING}/users`);
  expect([members.status, members.text.includes(gone)]).toEqual([200, false]);
  const appUsers = await b.call(`GET /api/v1/apps/${GITHUB}/users?expand=user`);
  expect([appUsers.status, appUsers.text.includes(gone)]).toEqual([200, false]);
});
