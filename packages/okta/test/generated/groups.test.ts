// Generated from specs/okta by `pnpm generate`. Do not edit.

import { wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test } from "vitest";
import { OktaConnector } from "../../src/generated/client.ts";
import { definition } from "../../src/generated/definition.ts";

const bench = () => wireBench(OktaConnector, definition);

/** What a request says, apart from the headers that every request has. */
const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });

// Answers as the API might give them next year: with a field and a member that the spec does not know.
const group = {
  id: "some id",
  created: "2026-01-02T03:04:05.000Z",
  lastUpdated: "2026-01-02T03:04:05.000Z",
  lastMembershipUpdated: "2026-01-02T03:04:05.000Z",
  objectClass: ["some objectClass"],
  type: "ADDED_LATER",
  profile: { name: "some name", description: "some description", samAccountName: "some samAccountName" },
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

test("listGroups: By the beginning of a name", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [group] });
  const answer = await client.listGroups({ search: "Engineering" });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/groups", query: { q: "Engineering", limit: "200" } },
  ]);
  expect(answer).toEqual([group]);
});

test("listGroups: By expression", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [group] });
  const answer = await client.listGroups({
    search: 'type eq "OKTA_GROUP" and profile.name sw "Eng"',
    sortBy: "profile.name",
    limit: 100,
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/groups",
      query: {
        search: 'type eq "OKTA_GROUP" and profile.name sw "Eng"',
        limit: "100",
        sortBy: "profile.name",
      },
    },
  ]);
  expect(answer).toEqual([group]);
});

test("listGroups: With the number of members", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [group] });
  const answer = await client.listGroups({ filter: 'type eq "OKTA_GROUP"', expand: "stats", limit: 50 });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/groups",
      query: { filter: 'type eq "OKTA_GROUP"', limit: "50", expand: "stats" },
    },
  ]);
  expect(answer).toEqual([group]);
});

test("listGroups sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [group] });
  const answer = await client.listGroups({
    search: 'profile.name sw "Eng"',
    filter: 'type eq "OKTA_GROUP"',
    limit: 200,
    after: "some after",
    sortBy: "profile.name",
    sortOrder: "asc",
    expand: "stats",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/groups",
      query: {
        search: 'profile.name sw "Eng"',
        filter: 'type eq "OKTA_GROUP"',
        limit: "200",
        after: "some after",
        sortBy: "profile.name",
        sortOrder: "asc",
        expand: "stats",
      },
    },
  ]);
  expect(answer).toEqual([group]);
});

test("listGroups reads on at the next page", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply(({ query }) =>
    query["after"] === "page-2"
      ? { status: 200, body: [group] }
      : { status: 200, headers: { link: '</api/v1/groups?after=page-2>; rel="next"' }, body: [group] },
  );
  const all = await client.listGroups().toArray({ limit: 2 });
  expect(all).toEqual([group, group]);
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
  ["a number as expand", { expand: 7 }],
  ["a key that the operation does not have", { notAKey: true }],
])("listGroups refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:read", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("getGroup: One group", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: group });
  const answer = await client.getGroup("0gra1b2c3d4e5f6g7");
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/groups/0gra1b2c3d4e5f6g7", query: {} },
  ]);
  expect(answer).toEqual(group);
});

test("getGroup keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: group });
  await client.getGroup("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/groups/a%20b%3Fc%23d%25%C3%A9"]);
});

test.each<[fault: string, input: object]>([
  ["an empty groupId", { groupId: "" }],
  [".. as groupId", { groupId: ".." }],
  ["a/b as groupId", { groupId: "a/b" }],
  ["no groupId", {}],
  ["a key that the operation does not have", { groupId: "0gra1b2c3d4e5f6g7", notAKey: true }],
])("getGroup refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:read_detail", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("createGroup: A name and what it is for", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: group });
  const answer = await client.createGroup({ name: "Engineering", description: "Everyone who builds" });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/groups",
      query: {},
      body: { profile: { name: "Engineering", description: "Everyone who builds" } },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(group);
});

test("createGroup: In the API's own form", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: group });
  const answer = await client.createGroup({
    profile: { name: "Finance Readers", description: "Read-only access to the ledgers" },
  });
  expect(requests.map(said)).toEqual([
    {
      method: "POST",
      path: "/api/v1/groups",
      query: {},
      body: { profile: { name: "Finance Readers", description: "Read-only access to the ledgers" } },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(group);
});

test.each<[fault: string, input: object]>([
  ["no profile", {}],
  ["a text as profile", { profile: "text" }],
  ["a key that the operation does not have", { profile: { name: "some name" }, notAKey: true }],
])("createGroup refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:create", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("updateGroup: A new name, the description kept", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: group });
  const answer = await client.updateGroup("0gra1b2c3d4e5f6g7", {
    name: "Platform Engineering",
    description: "Everyone who builds",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "PUT",
      path: "/api/v1/groups/0gra1b2c3d4e5f6g7",
      query: {},
      body: { profile: { name: "Platform Engineering", description: "Everyone who builds" } },
    },
  ]);
  expect(requests.at(-1)?.headers).toMatchObject({ "content-type": "application/json" });
  expect(answer).toEqual(group);
});

test("updateGroup keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: group });
  await client.updateGroup("a b?c#d%é", { profile: { name: "some name", description: "some description" } });
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/groups/a%20b%3Fc%23d%25%C3%A9"]);
});

test.each<[fault: string, input: object]>([
  ["an empty groupId", { groupId: "", profile: { name: "some name", description: "some description" } }],
  [".. as groupId", { groupId: "..", profile: { name: "some name", description: "some description" } }],
  ["a/b as groupId", { groupId: "a/b", profile: { name: "some name", description: "some description" } }],
  ["no groupId", { profile: { name: "some name", description: "some description" } }],
  ["no profile", { groupId: "0gra1b2c3d4e5f6g7" }],
  ["a text as profile", { groupId: "0gra1b2c3d4e5f6g7", profile: "text" }],
  [
    "a key that the operation does not have",
    {
      groupId: "0gra1b2c3d4e5f6g7",
      profile: { name: "some name", description: "some description" },
      notAKey: true,
    },
  ],
])("updateGroup refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:update", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("deleteGroup: A group that nobody needs", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.deleteGroup("0gra1b2c3d4e5f6g7");
  expect(requests.map(said)).toEqual([
    { method: "DELETE", path: "/api/v1/groups/0gra1b2c3d4e5f6g7", query: {} },
  ]);
  expect(answer).toEqual(undefined);
});

test("deleteGroup keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.deleteGroup("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/groups/a%20b%3Fc%23d%25%C3%A9"]);
});

test.each<[fault: string, input: object]>([
  ["an empty groupId", { groupId: "" }],
  [".. as groupId", { groupId: ".." }],
  ["a/b as groupId", { groupId: "a/b" }],
  ["no groupId", {}],
  ["a key that the operation does not have", { groupId: "0gra1b2c3d4e5f6g7", notAKey: true }],
])("deleteGroup refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:delete", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("getGroupMembers: Everyone in a group", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [user] });
  const answer = await client.getGroupMembers("0gra1b2c3d4e5f6g7", { limit: 200 });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/groups/0gra1b2c3d4e5f6g7/users", query: { limit: "200" } },
  ]);
  expect(answer).toEqual([user]);
});

test("getGroupMembers sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [user] });
  const answer = await client.getGroupMembers("0gra1b2c3d4e5f6g7", { limit: 200, after: "some after" });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/groups/0gra1b2c3d4e5f6g7/users",
      query: { limit: "200", after: "some after" },
    },
  ]);
  expect(answer).toEqual([user]);
});

test("getGroupMembers reads on at the next page", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply(({ query }) =>
    query["after"] === "page-2"
      ? { status: 200, body: [user] }
      : {
          status: 200,
          headers: { link: '</api/v1/groups/0gra1b2c3d4e5f6g7/users?after=page-2>; rel="next"' },
          body: [user],
        },
  );
  const all = await client.getGroupMembers("0gra1b2c3d4e5f6g7").toArray({ limit: 2 });
  expect(all).toEqual([user, user]);
  expect(requests.map(({ query }) => query["after"])).toEqual([undefined, "page-2"]);
});

test("getGroupMembers keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [user] });
  await client.getGroupMembers("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/groups/a%20b%3Fc%23d%25%C3%A9/users"]);
});

test.each<[fault: string, input: object]>([
  ["an empty groupId", { groupId: "" }],
  [".. as groupId", { groupId: ".." }],
  ["a/b as groupId", { groupId: "a/b" }],
  ["no groupId", {}],
  ["limit over 200", { groupId: "0gra1b2c3d4e5f6g7", limit: 201 }],
  ["a number as after", { groupId: "0gra1b2c3d4e5f6g7", after: 7 }],
  ["a key that the operation does not have", { groupId: "0gra1b2c3d4e5f6g7", notAKey: true }],
])("getGroupMembers refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:read_members", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("addGroupMember: Somebody joins", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.addGroupMember("0gra1b2c3d4e5f6g7", "00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "PUT", path: "/api/v1/groups/0gra1b2c3d4e5f6g7/users/00u1a2b3c4d5e6f7g8", query: {} },
  ]);
  expect(answer).toEqual(undefined);
});

test("addGroupMember keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.addGroupMember("a b?c#d%é", "a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/groups/a%20b%3Fc%23d%25%C3%A9/users/a%20b%3Fc%23d%25%C3%A9",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty groupId", { groupId: "", userId: "00u1a2b3c4d5e6f7g8" }],
  [".. as groupId", { groupId: "..", userId: "00u1a2b3c4d5e6f7g8" }],
  ["a/b as groupId", { groupId: "a/b", userId: "00u1a2b3c4d5e6f7g8" }],
  ["an empty userId", { groupId: "0gra1b2c3d4e5f6g7", userId: "" }],
  [".. as userId", { groupId: "0gra1b2c3d4e5f6g7", userId: ".." }],
  ["a/b as userId", { groupId: "0gra1b2c3d4e5f6g7", userId: "a/b" }],
  ["no groupId", { userId: "00u1a2b3c4d5e6f7g8" }],
  ["no userId", { groupId: "0gra1b2c3d4e5f6g7" }],
  [
    "a key that the operation does not have",
    { groupId: "0gra1b2c3d4e5f6g7", userId: "00u1a2b3c4d5e6f7g8", notAKey: true },
  ],
])("addGroupMember refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:add_member", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("removeGroupMember: Somebody leaves", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  const answer = await client.removeGroupMember("0gra1b2c3d4e5f6g7", "00u1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "DELETE", path: "/api/v1/groups/0gra1b2c3d4e5f6g7/users/00u1a2b3c4d5e6f7g8", query: {} },
  ]);
  expect(answer).toEqual(undefined);
});

test("removeGroupMember keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 204 });
  await client.removeGroupMember("a b?c#d%é", "a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/groups/a%20b%3Fc%23d%25%C3%A9/users/a%20b%3Fc%23d%25%C3%A9",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty groupId", { groupId: "", userId: "00u1a2b3c4d5e6f7g8" }],
  [".. as groupId", { groupId: "..", userId: "00u1a2b3c4d5e6f7g8" }],
  ["a/b as groupId", { groupId: "a/b", userId: "00u1a2b3c4d5e6f7g8" }],
  ["an empty userId", { groupId: "0gra1b2c3d4e5f6g7", userId: "" }],
  [".. as userId", { groupId: "0gra1b2c3d4e5f6g7", userId: ".." }],
  ["a/b as userId", { groupId: "0gra1b2c3d4e5f6g7", userId: "a/b" }],
  ["no groupId", { userId: "00u1a2b3c4d5e6f7g8" }],
  ["no userId", { groupId: "0gra1b2c3d4e5f6g7" }],
  [
    "a key that the operation does not have",
    { groupId: "0gra1b2c3d4e5f6g7", userId: "00u1a2b3c4d5e6f7g8", notAKey: true },
  ],
])("removeGroupMember refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("groups:remove_member", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});
