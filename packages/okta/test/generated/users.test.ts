// Generated from specs/okta by `pnpm generate`. Do not edit.

import { wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test } from "vitest";
import { OktaConnector } from "../../src/generated/client.ts";
import { definition } from "../../src/generated/definition.ts";

const bench = () => wireBench(OktaConnector, definition);

/** What a request says, apart from the headers that every request has. */
const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });

/** Not the reads that show the target to an approver. */
const changes = ({ method }: WireRequest) => method !== "GET";

// Answers as the API might give them next year: with a field and a member that the spec does not know.
const listedUser = {
  id: "some id",
  status: "ADDED_LATER",
  created: "2026-01-02T03:04:05.000Z",
  activated: "2026-01-02T03:04:05.000Z",
  statusChanged: "2026-01-02T03:04:05.000Z",
  lastLogin: "2026-01-02T03:04:05.000Z",
  addedLater: { kept: true },
};
const user = {
  id: "some id",
  status: "ADDED_LATER",
  created: "2026-01-02T03:04:05.000Z",
  activated: "2026-01-02T03:04:05.000Z",
  statusChanged: "2026-01-02T03:04:05.000Z",
  lastLogin: "2026-01-02T03:04:05.000Z",
  lastUpdated: "2026-01-02T03:04:05.000Z",
  profile: { login: "some login", email: "some email", secondEmail: "some secondEmail" },
  addedLater: { kept: true },
};
const activationToken = {
  activationUrl: "https://example.com/",
  activationToken: "some activationToken",
  addedLater: { kept: true },
};
const passwordReset = { resetPasswordUrl: "https://example.com/", addedLater: { kept: true } };
const factor = {
  id: "some id",
  factorType: "ADDED_LATER",
  provider: "OKTA",
  vendorName: "some vendorName",
  status: "ACTIVE",
  created: "2026-01-02T03:04:05.000Z",
  addedLater: { kept: true },
};
const appLink = {
  id: "some id",
  label: "some label",
  linkUrl: "some linkUrl",
  logoUrl: "some logoUrl",
  appName: "some appName",
  appInstanceId: "some appInstanceId",
  addedLater: { kept: true },
};

test("listUsers: The user with an email address", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [listedUser] });
  const answer = await client.listUsers({ search: 'profile.email eq "jdoe@acme.com"' });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users", query: { search: 'profile.email eq "jdoe@acme.com"' } },
  ]);
  expect(answer).toEqual([listedUser]);
});

test("listUsers: Everyone who is suspended, by last name", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [listedUser] });
  const answer = await client.listUsers({
    search: 'status eq "SUSPENDED"',
    sortBy: "profile.lastName",
    limit: 100,
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/users",
      query: { search: 'status eq "SUSPENDED"', limit: "100", sortBy: "profile.lastName" },
    },
  ]);
  expect(answer).toEqual([listedUser]);
});

test("listUsers: A people picker", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [listedUser] });
  const answer = await client.listUsers({ q: "jane", limit: 5 });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users", query: { q: "jane", limit: "5" } },
  ]);
  expect(answer).toEqual([listedUser]);
});

test("listUsers sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [listedUser] });
  const answer = await client.listUsers({
    search: 'profile.email eq "jdoe@acme.com"',
    filter: 'status eq "LOCKED_OUT"',
    q: "jane",
    limit: 200,
    after: "some after",
    sortBy: "profile.lastName",
    sortOrder: "asc",
    fields: "id,status,profile:(firstName,city)",
    expand: "classification",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/users",
      query: {
        search: 'profile.email eq "jdoe@acme.com"',
        filter: 'status eq "LOCKED_OUT"',
        q: "jane",
        limit: "200",
        after: "some after",
        sortBy: "profile.lastName",
        sortOrder: "asc",
        fields: "id,status,profile:(firstName,city)",
        expand: "classification",
      },
    },
  ]);
  expect(answer).toEqual([listedUser]);
});

test("listUsers reads on at the next page", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply(({ query }) =>
    query["after"] === "page-2"
      ? { status: 200, body: [listedUser] }
      : { status: 200, headers: { link: '</api/v1/users?after=page-2>; rel="next"' }, body: [listedUser] },
  );
  const all = await client.listUsers().toArray({ limit: 2 });
  expect(all).toEqual([listedUser, listedUser]);
  expect(requests.map(({ query }) => query["after"])).toEqual([undefined, "page-2"]);
});

test.each<[fault: string, input: object]>([
  ["a number as search", { search: 7 }],
  ["a number as filter", { filter: 7 }],
  ["a number as q", { q: 7 }],
  ["limit over 200", { limit: 201 }],
  ["a number as after", { after: 7 }],
  ["a number as sortBy", { sortBy: 7 }],
  ["a number as sortOrder", { sortOrder: 7 }],
  ["a number as fields", { fields: 7 }],
  ["a number as expand", { expand: 7 }],
  ["a key that the operation does not have", { notAKey: true }],
])("listUsers refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:read", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("getUser: By id", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.getUser("00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users/00u1a2b3c4d5e6f7g8", query: {} },
  ]);
  expect(answer).toEqual(user);
});

test("getUser: By login", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.getUser("jane.doe@acme.com");
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users/jane.doe%40acme.com", query: {} },
  ]);
  expect(answer).toEqual(user);
});

test("getUser: With what blocks the sign-in", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.getUser("00u1a2b3c4d5e6f7g8", { expand: "blocks" });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users/00u1a2b3c4d5e6f7g8", query: { expand: "blocks" } },
  ]);
  expect(answer).toEqual(user);
});

test("getUser sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.getUser("00u1a2b3c4d5e6f7g8", { expand: "blocks" });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users/00u1a2b3c4d5e6f7g8", query: { expand: "blocks" } },
  ]);
  expect(answer).toEqual(user);
});

test("getUser keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  await client.getUser("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/users/a%20b%3Fc%23d%25%C3%A9"]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a number as expand", { userId: "00u1a2b3c4d5e6f7g8", expand: 7 }],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("getUser refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:read_detail", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("createUser: From a name and an email address, which is the login too", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.createUser({ firstName: "Jane", lastName: "Doe", email: "jane.doe@acme.com" });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users",
      query: { activate: "true", provider: "false" },
      body: {
        profile: {
          firstName: "Jane",
          lastName: "Doe",
          email: "jane.doe@acme.com",
          login: "jane.doe@acme.com",
        },
      },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(user);
});

test("createUser: A full profile, staged until the first day at work", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.createUser({
    activate: false,
    profile: {
      firstName: "Omar",
      lastName: "Haddad",
      email: "omar.haddad@acme.com",
      login: "omar.haddad@acme.com",
      department: "Finance",
      costCenter: "4200",
    },
    groupIds: ["0gra1b2c3d4e5f6g7"],
  });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users",
      query: { activate: "false", provider: "false" },
      body: {
        profile: {
          firstName: "Omar",
          lastName: "Haddad",
          email: "omar.haddad@acme.com",
          login: "omar.haddad@acme.com",
          department: "Finance",
          costCenter: "4200",
        },
        groupIds: ["0gra1b2c3d4e5f6g7"],
      },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(user);
});

test("createUser sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.createUser({
    profile: { login: "some login", email: "ada@example.com" },
    activate: true,
    provider: false,
    nextLogin: "changePassword",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users",
      query: { activate: "true", provider: "false", nextLogin: "changePassword" },
      body: { profile: { login: "some login", email: "ada@example.com" } },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(user);
});

test.each<[fault: string, input: object]>([
  ["no profile", {}],
  ["a text as activate", { profile: { login: "some login", email: "ada@example.com" }, activate: "text" }],
  ["a text as provider", { profile: { login: "some login", email: "ada@example.com" }, provider: "text" }],
  ["a number as nextLogin", { profile: { login: "some login", email: "ada@example.com" }, nextLogin: 7 }],
  ["a text as profile", { profile: "text" }],
  [
    "a text as credentials",
    { profile: { login: "some login", email: "ada@example.com" }, credentials: "text" },
  ],
  ["a text as groupIds", { profile: { login: "some login", email: "ada@example.com" }, groupIds: "text" }],
  ["a text as type", { profile: { login: "some login", email: "ada@example.com" }, type: "text" }],
  ["a number as realmId", { profile: { login: "some login", email: "ada@example.com" }, realmId: 7 }],
  [
    "a key that the operation does not have",
    { profile: { login: "some login", email: "ada@example.com" }, notAKey: true },
  ],
])("createUser refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:create", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("updateUser: A new title and department, with the rest of the profile sent back", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.updateUser("00u1a2b3c4d5e6f7g8", {
    profile: {
      firstName: "Jane",
      lastName: "Doe",
      email: "jane.doe@acme.com",
      login: "jane.doe@acme.com",
      title: "Senior Analyst",
      department: "Security",
    },
  });
  expect(requests.filter(changes).map(said)).toEqual([
    {
      method: "PUT",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8",
      query: { strict: "false" },
      body: {
        profile: {
          firstName: "Jane",
          lastName: "Doe",
          email: "jane.doe@acme.com",
          login: "jane.doe@acme.com",
          title: "Senior Analyst",
          department: "Security",
        },
      },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(user);
});

test("updateUser: Only if nobody changed the profile since it was read", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.updateUser("00u1a2b3c4d5e6f7g8", {
    ifMatch: 'W/"1234567890abcdef"',
    profile: { firstName: "Jane", lastName: "Roe", email: "jane.roe@acme.com", login: "jane.roe@acme.com" },
  });
  expect(requests.filter(changes).map(said)).toEqual([
    {
      method: "PUT",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8",
      query: { strict: "false" },
      body: {
        profile: {
          firstName: "Jane",
          lastName: "Roe",
          email: "jane.roe@acme.com",
          login: "jane.roe@acme.com",
        },
      },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({
    "if-match": 'W/"1234567890abcdef"',
    "content-type": "application/json",
  });
  expect(answer).toEqual(user);
});

test("updateUser sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  const answer = await client.updateUser("00u1a2b3c4d5e6f7g8", {
    profile: { login: "some login", email: "ada@example.com" },
    strict: false,
    ifMatch: 'W/"1234567890abcdef"',
  });
  expect(requests.filter(changes).map(said)).toEqual([
    {
      method: "PUT",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8",
      query: { strict: "false" },
      body: { profile: { login: "some login", email: "ada@example.com" } },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({
    "if-match": 'W/"1234567890abcdef"',
    "content-type": "application/json",
  });
  expect(answer).toEqual(user);
});

test("updateUser keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: user });
  await client.updateUser("a b?c#d%é", { profile: { login: "some login", email: "ada@example.com" } });
  expect(requests.filter(changes).map(({ path }) => path)).toEqual(["/api/v1/users/a%20b%3Fc%23d%25%C3%A9"]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "", profile: { login: "some login", email: "ada@example.com" } }],
  [".. as userId", { userId: "..", profile: { login: "some login", email: "ada@example.com" } }],
  ["a/b as userId", { userId: "a/b", profile: { login: "some login", email: "ada@example.com" } }],
  ["no userId", { profile: { login: "some login", email: "ada@example.com" } }],
  [
    "a text as strict",
    {
      userId: "00u1a2b3c4d5e6f7g8",
      profile: { login: "some login", email: "ada@example.com" },
      strict: "text",
    },
  ],
  [
    "a number as ifMatch",
    { userId: "00u1a2b3c4d5e6f7g8", profile: { login: "some login", email: "ada@example.com" }, ifMatch: 7 },
  ],
  ["a text as profile", { userId: "00u1a2b3c4d5e6f7g8", profile: "text" }],
  [
    "a text as credentials",
    {
      userId: "00u1a2b3c4d5e6f7g8",
      profile: { login: "some login", email: "ada@example.com" },
      credentials: "text",
    },
  ],
  [
    "a text as type",
    {
      userId: "00u1a2b3c4d5e6f7g8",
      profile: { login: "some login", email: "ada@example.com" },
      type: "text",
    },
  ],
  [
    "a number as realmId",
    { userId: "00u1a2b3c4d5e6f7g8", profile: { login: "some login", email: "ada@example.com" }, realmId: 7 },
  ],
  [
    "a key that the operation does not have",
    {
      userId: "00u1a2b3c4d5e6f7g8",
      profile: { login: "some login", email: "ada@example.com" },
      notAKey: true,
    },
  ],
])("updateUser refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:update", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("deactivateUser: Somebody who has left", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.deactivateUser("00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/deactivate",
      query: { sendEmail: "false" },
    },
  ]);
  expect(answer).toEqual(undefined);
});

test("deactivateUser: With a mail to the administrator", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.deactivateUser("00u1a2b3c4d5e6f7g8", { sendEmail: true });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/deactivate",
      query: { sendEmail: "true" },
    },
  ]);
  expect(answer).toEqual(undefined);
});

test("deactivateUser sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.deactivateUser("00u1a2b3c4d5e6f7g8", { sendEmail: false });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/deactivate",
      query: { sendEmail: "false" },
    },
  ]);
  expect(answer).toEqual(undefined);
});

test("deactivateUser keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.deactivateUser("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/users/a%20b%3Fc%23d%25%C3%A9/lifecycle/deactivate",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a text as sendEmail", { userId: "00u1a2b3c4d5e6f7g8", sendEmail: "text" }],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("deactivateUser refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:deactivate", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("activateUser: A staged user gets the mail", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: activationToken });
  const answer = await client.activateUser("00u1a2b3c4d5e6f7g8", { sendEmail: true });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/activate",
      query: { sendEmail: "true" },
    },
  ]);
  expect(answer).toEqual(activationToken);
});

test("activateUser sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: activationToken });
  const answer = await client.activateUser("00u1a2b3c4d5e6f7g8", { sendEmail: true });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/activate",
      query: { sendEmail: "true" },
    },
  ]);
  expect(answer).toEqual(activationToken);
});

test("activateUser keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: activationToken });
  await client.activateUser("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/users/a%20b%3Fc%23d%25%C3%A9/lifecycle/activate",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a text as sendEmail", { userId: "00u1a2b3c4d5e6f7g8", sendEmail: "text" }],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("activateUser refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:activate", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("suspendUser: An account that behaves oddly", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.suspendUser("00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "POST", path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/suspend", query: {} },
  ]);
  expect(answer).toEqual(undefined);
});

test("suspendUser keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.suspendUser("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/users/a%20b%3Fc%23d%25%C3%A9/lifecycle/suspend",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("suspendUser refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:suspend", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("unsuspendUser: After the alarm proved false", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.unsuspendUser("00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "POST", path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/unsuspend", query: {} },
  ]);
  expect(answer).toEqual(undefined);
});

test("unsuspendUser keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.unsuspendUser("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/users/a%20b%3Fc%23d%25%C3%A9/lifecycle/unsuspend",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("unsuspendUser refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:unsuspend", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("resetPassword: The user gets a reset link by mail", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: passwordReset });
  const answer = await client.resetPassword("00u1a2b3c4d5e6f7g8", { sendEmail: true });
  expect(requests.filter(changes).map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/reset_password",
      query: { sendEmail: "true", revokeSessions: "false" },
    },
  ]);
  expect(answer).toEqual(passwordReset);
});

test("resetPassword sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: passwordReset });
  const answer = await client.resetPassword("00u1a2b3c4d5e6f7g8", { sendEmail: true, revokeSessions: false });
  expect(requests.filter(changes).map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/reset_password",
      query: { sendEmail: "true", revokeSessions: "false" },
    },
  ]);
  expect(answer).toEqual(passwordReset);
});

test("resetPassword keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: passwordReset });
  await client.resetPassword("a b?c#d%é", { sendEmail: true });
  expect(requests.filter(changes).map(({ path }) => path)).toEqual([
    "/api/v1/users/a%20b%3Fc%23d%25%C3%A9/lifecycle/reset_password",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "", sendEmail: true }],
  [".. as userId", { userId: "..", sendEmail: true }],
  ["a/b as userId", { userId: "a/b", sendEmail: true }],
  ["no userId", { sendEmail: true }],
  ["no sendEmail", { userId: "00u1a2b3c4d5e6f7g8" }],
  ["a text as sendEmail", { userId: "00u1a2b3c4d5e6f7g8", sendEmail: "text" }],
  ["a text as revokeSessions", { userId: "00u1a2b3c4d5e6f7g8", sendEmail: true, revokeSessions: "text" }],
  [
    "a key that the operation does not have",
    { userId: "00u1a2b3c4d5e6f7g8", sendEmail: true, notAKey: true },
  ],
])("resetPassword refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:reset_password", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("clearSessions: A stolen laptop", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.clearSessions("00u1a2b3c4d5e6f7g8", { oauthTokens: true });
  expect(requests.filter(changes).map(said)).toEqual([
    { method: "DELETE", path: "/api/v1/users/00u1a2b3c4d5e6f7g8/sessions", query: { oauthTokens: "true" } },
  ]);
  expect(answer).toEqual(undefined);
});

test("clearSessions sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.clearSessions("00u1a2b3c4d5e6f7g8", {
    oauthTokens: false,
    forgetDevices: true,
  });
  expect(requests.filter(changes).map(said)).toEqual([
    {
      method: "DELETE",
      path: "/api/v1/users/00u1a2b3c4d5e6f7g8/sessions",
      query: { oauthTokens: "false", forgetDevices: "true" },
    },
  ]);
  expect(answer).toEqual(undefined);
});

test("clearSessions keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.clearSessions("a b?c#d%é");
  expect(requests.filter(changes).map(({ path }) => path)).toEqual([
    "/api/v1/users/a%20b%3Fc%23d%25%C3%A9/sessions",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a text as oauthTokens", { userId: "00u1a2b3c4d5e6f7g8", oauthTokens: "text" }],
  ["a text as forgetDevices", { userId: "00u1a2b3c4d5e6f7g8", forgetDevices: "text" }],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("clearSessions refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:clear_sessions", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("listFactors: What a user can prove themselves with", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [factor] });
  const answer = await client.listFactors("00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users/00u1a2b3c4d5e6f7g8/factors", query: {} },
  ]);
  expect(answer).toEqual([factor]);
});

test("listFactors keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [factor] });
  await client.listFactors("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/users/a%20b%3Fc%23d%25%C3%A9/factors"]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("listFactors refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:read_factors", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("listAppLinks: What a user sees on the dashboard", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [appLink] });
  const answer = await client.listAppLinks("00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/users/00u1a2b3c4d5e6f7g8/appLinks", query: {} },
  ]);
  expect(answer).toEqual([appLink]);
});

test("listAppLinks keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [appLink] });
  await client.listAppLinks("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/users/a%20b%3Fc%23d%25%C3%A9/appLinks"]);
});

test.each<[fault: string, input: object]>([
  ["an empty userId", { userId: "" }],
  [".. as userId", { userId: ".." }],
  ["a/b as userId", { userId: "a/b" }],
  ["no userId", {}],
  ["a key that the operation does not have", { userId: "00u1a2b3c4d5e6f7g8", notAKey: true }],
])("listAppLinks refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("users:read_apps", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});
