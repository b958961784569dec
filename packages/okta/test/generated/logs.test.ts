// Generated from specs/okta by `pnpm generate`. Do not edit.

import { wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test } from "vitest";
import { OktaConnector } from "../../src/generated/client.ts";
import { definition } from "../../src/generated/definition.ts";

const bench = () => wireBench(OktaConnector, definition);

/** What a request says, apart from the headers that every request has. */
const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });

// Answers as the API might give them next year: with a field and a member that the spec does not know.
const logEvent = {
  uuid: "some uuid",
  published: "2026-01-02T03:04:05.000Z",
  eventType: "some eventType",
  version: "some version",
  severity: "ADDED_LATER",
  displayMessage: "some displayMessage",
  addedLater: { kept: true },
};

test("getLogs: Sign-ins since New Year", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [logEvent] });
  const answer = await client.getLogs({
    since: "2025-01-01T00:00:00Z",
    filter: 'eventType eq "user.session.start"',
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/logs",
      query: { since: "2025-01-01T00:00:00Z", filter: 'eventType eq "user.session.start"' },
    },
  ]);
  expect(answer).toEqual([logEvent]);
});

test("getLogs: What failed on one day, the newest first", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [logEvent] });
  const answer = await client.getLogs({
    since: "2025-01-01T00:00:00Z",
    until: "2025-01-02T00:00:00Z",
    filter: 'outcome.result eq "FAILURE"',
    sortOrder: "DESCENDING",
    limit: 1000,
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/logs",
      query: {
        since: "2025-01-01T00:00:00Z",
        until: "2025-01-02T00:00:00Z",
        filter: 'outcome.result eq "FAILURE"',
        limit: "1000",
        sortOrder: "DESCENDING",
      },
    },
  ]);
  expect(answer).toEqual([logEvent]);
});

test("getLogs sends every parameter under its name on the wire", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: [logEvent] });
  const answer = await client.getLogs({
    since: "2025-01-01T00:00:00Z",
    until: "2025-01-02T00:00:00Z",
    after: "some after",
    filter: 'eventType eq "user.session.start"',
    q: "jane.doe",
    limit: 100,
    sortOrder: "ASCENDING",
  });
  expect(requests.map(said)).toEqual([
    {
      method: "GET",
      path: "/api/v1/logs",
      query: {
        since: "2025-01-01T00:00:00Z",
        until: "2025-01-02T00:00:00Z",
        after: "some after",
        filter: 'eventType eq "user.session.start"',
        q: "jane.doe",
        limit: "100",
        sortOrder: "ASCENDING",
      },
    },
  ]);
  expect(answer).toEqual([logEvent]);
});

test("getLogs reads on at the next page", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply(({ query }) =>
    query["after"] === "page-2"
      ? { status: 200, body: [logEvent] }
      : { status: 200, headers: { link: '</api/v1/logs?after=page-2>; rel="next"' }, body: [logEvent] },
  );
  const all = await client.getLogs().toArray({ limit: 2 });
  expect(all).toEqual([logEvent]);
  expect(requests.map(({ query }) => query["after"])).toEqual([undefined, "page-2"]);
});

test.each<[fault: string, input: object]>([
  ["no time as since", { since: "yesterday" }],
  ["no time as until", { until: "yesterday" }],
  ["a number as after", { after: 7 }],
  ["a number as filter", { filter: 7 }],
  ["a number as q", { q: 7 }],
  ["limit over 1000", { limit: 1001 }],
  ["a number as sortOrder", { sortOrder: 7 }],
  ["a key that the operation does not have", { notAKey: true }],
])("getLogs refuses %s, and nothing is sent", async (_, input) => {
  await using wire = await bench();
  const call = wire.client.execute("logs:read", input as never);
  await expect(call).rejects.toMatchObject({ code: "invalid_input" });
  expect(wire.requests).toEqual([]);
});
