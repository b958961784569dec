// Generated from specs/okta by `pnpm generate`. Do not edit.

import { wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test } from "vitest";
import { OktaConnector } from "../../src/generated/client.ts";
import { definition } from "../../src/generated/definition.ts";

const bench = () => wireBench(OktaConnector, definition);

/** What a request says, apart from the headers that every request has. */
const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });

// Answers as the API might give them next year: with a field and a member that the spec does not know.
const app = {
  id: "some id",
  orn: "some orn",
  name: "some name",
  label: "some label",
  status: "ADDED_LATER",
  created: "2026-01-02T03:04:05.000Z",
  addedLater: { kept: true },
};
const appUser = {
  id: "some id",
  externalId: "some externalId",
  created: "2026-01-02T03:04:05.000Z",
  lastUpdated: "2026-01-02T03:04:05.000Z",
  scope: "ADDED_LATER",
  status: "ACTIVE",
  addedLater: { kept: true },
};

test("listApps: Active apps", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [app] });
  const answer = await client.listApps({ filter: 'status eq "ACTIVE"', limit: 200 });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/apps", query: { filter: 'status eq "ACTIVE"', limit: "200" } },
  ]);
  expect(answer).toEqual([app]);
});

test("listApps: By the beginning of a name", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [app] });
  const answer = await client.listApps({ q: "Salesforce" });
  expect(requests.map(said)).toEqual([{ method: "GET", path: "/api/v1/apps", query: { q: "Salesforce" } }]);
  expect(answer).toEqual([app]);
});

test("listApps: What one user is assigned to", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [app] });
  const answer = await client.listApps({
    filter: 'user.id eq "00u1a2b3c4d5e6f7g8"',
    expand: "user/00u1a2b3c4d5e6f7g8",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/apps",
      query: { filter: 'user.id eq "00u1a2b3c4d5e6f7g8"', expand: "user/00u1a2b3c4d5e6f7g8" },
    },
  ]);
  expect(answer).toEqual([app]);
});

test("listApps sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [app] });
  const answer = await client.listApps({
    q: "Salesforce",
    filter: 'status eq "ACTIVE"',
    limit: 20,
    after: "some after",
    expand: "user/00u1a2b3c4d5e6f7g8",
    includeNonDeleted: false,
    useOptimization: false,
    alwaysIncludeVpnSettings: false,
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/apps",
      query: {
        q: "Salesforce",
        filter: 'status eq "ACTIVE"',
        limit: "20",
        after: "some after",
        expand: "user/00u1a2b3c4d5e6f7g8",
        includeNonDeleted: "false",
        useOptimization: "false",
        alwaysIncludeVpnSettings: "false",
      },
    },
  ]);
  expect(answer).toEqual([app]);
});

test("listApps reads on at the next page", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply(({ query }) =>
    query["after"] === "page-2"
      ? { status: 200, body: [app] }
      : { status: 200, headers: { link: '</api/v1/apps?after=page-2>; rel="next"' }, body: [app] },
  );
  const all = await client.listApps().toArray({ limit: 2 });
  expect(all).toEqual([app, app]);
  expect(requests.map(({ query }) => query["after"])).toEqual([undefined, "page-2"]);
});

test.each<[fault: string, input: object]>([
  ["a number as q", { q: 7 }],
  ["a number as filter", { filter: 7 }],
  ["limit over 200", { limit: 201 }],
  ["a number as after", { after: 7 }],
  ["a number as expand", { expand: 7 }],
  ["a text as includeNonDeleted", { includeNonDeleted: "text" }],
  ["a text as useOptimization", { useOptimization: "text" }],
  ["a text as alwaysIncludeVpnSettings", { alwaysIncludeVpnSettings: "text" }],
  ["a key that the operation does not have", { notAKey: true }],
])("listApps refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("apps:read", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("getApp: One app", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: app });
  const answer = await client.getApp("0oa1b2c3d4e5f6g7h8");
  expect(requests.map(said)).toEqual([{ method: "GET", path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8", query: {} }]);
  expect(answer).toEqual(app);
});

test("getApp sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: app });
  const answer = await client.getApp("0oa1b2c3d4e5f6g7h8", { expand: "user/00u1a2b3c4d5e6f7g8" });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8", query: { expand: "user/00u1a2b3c4d5e6f7g8" } },
  ]);
  expect(answer).toEqual(app);
});

test("getApp keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: app });
  await client.getApp("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/apps/a%20b%3Fc%23d%25%C3%A9"]);
});

test.each<[fault: string, input: object]>([
  ["an empty appId", { appId: "" }],
  [".. as appId", { appId: ".." }],
  ["a/b as appId", { appId: "a/b" }],
  ["no appId", {}],
  ["a number as expand", { appId: "0oa1b2c3d4e5f6g7h8", expand: 7 }],
  ["a key that the operation does not have", { appId: "0oa1b2c3d4e5f6g7h8", notAKey: true }],
])("getApp refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("apps:read_detail", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("assignUserToApp: With the app's defaults", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: appUser });
  const answer = await client.assignUserToApp("0oa1b2c3d4e5f6g7h8", "00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "PUT", path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8/users/00u1a2b3c4d5e6f7g8", query: {} },
  ]);
  expect(answer).toEqual(appUser);
});

test("assignUserToApp: Under a user name of its own", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: appUser });
  const answer = await client.assignUserToApp("0oa1b2c3d4e5f6g7h8", "00u1a2b3c4d5e6f7g8", {
    credentials: { userName: "jane.doe@acme.com" },
  });
  expect(requests.map(said)).toEqual([
    {
      method: "PUT",
      path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8/users/00u1a2b3c4d5e6f7g8",
      query: {},
      body: { credentials: { userName: "jane.doe@acme.com" } },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(appUser);
});

test("assignUserToApp keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: appUser });
  await client.assignUserToApp("a b?c#d%é", "a b?c#d%é", { scope: "USER" });
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/apps/a%20b%3Fc%23d%25%C3%A9/users/a%20b%3Fc%23d%25%C3%A9",
  ]);
});

test("assignUserToApp sends its other request where the API does not know the first", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply((request) =>
    request.method === "POST" && request.path === "/api/v1/apps/0oa1b2c3d4e5f6g7h8/users"
      ? { status: 200, body: appUser }
      : { status: 405, body: { errorCode: "E0000022" } },
  );
  await client.assignUserToApp("0oa1b2c3d4e5f6g7h8", "00u1a2b3c4d5e6f7g8", { scope: "USER" });
  expect(requests.map(said)).toEqual([
    {
      method: "PUT",
      path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8/users/00u1a2b3c4d5e6f7g8",
      query: {},
      body: { scope: "USER" },
    },
    {
      method: "POST",
      path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8/users",
      query: {},
      body: { scope: "USER", id: "00u1a2b3c4d5e6f7g8" },
    },
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty appId", { appId: "", userId: "00u1a2b3c4d5e6f7g8", scope: "USER" }],
  [".. as appId", { appId: "..", userId: "00u1a2b3c4d5e6f7g8", scope: "USER" }],
  ["a/b as appId", { appId: "a/b", userId: "00u1a2b3c4d5e6f7g8", scope: "USER" }],
  ["an empty userId", { appId: "0oa1b2c3d4e5f6g7h8", userId: "", scope: "USER" }],
  [".. as userId", { appId: "0oa1b2c3d4e5f6g7h8", userId: "..", scope: "USER" }],
  ["a/b as userId", { appId: "0oa1b2c3d4e5f6g7h8", userId: "a/b", scope: "USER" }],
  ["no appId", { userId: "00u1a2b3c4d5e6f7g8", scope: "USER" }],
  ["no userId", { appId: "0oa1b2c3d4e5f6g7h8", scope: "USER" }],
  ["a number as scope", { appId: "0oa1b2c3d4e5f6g7h8", userId: "00u1a2b3c4d5e6f7g8", scope: 7 }],
  [
    "a text as credentials",
    { appId: "0oa1b2c3d4e5f6g7h8", userId: "00u1a2b3c4d5e6f7g8", scope: "USER", credentials: "text" },
  ],
  [
    "a text as profile",
    { appId: "0oa1b2c3d4e5f6g7h8", userId: "00u1a2b3c4d5e6f7g8", scope: "USER", profile: "text" },
  ],
  [
    "a key that the operation does not have",
    { appId: "0oa1b2c3d4e5f6g7h8", userId: "00u1a2b3c4d5e6f7g8", scope: "USER", notAKey: true },
  ],
])("assignUserToApp refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("apps:assign_user", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("removeUserFromApp: Somebody changes teams", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.removeUserFromApp("0oa1b2c3d4e5f6g7h8", "00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    {
      method: "DELETE",
      path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8/users/00u1a2b3c4d5e6f7g8",
      query: { sendEmail: "false" },
    },
  ]);
  expect(answer).toEqual(undefined);
});

test("removeUserFromApp sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.removeUserFromApp("0oa1b2c3d4e5f6g7h8", "00u1a2b3c4d5e6f7g8", {
    sendEmail: false,
  });
  expect(requests.map(said)).toEqual([
    {
      method: "DELETE",
      path: "/api/v1/apps/0oa1b2c3d4e5f6g7h8/users/00u1a2b3c4d5e6f7g8",
      query: { sendEmail: "false" },
    },
  ]);
  expect(answer).toEqual(undefined);
});

test("removeUserFromApp keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.removeUserFromApp("a b?c#d%é", "a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/apps/a%20b%3Fc%23d%25%C3%A9/users/a%20b%3Fc%23d%25%C3%A9",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty appId", { appId: "", userId: "00u1a2b3c4d5e6f7g8" }],
  [".. as appId", { appId: "..", userId: "00u1a2b3c4d5e6f7g8" }],
  ["a/b as appId", { appId: "a/b", userId: "00u1a2b3c4d5e6f7g8" }],
  ["an empty userId", { appId: "0oa1b2c3d4e5f6g7h8", userId: "" }],
  [".. as userId", { appId: "0oa1b2c3d4e5f6g7h8", userId: ".." }],
  ["a/b as userId", { appId: "0oa1b2c3d4e5f6g7h8", userId: "a/b" }],
  ["no appId", { userId: "00u1a2b3c4d5e6f7g8" }],
  ["no userId", { appId: "0oa1b2c3d4e5f6g7h8" }],
  ["a text as sendEmail", { appId: "0oa1b2c3d4e5f6g7h8", userId: "00u1a2b3c4d5e6f7g8", sendEmail: "text" }],
  [
    "a key that the operation does not have",
    { appId: "0oa1b2c3d4e5f6g7h8", userId: "00u1a2b3c4d5e6f7g8", notAKey: true },
  ],
])("removeUserFromApp refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("apps:remove_user", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});
