// Generated from specs/okta by `pnpm generate`. Do not edit.

import { wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test } from "vitest";
import { OktaConnector } from "../../src/generated/client.ts";
import { definition } from "../../src/generated/definition.ts";

const bench = () => wireBench(OktaConnector, definition);

/** What a request says, apart from the headers that every request has. */
const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });

// Answers as the API might give them next year: with a field and a member that the spec does not know.
const policy = {
  id: "some id",
  type: "ADDED_LATER",
  name: "some name",
  description: "some description",
  priority: 1,
  status: "ACTIVE",
  addedLater: { kept: true },
};
const policyRule = {
  id: "some id",
  type: "ADDED_LATER",
  name: "some name",
  priority: 1,
  status: "ACTIVE",
  system: true,
  addedLater: { kept: true },
};

test("listPolicies: Global session policies", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [policy] });
  const answer = await client.listPolicies({ type: "OKTA_SIGN_ON" });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/policies", query: { type: "OKTA_SIGN_ON" } },
  ]);
  expect(answer).toEqual([policy]);
});

test("listPolicies: Active password policies", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [policy] });
  const answer = await client.listPolicies({ type: "PASSWORD", status: "ACTIVE" });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/policies", query: { type: "PASSWORD", status: "ACTIVE" } },
  ]);
  expect(answer).toEqual([policy]);
});

test("listPolicies sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [policy] });
  const answer = await client.listPolicies({
    type: "OKTA_SIGN_ON",
    status: "ACTIVE",
    q: "Default",
    expand: "",
    sortBy: "name",
    limit: 1,
    after: "some after",
    resourceId: "some resourceId",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/policies",
      query: {
        type: "OKTA_SIGN_ON",
        status: "ACTIVE",
        q: "Default",
        expand: "",
        sortBy: "name",
        limit: "1",
        after: "some after",
        resourceId: "some resourceId",
      },
    },
  ]);
  expect(answer).toEqual([policy]);
});

test("listPolicies reads on at the next page", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply(({ query }) =>
    query["after"] === "page-2"
      ? { status: 200, body: [policy] }
      : { status: 200, headers: { link: '</api/v1/policies?after=page-2>; rel="next"' }, body: [policy] },
  );
  const all = await client.listPolicies({ type: "OKTA_SIGN_ON" }).toArray({ limit: 2 });
  expect(all).toEqual([policy, policy]);
  expect(requests.map(({ query }) => query["after"])).toEqual([undefined, "page-2"]);
});

test.each<[fault: string, input: object]>([
  ["no type", {}],
  ["a number as type", { type: 7 }],
  ["a number as status", { type: "OKTA_SIGN_ON", status: 7 }],
  ["a number as q", { type: "OKTA_SIGN_ON", q: 7 }],
  ["a number as expand", { type: "OKTA_SIGN_ON", expand: 7 }],
  ["a number as sortBy", { type: "OKTA_SIGN_ON", sortBy: 7 }],
  ["limit under 1", { type: "OKTA_SIGN_ON", limit: 0 }],
  ["a number as after", { type: "OKTA_SIGN_ON", after: 7 }],
  ["a number as resourceId", { type: "OKTA_SIGN_ON", resourceId: 7 }],
  ["a key that the operation does not have", { type: "OKTA_SIGN_ON", notAKey: true }],
])("listPolicies refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("policies:read", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});

test("listPolicyRules: The rules of one policy", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [policyRule] });
  const answer = await client.listPolicyRules("00p1a2b3c4d5e6f7g8");
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/policies/00p1a2b3c4d5e6f7g8/rules", query: {} },
  ]);
  expect(answer).toEqual([policyRule]);
});

test("listPolicyRules sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [policyRule] });
  const answer = await client.listPolicyRules("00p1a2b3c4d5e6f7g8", { limit: 1 });
  expect(requests.map(said)).toEqual([
    { method: "GET", path: "/api/v1/policies/00p1a2b3c4d5e6f7g8/rules", query: { limit: "1" } },
  ]);
  expect(answer).toEqual([policyRule]);
});

test("listPolicyRules keeps its target one path segment", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [policyRule] });
  await client.listPolicyRules("a b?c#d%é");
  expect(requests.map(({ path }) => path)).toEqual(["/api/v1/policies/a%20b%3Fc%23d%25%C3%A9/rules"]);
});

test.each<[fault: string, input: object]>([
  ["an empty policyId", { policyId: "" }],
  [".. as policyId", { policyId: ".." }],
  ["a/b as policyId", { policyId: "a/b" }],
  ["no policyId", {}],
  ["limit under 1", { policyId: "00p1a2b3c4d5e6f7g8", limit: 0 }],
  ["a key that the operation does not have", { policyId: "00p1a2b3c4d5e6f7g8", notAKey: true }],
])("listPolicyRules refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("policies:read_rules", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});
