import { expect, test } from "vitest";
import { bench, ENGINEERING, JOHN, query } from "./bench.ts";

const OMAR = "00u4omar00000000005d7";
const SALESFORCE = "0oa2salesforce0000005d7";
const start = new Date("2026-03-01T00:00:00Z");
const later = new Date("2026-03-01T00:00:05Z");

test("respond-async deactivates in the background, and says so until it is done", async () => {
  let now = start;
  await using b = await bench({ clock: () => now, backgroundMs: 5000 });
  const path = `/api/v1/users/${JOHN}`;
  const reply = await b.call(`POST ${path}/lifecycle/deactivate`, undefined, { prefer: "respond-async" });
  expect(reply).toMatchObject({ status: 200, json: {} });
  expect((await b.call(`GET ${path}`)).json).toMatchObject({
    status: "ACTIVE",
    transitioningToStatus: "DEPROVISIONED",
  });
  now = later;
  const { json } = await b.call(`GET ${path}`);
  expect(json.status).toBe("DEPROVISIONED");
  expect(json).not.toHaveProperty("transitioningToStatus");
  expect((await b.call(`GET /api/v1/groups/${ENGINEERING}/users`)).text).not.toContain(JOHN);
});

test("a deletion with respond-async deactivates in the background too, and the next one erases", async () => {
  let now = start;
  await using b = await bench({ clock: () => now, backgroundMs: 5000 });
  const path = `/api/v1/users/${JOHN}`;
  const remove = async () => (await b.call(`DELETE ${path}`, undefined, { prefer: "respond-async" })).status;
  expect(await remove()).toBe(204);
  expect((await b.call(`GET ${path}`)).json).toMatchObject({
    status: "ACTIVE",
    transitioningToStatus: "DEPROVISIONED",
  });
  now = later;
  expect((await b.call(`GET ${path}`)).json.status).toBe("DEPROVISIONED");
  expect(await remove()).toBe(204);
  expect((await b.call(`GET ${path}`)).status).toBe(404);
});

test("a deactivation in the background is not called off by a suspension meanwhile", async () => {
  let now = start;
  await using b = await bench({ clock: () => now, backgroundMs: 5000 });
  const path = `/api/v1/users/${JOHN}`;
  await b.call(`POST ${path}/lifecycle/deactivate`, undefined, { prefer: "respond-async" });
  expect((await b.call(`POST ${path}/lifecycle/suspend`)).status).toBe(200);
  expect((await b.call(`GET ${path}`)).json).toMatchObject({
    status: "SUSPENDED",
    transitioningToStatus: "DEPROVISIONED",
  });
  now = later;
  expect((await b.call(`GET ${path}`)).json.status).toBe("DEPROVISIONED");
});

test("an activation takes its time, in which the user is neither changed nor activated again", async () => {
  let now = start;
  await using b = await bench({ clock: () => now, activationMs: 5000 });
  const staged = "00u7staged00000000005d7";
  const path = `/api/v1/users/${staged}`;
  expect(await b.call(`POST ${path}/lifecycle/activate`)).toMatchObject({ status: 200, json: {} });
  const under = (await b.call(`GET ${path}`)).json;
  expect(under).toMatchObject({ status: "STAGED", activated: null, transitioningToStatus: "PROVISIONED" });
  const busy = { status: 409, json: { errorCode: "E0000112" } };
  const { profile } = under;
  expect(await b.call(`POST ${path}/lifecycle/activate`)).toMatchObject(busy);
  expect(await b.call(`POST ${path}`, { profile: { title: "Analyst" } })).toMatchObject(busy);
  expect(await b.call(`PUT ${path}`, { profile })).toMatchObject(busy);
  now = later;
  const done = (await b.call(`GET ${path}`)).json;
  expect(done).toMatchObject({ status: "PROVISIONED", activated: "2026-03-01T00:00:05.000Z" });
  expect(done).not.toHaveProperty("transitioningToStatus");
  expect((await b.call(`PUT ${path}`, { profile })).status).toBe(200);
});

test("an activation that a deactivation overtakes does not come after it", async () => {
  let now = start;
  await using b = await bench({ clock: () => now, activationMs: 5000 });
  const path = "/api/v1/users/00u7staged00000000005d7";
  await b.call(`POST ${path}/lifecycle/activate`);
  await b.call(`POST ${path}/lifecycle/deactivate`);
  now = later;
  expect((await b.call(`GET ${path}`)).json.status).toBe("DEPROVISIONED");
});

test("an app that is the source of its users' profiles takes no attribute of them", async () => {
  await using b = await bench();
  const path = "/api/v1/apps/0oa6directory0000005d7/users";
  const id = JOHN;
  const refused = { status: 405, json: { errorCode: "E0000076" } };
  expect(await b.call(`POST ${path}`, { id, profile: {} })).toMatchObject(refused);
  expect((await b.call(`POST ${path}`, { id })).status).toBe(200);
  expect(await b.call(`POST ${path}/${id}`, { profile: {} })).toMatchObject(refused);
});

test("a provisioning app has its account in the background, unless the assignment is gone by then", async () => {
  let now = start;
  await using b = await bench({ clock: () => now, backgroundMs: 5000 });
  const path = `/api/v1/apps/${SALESFORCE}/users`;
  for (const id of [JOHN, "00u5wei000000000005d7"]) {
    const { json } = await b.call(`POST ${path}`, { id });
    expect(json).toMatchObject({ status: "STAGED", syncState: "SYNCING" });
    expect(json).not.toHaveProperty("externalId");
    expect(json).not.toHaveProperty("lastSync");
  }
  await b.call(`DELETE ${path}/00u5wei000000000005d7`);
  now = later;
  const { json } = await b.call(`GET ${path}`);
  expect(json).toMatchObject([
    {
      ...{ id: JOHN, status: "PROVISIONED", syncState: "SYNCHRONIZED" },
      ...{ externalId: expect.any(String), lastSync: expect.any(String) },
    },
    { id: OMAR, status: "PROVISIONED" },
  ]);
});

test("a refused assignment leaves nothing behind", async () => {
  await using b = await bench();
  const path = `/api/v1/apps/${SALESFORCE}/users`;
  expect((await b.call(`POST ${path}`, { id: JOHN, profile: { shoe: 42 } })).status).toBe(400);
  expect((await b.call(`GET ${path}/${JOHN}`)).status).toBe(404);
});

test("okta-response trims users, alone and in lists", async () => {
  await using b = await bench();
  const type = (options: string) => ({ "content-type": `application/json; okta-response=${options}` });
  const read = async (options: string) =>
    (await b.call(`GET /api/v1/users/${JOHN}`, undefined, type(options))).json;
  const trimmed = await read("omitCredentials,omitCredentialsLinks,omitTransitioningToStatus");
  expect(trimmed).not.toHaveProperty("credentials");
  expect(Object.keys(trimmed._links)).not.toContain("changePassword");
  expect(Object.keys(trimmed._links)).toContain("suspend");
  expect(await read("unknownOption")).toHaveProperty("credentials");
  const list = await b.call("GET /api/v1/users?limit=1", undefined, type('"omitCredentials"'));
  expect(list.json[0]).not.toHaveProperty("credentials");
});

test("a passed limit is written to the log, once a window", async () => {
  await using b = await bench({ rateLimits: { other: 2 } });
  for (const _ of [1, 2, 3]) await b.call("GET /api/v1/domains");
  const filter = 'eventType eq "system.org.rate_limit.violation"';
  expect((await b.call(`GET /api/v1/logs${query({ filter })}`)).json).toMatchObject([
    { severity: "WARN", actor: { type: "SystemPrincipal" }, target: [{ id: "/api/v1/domains" }] },
  ]);
});

test("a user's type is changed by PUT alone, and to a type that the org has", async () => {
  const profile = { login: "r@acme.com", email: "r@acme.com", firstName: "R", lastName: "O" };
  const org = { name: "Acme", tokenOwner: "r@acme.com", userTypes: ["otycontractor"] };
  await using b = await bench({ seed: { org, users: [{ id: "00ur", profile }] } });
  const change = async (method: string, id: string) =>
    b.call(`${method} /api/v1/users/00ur`, { profile, type: { id } });
  expect((await change("POST", "otycontractor")).json.errorCode).toBe("E0000001");
  expect((await change("PUT", "otynothing")).json.errorCode).toBe("E0000001");
  const before = (await b.call("GET /api/v1/users/00ur")).headers["etag"];
  expect((await change("PUT", "otycontractor")).json.type).toEqual({ id: "otycontractor" });
  expect((await b.call("GET /api/v1/users/00ur")).headers["etag"]).not.toBe(before);
});

test("repeated memberships are refused where the org does so", async () => {
  await using b = await bench({ repeatedMembership: "refuse" });
  expect((await b.call(`PUT /api/v1/groups/${ENGINEERING}/users/${JOHN}`)).status).toBe(400);
  expect((await b.call(`DELETE /api/v1/groups/${ENGINEERING}/users/${OMAR}`)).status).toBe(404);
});

test("expand=user puts the user into each app user", async () => {
  await using b = await bench();
  const { json } = await b.call(`GET /api/v1/apps/${SALESFORCE}/users?expand=user`);
  expect(json[0]._embedded.user).toMatchObject({ id: OMAR, profile: { login: "omar.haddad@acme.com" } });
});
