import { expect, test } from "vitest";
import { all, bench, GITHUB, JOHN, PORTAL, query } from "./bench.ts";

const OMAR = "00u4omar00000000005d7";
const VAULT = "0oa4vault0000000005d7";
const SALESFORCE = "0oa2salesforce0000005d7";

test("apps are listed 20 at a time, active ones alone unless more is asked", async () => {
  await using b = await bench();
  const plain = await b.call("GET /api/v1/apps");
  expect(plain.headers["link"]).toBe(`<${b.sim.url}/api/v1/apps?limit=20>; rel="self"`);
  expect(plain.json).toHaveLength(7);
  expect(plain.json.some(({ signOnMode }: { signOnMode: unknown }) => signOnMode === null)).toBe(true);
  expect((await b.call("GET /api/v1/apps?includeNonDeleted=true")).json).toHaveLength(8);
  expect(await all(b.call, "/api/v1/apps?limit=2")).toEqual(plain.json);
});

test.for([
  [{ q: "git" }, ["GitHub"]],
  [{ q: "bookmark" }, ["Wiki"]],
  [{ filter: 'status eq "INACTIVE"' }, ["Old intranet"]],
  [{ filter: `user.id eq "${OMAR}"` }, ["Salesforce", "Wiki"]],
  [{ filter: 'group.id eq "0gra1b2c3d4e5f6g7"' }, ["GitHub", "Wiki"]],
  [{ filter: 'name eq "oidc_client"' }, ["Customer portal"]],
] as const)("apps by %o", async ([parameters, labels]) => {
  await using b = await bench();
  const { json } = await b.call(`GET /api/v1/apps${query(parameters)}`);
  expect(json.map(({ label }: { label: string }) => label)).toEqual(labels);
});

test.for([
  [{ filter: 'status eq "ACTIVE" and name eq "bookmark"' }, "E0000031"],
  [{ filter: 'label eq "GitHub"' }, "E0000031"],
  [{ after: "nothing" }, "E0000029"],
  [{ expand: "user/me" }, "E0000001"],
  [{ limit: "0" }, "E0000054"],
] as const)("the list of apps refuses %o with %s", async ([parameters, code]) => {
  await using b = await bench();
  expect(await b.call(`GET /api/v1/apps${query(parameters)}`)).toMatchObject({
    status: 400,
    json: { errorCode: code },
  });
});

test("expand embeds the app user that the filter asks for", async () => {
  await using b = await bench();
  const { json } = await b.call(
    `GET /api/v1/apps${query({ filter: `user.id eq "${JOHN}"`, expand: `user/${JOHN}`, q: "github" })}`,
  );
  expect(json[0]._embedded.user).toMatchObject({ id: JOHN, scope: "GROUP" });
});

test("an app has arrays inside its links, and an unknown one is not found", async () => {
  await using b = await bench();
  const { json } = await b.call(`GET /api/v1/apps/${SALESFORCE}`);
  expect(Array.isArray(json._links.logo) && Array.isArray(json._links.appLinks)).toBe(true);
  expect((await b.call("GET /api/v1/apps/0oanothing")).json.errorSummary).toBe(
    "Not found: Resource not found: 0oanothing (AppInstance)",
  );
});

test("PUT on an app user is not a method, whatever the ids, and nothing happens", async () => {
  await using b = await bench();
  const reply = await b.call(`PUT /api/v1/apps/${PORTAL}/users/${OMAR}`, {});
  expect(reply).toMatchObject({ status: 405, json: { errorCode: "E0000022" } });
  expect((await b.call(`GET /api/v1/apps/${PORTAL}/users/${OMAR}`)).status).toBe(404);
});

test("where the legacy PUT is on, it assigns with an empty body and then replaces the profile", async () => {
  await using b = await bench({ legacyAppUserPut: true });
  const path = `/api/v1/apps/${PORTAL}/users/${OMAR}`;
  expect(await b.call(`PUT ${path}`, {})).toMatchObject({
    status: 200,
    json: { id: OMAR, scope: "USER", credentials: { userName: "omar.haddad@acme.com" } },
  });
  await b.call(`PUT ${path}`, { profile: { plan: "gold" } });
  expect((await b.call(`PUT ${path}`, { profile: {} })).json.profile).toEqual({});
});

test("POST on the collection assigns a user, and again changes the same assignment", async () => {
  await using b = await bench();
  const path = `/api/v1/apps/${PORTAL}/users`;
  const first = await b.call(`POST ${path}`, { id: OMAR, profile: { plan: "silver" } });
  expect(first).toMatchObject({
    status: 200,
    json: { id: OMAR, scope: "USER", status: "ACTIVE", syncState: "DISABLED", externalId: null },
  });
  const again = await b.call(`POST ${path}`, { id: OMAR, credentials: { userName: "omar" } });
  expect(again.json).toMatchObject({ credentials: { userName: "omar" }, profile: { plan: "silver" } });
  expect((await all(b.call, `${path}?limit=1`)).map(({ id }) => id)).toEqual([JOHN, OMAR]);
  b.sim.knobs.repeatedAssignment = "refuse";
  expect(await b.call(`POST ${path}`, { id: OMAR })).toMatchObject({
    status: 409,
    json: { errorCode: "E0000062" },
  });
});

test.for([
  [PORTAL, { id: "00unobody" }, 404, "E0000007"],
  [PORTAL, {}, 400, "E0000001"],
  [PORTAL, { id: OMAR, profile: { shoe: 42 } }, 400, "E0000001"],
  [PORTAL, { id: OMAR, credentials: { password: { value: "x" } } }, 400, "E0000041"],
  [SALESFORCE, { id: OMAR, profile: { firstName: "O" } }, 403, "E0000075"],
  [PORTAL, { id: "00u6suspended000005d7" }, 403, "E0000117"],
] as const)("assigning %s %o answers %i %s", async ([app, body, status, code]) => {
  await using b = await bench();
  const reply = await b.call(`POST /api/v1/apps/${app}/users`, body);
  expect(reply).toMatchObject({ status, json: { errorCode: code } });
});

test("POST on an app user merges, a password only where the scheme has one", async () => {
  await using b = await bench();
  const path = `/api/v1/apps/${VAULT}/users/00u5wei000000000005d7`;
  const reply = await b.call(`POST ${path}`, {
    credentials: { userName: "wei", password: { value: "S3cret-value" } },
  });
  expect(reply.json.credentials).toEqual({ userName: "wei", password: {} });
  expect(reply.text).not.toContain("S3cret-value");
});

test("unassigning is a 204, then not found; access through a group can't be taken that way", async () => {
  await using b = await bench();
  const path = `/api/v1/apps/${PORTAL}/users/${JOHN}`;
  expect((await b.call(`DELETE ${path}`)).status).toBe(204);
  expect((await b.call(`DELETE ${path}`)).json.errorCode).toBe("E0000007");
  const given = await b.call(`DELETE /api/v1/apps/${GITHUB}/users/${JOHN}`);
  expect(given).toMatchObject({ status: 403, json: { errorCode: "E0000046" } });
});

test("the assignment of a user who is not active can't be changed", async () => {
  await using b = await bench({ legacyAppUserPut: true });
  const path = `/api/v1/apps/${PORTAL}/users/${JOHN}`;
  await b.call(`POST /api/v1/users/${JOHN}/lifecycle/suspend`);
  for (const method of ["POST", "PUT"]) {
    const reply = await b.call(`${method} ${path}`, { profile: { plan: "gold" } });
    expect(reply).toMatchObject({ status: 403, json: { errorCode: "E0000117" } });
  }
  expect((await b.call(`GET ${path}`)).json.profile).toEqual({});
});
