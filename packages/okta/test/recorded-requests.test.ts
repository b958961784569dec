import { InvalidInputError } from "@arx/core";
import { type WireAnswer, wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test, vi } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";
import { failure } from "./bench.ts";
import { described, type DescribedParameter } from "./described.ts";
import {
  type RecordedCall,
  recordedCalls,
  recordedFolder,
  recordedOperations,
  refusalOf,
} from "./recorded.ts";

// Hundreds of real calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

type Json = Record<string, unknown>;

/** The query parameters of an operation, by their names on the wire. */
function queryOf({ operation }: RecordedCall): readonly DescribedParameter[] {
  const { parameters = [] } = described.get(operation.id) ?? {};
  return parameters.filter((parameter) => parameter.in === "query");
}

/** Whether the recording has the body that was sent; of some requests it does not. */
function isWhole({ exchange, operation }: RecordedCall): boolean {
  return operation.body === undefined || bodyOf(exchange.requestBody) !== undefined;
}

/** Some recordings have an empty object in the place of no body. */
function bodyOf(body: unknown): Json | undefined {
  const isObject = typeof body === "object" && body !== null && Object.keys(body).length > 0;
  return isObject ? (body as Json) : undefined;
}

/** The arguments with which a caller of ours would make the recorded request. */
function inputOf(call: RecordedCall): Json {
  const { exchange, operation, path, isFallback } = call;
  const parameters = queryOf(call);
  const query = exchange.query.map(([wire, text]) => {
    const { name = wire } =
      operation.parameters.find((parameter) => (parameter.wire ?? parameter.name) === wire) ?? {};
    const type = parameters.find((parameter) => parameter.name === wire)?.schema.type;
    return [name, type === "integer" ? Number(text) : type === "boolean" ? text === "true" : text];
  });
  const { id, ...body } = bodyOf(exchange.requestBody) ?? {};
  // The other request of an assignment names the user in its body.
  return { ...path, ...Object.fromEntries(query), ...body, ...(isFallback && { userId: id }) };
}

/** The page sizes that are asked for where the caller names none. */
const pageSizes: Readonly<Record<string, string>> = { "groups:read": "200", "groups:read_members": "200" };

/** The recorded request as ours would be: with the defaults of a write, which are always said, and with page sizes. */
function wanted(
  call: RecordedCall,
): Pick<WireRequest, "method" | "query" | "body"> & { readonly path: string } {
  const { exchange, operation } = call;
  const { method, path } = exchange;
  const size = pageSizes[operation.id];
  const defaults =
    operation.method === "GET"
      ? Object.entries({ ...(size !== undefined && { limit: size }) })
      : queryOf(call).flatMap(({ name, schema }) =>
          schema.default === undefined ? [] : [[name, String(schema.default)] as const],
        );
  const body = operation.body && bodyOf(exchange.requestBody);
  return {
    ...{ method, path: path.replace(/\/$/, "") },
    query: Object.fromEntries([...defaults, ...exchange.query]),
    body,
  };
}

const said = ({ method, path, query, body }: WireRequest): ReturnType<typeof wanted> => ({
  ...{ method, query, body },
  path: decodeURIComponent(path),
});

/** A user for the approver's card; the exchange's own answer for its request. */
function answerTo({ exchange, operation }: RecordedCall): (request: WireRequest) => WireAnswer {
  const { method, status, responseHeaders, responseBody } = exchange;
  const headers = { "X-Okta-Request-Id": responseHeaders["x-okta-request-id"] ?? [] };
  const dates = { created: "2026-01-01T00:00:00.000Z", lastUpdated: "2026-01-01T00:00:00.000Z" };
  return (request) => {
    if (request.method === method)
      return { status, headers, ...(responseBody !== null && { body: responseBody }) };
    if (request.method === operation.method) return { status: 405, body: { errorCode: "E0000022" } };
    return { status: 200, body: { id: "00u1", status: "ACTIVE", ...dates, profile: { login: "jane" } } };
  };
}

const calls = recordedCalls();

test("the client can make every recorded request of the operations, member by member", async ({ skip }) => {
  skip(recordedFolder === "", "ARX_RECORDED_DIR names no folder of recorded exchanges");
  await using wire = await wireBench(OktaConnector, definition);
  const made = new Set<string>();
  for (const call of calls.filter(isWhole)) {
    const { exchange, operation } = call;
    wire.reply(answerTo(call));
    wire.requests.length = 0;
    const execute = async (): Promise<unknown> =>
      wire.client.execute(operation.id as "users:read_detail", inputOf(call) as { userId: string });
    const label = `${operation.id} of ${exchange.source}`;
    if (exchange.status < 300) {
      const answer = exchange.responseBody as Json;
      const result = operation.items === undefined ? answer : answer[operation.items];
      expect([label, await execute()]).toEqual([label, operation.result === "none" ? undefined : result]);
    } else {
      const error = await failure(execute());
      // What the client does not let out, Okta refused for the same reason.
      if (error instanceof InvalidInputError) {
        expect([label, exchange.status]).toEqual([label, 400]);
        continue;
      }
      expect({ label, ...error }).toMatchObject({ label, ...refusalOf(exchange) });
    }
    const sent = wire.requests.filter(({ method }) => method === exchange.method).map(said);
    expect([label, sent.at(-1)]).toEqual([label, wanted(call)]);
    made.add(operation.id);
  }
  expect([...made].toSorted()).toEqual(recordedOperations);
});
