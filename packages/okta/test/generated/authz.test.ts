// Generated from specs/okta by `pnpm generate`. Do not edit.

import { wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test } from "vitest";
import { OktaConnector } from "../../src/generated/client.ts";
import { definition } from "../../src/generated/definition.ts";

const bench = () => wireBench(OktaConnector, definition);

/** What a request says, apart from the headers that every request has. */
const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });

// Answers as the API might give them next year: with a field and a member that the spec does not know.
const authorizationServer = {
  id: "some id",
  name: "some name",
  description: "some description",
  audiences: ["some audiences"],
  issuer: "some issuer",
  issuerMode: "ADDED_LATER",
  addedLater: { kept: true },
};
const authorizationServerPolicy = {
  id: "some id",
  type: "ADDED_LATER",
  status: "ACTIVE",
  name: "some name",
  description: "some description",
  priority: 1,
  addedLater: { kept: true },
};

test("listAuthorizationServers: All custom servers", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [authorizationServer] });
  const answer = await client.listAuthorizationServers();
  expect(requests.map(said)).toEqual([{ method: "GET", path: "/api/v1/authorizationServers", query: {} }]);
  expect(answer).toEqual([authorizationServer]);
});

test("listAuthorizationServers: By audience", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [authorizationServer] });
  const answer = await client.listAuthorizationServers({ q: "api://default" });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/authorizationServers", query: { q: "api://default" } },
  ]);
  expect(answer).toEqual([authorizationServer]);
});

test("listAuthorizationServers sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [authorizationServer] });
  const answer = await client.listAuthorizationServers({
    q: "api://default",
    limit: 200,
    after: "some after",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/authorizationServers",
      query: { q: "api://default", limit: "200", after: "some after" },
    },
  ]);
  expect(answer).toEqual([authorizationServer]);
});

test("listAuthorizationServers reads on at the next page", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply(({ query }) =>
    query["after"] === "page-2"
      ? { status: 200, body: [authorizationServer] }
      : {
          status: 200,
          headers: { link: '</api/v1/authorizationServers?after=page-2>; rel="next"' },
          body: [authorizationServer],
        },
  );
  const all = await client.listAuthorizationServers().toArray({ limit: 2 });
  expect(all).toEqual([authorizationServer, authorizationServer]);
  expect(requests.map(({ query }) => query["after"])).toEqual([undefined, "page-2"]);
});

test.each<[fault: string, input: object]>([
  ["a number as q", { q: 7 }],
  ["limit over 200", { limit: 201 }],
  ["a number as after", { after: 7 }],
  ["a key that the operation does not have", { notAKey: true }],
])("listAuthorizationServers refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("authz:read", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("listAuthorizationServerPolicies: Of the server called default", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [authorizationServerPolicy] });
  const answer = await client.listAuthorizationServerPolicies("default");
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/authorizationServers/default/policies", query: {} },
  ]);
  expect(answer).toEqual([authorizationServerPolicy]);
});

test("listAuthorizationServerPolicies keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [authorizationServerPolicy] });
  await client.listAuthorizationServerPolicies("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/v1/authorizationServers/a%20b%3Fc%23d%25%C3%A9/policies",
  ]);
});

test.each<[fault: string, input: object]>([
  ["an empty authServerId", { authServerId: "" }],
  [".. as authServerId", { authServerId: ".." }],
  ["a/b as authServerId", { authServerId: "a/b" }],
  ["no authServerId", {}],
  ["a key that the operation does not have", { authServerId: "aus1b2c3d4e5f6g7h8", notAKey: true }],
])("listAuthorizationServerPolicies refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("authz:read_policies", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});
