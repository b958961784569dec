import { isDeepStrictEqual } from "node:util";
import { wireBench } from "@arx/core/testing";
import { expect, test, vi } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";
import { failure } from "./bench.ts";
import {
  recordedCalls,
  recordedEvents,
  recordedExchanges,
  recordedFolder,
  recordedOperations,
  refusalOf,
} from "./recorded.ts";

// Hundreds of real calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const unset = "ARX_RECORDED_DIR names no folder of recorded exchanges";
const successes = recordedCalls().filter(({ exchange: { status } }) => status >= 200 && status < 300);

/** What an operation needs beside the ids of its path. */
const inputs: Readonly<Record<string, object>> = { "policies:read": { type: "OKTA_SIGN_ON" } };

/** Rate limits that a hundred calls of one operation do not reach. */
function room(): Readonly<Record<string, string>> {
  const reset = String(Math.floor(Date.now() / 1000) + 60);
  return { "X-Rate-Limit-Limit": "2000", "X-Rate-Limit-Remaining": "1999", "X-Rate-Limit-Reset": reset };
}

test("every recorded answer of the operations fits its schema and keeps every field", async ({ skip }) => {
  skip(recordedFolder === "", unset);
  const misfits: string[] = [];
  for (const { exchange, operation } of successes) {
    const { source, responseBody } = exchange;
    const { id, result, schemas } = operation;
    if (result === "none") continue;
    const parsed = (await schemas()).result?.safeParse(responseBody);
    if (!parsed?.success) misfits.push(`${id} ${source}: ${parsed?.error.message ?? "no schema"}`);
    else if (!isDeepStrictEqual(parsed.data, responseBody)) misfits.push(`${id} ${source}: a field was lost`);
  }
  expect(misfits).toEqual([]);
  const seen = new Set(successes.map(({ operation }) => operation.id));
  expect([...seen].toSorted()).toEqual(recordedOperations);
});

test("every recorded event of the System Log comes back from the client as it was sent", async ({ skip }) => {
  skip(recordedFolder === "", unset);
  const events = recordedEvents();
  expect(events).not.toEqual([]);
  await using wire = await wireBench(OktaConnector, definition);
  for (const { event } of events) {
    wire.reply({ status: 200, body: [event] });
    expect(await wire.client.getLogs()).toEqual([event]);
  }
});

test("a recorded answer comes back from the client as it was sent", async ({ skip }) => {
  skip(recordedFolder === "", unset);
  await using wire = await wireBench(OktaConnector, definition);
  const reads = successes.filter(
    ({ operation: { method, result } }) => method === "GET" && result !== "none",
  );
  for (const { exchange, operation } of reads) {
    const { responseBody } = exchange;
    const { id, items, parameters } = operation;
    wire.reply({ status: 200, body: responseBody });
    const path = parameters.filter((parameter) => parameter.in === "path");
    const input = Object.fromEntries(path.map(({ name }) => [name, "00u1a2b3c4d5e6f7g8"]));
    const answer: unknown = await wire.client.execute(
      id as "users:read_detail",
      { ...input, ...inputs[id] } as { userId: string },
    );
    const sent = items === undefined ? responseBody : (responseBody as Record<string, unknown>)[items];
    expect([id, answer]).toEqual([id, sent]);
  }
});

test("every recorded refusal is told by its code, its text, its causes and its ids", async ({ skip }) => {
  skip(recordedFolder === "", unset);
  await using wire = await wireBench(OktaConnector, definition);
  // For room in a rate limit, calls wait longer than a test should.
  const refusals = recordedExchanges().filter(({ status }) => status >= 400 && status !== 429);
  expect(refusals).not.toEqual([]);
  for (const exchange of refusals) {
    const { source, status, responseHeaders, responseBody } = exchange;
    const requestId = responseHeaders["x-okta-request-id"] ?? [];
    wire.reply({ status, headers: { ...room(), "X-Okta-Request-Id": requestId }, body: responseBody });
    const error = await failure(wire.client.getUser("00u1"));
    expect({ source, ...error }).toMatchObject({ source, ...refusalOf(exchange) });
  }
});

test("every recorded link to a next page is followed with the question that was asked", async ({ skip }) => {
  skip(recordedFolder === "", unset);
  await using wire = await wireBench(OktaConnector, definition);
  const next = /<https:\/\/[^/]+([^>]*)>; rel="next"/;
  const linked = successes.flatMap(({ exchange, operation }) => {
    const lines = exchange.responseHeaders["link"] ?? [];
    const target = next.exec(lines.join(", "))?.[1];
    return target === undefined ? [] : [{ exchange, operation, lines, target }];
  });
  expect(new Set(linked.map(({ operation }) => operation.id))).toEqual(
    new Set(["users:read", "apps:read", "authz:read"]),
  );
  for (const { exchange, operation, lines, target } of linked) {
    const asked = Object.fromEntries(exchange.query);
    const { pathname, searchParams } = new URL(target, "https://org.example");
    const after = searchParams.get("after");
    // The recording's host is another's: what is followed has the origin of the server that answers.
    const link = (host: string): string[] => lines.map((line) => line.replaceAll(/https:\/\/[^/]+/g, host));
    wire.requests.length = 0;
    wire.reply(({ query, headers }) => ({
      status: 200,
      ...(query["after"] !== after && { headers: { Link: link(`http://${headers["host"]}`) } }),
      body: exchange.responseBody,
    }));
    const { limit, ...rest } = asked;
    const input = { ...rest, ...(limit !== undefined && { limit: Number(limit) }) };
    await wire.client.execute(operation.id as "users:read", input).toArray({ limit: 100_000 });
    expect(wire.requests.map(({ path, query }) => ({ path, query }))).toEqual([
      { path: pathname, query: expect.objectContaining(asked) },
      { path: pathname, query: { ...asked, ...Object.fromEntries(searchParams) } },
    ]);
  }
});
