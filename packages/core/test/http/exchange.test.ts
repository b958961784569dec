import { expect, test } from "vitest";
import { ApiError } from "../../src/errors/api-error.ts";
import { ApiUnreachableError } from "../../src/errors/api-unreachable-error.ts";
import { OriginRefusedError } from "../../src/errors/origin-refused-error.ts";
import { OutcomeUnknownError } from "../../src/errors/outcome-unknown-error.ts";
import { RuntimeNotReadyError } from "../../src/errors/runtime-not-ready-error.ts";
import { UnexpectedAnswerError } from "../../src/errors/unexpected-answer-error.ts";
import { bench, definition, failure, operation } from "./bench.ts";
import { httpServer, json, rawServer } from "./wire.ts";

const read = operation("GET /parcels/{id}");
const write = operation("POST /parcels/{id}/send");
const replace = operation("PUT /parcels/{id}");
const input = { id: "p1" };

test("a request carries the credential of the vault, which is kept out of what is recorded", async () => {
  await using server = await httpServer((_, response) => json(response, 200, { id: "p1" }));
  await using on = bench({ origin: server.origin });
  const { answer } = await on.send(read, { input });
  expect(JSON.parse(answer.body.toString())).toEqual({ id: "p1" });
  expect(server.arrived[0]).toMatchObject({
    method: "GET",
    url: "/parcels/p1",
    headers: { authorization: "Key s3cret" },
  });
  expect(on.secrets).toEqual(["s3cret"]);
  expect(on.attempts).toMatchObject([
    { method: "GET", path: "/parcels/p1", status: 200, sent: true, again: false },
  ]);
  expect(JSON.stringify(on.attempts)).not.toContain("s3cret");
});

test.for([
  ["GET", 502, 5],
  ["GET", 503, 5],
  ["GET", 504, 5],
  ["GET", 500, 1],
  ["GET", 501, 1],
  ["GET", 404, 1],
  ["PUT", 503, 1],
  ["POST", 502, 1],
  ["POST", 500, 1],
  ["DELETE", 504, 1],
] as const)("a %s that is answered with %i is sent %i times", async ([method, status, times]) => {
  await using server = await httpServer((_, response) => json(response, status, {}));
  await using on = bench({ origin: server.origin });
  const ending = failure(on.send(operation(`${method} /parcels/{id}`), { input }));
  const waits: number[] = [];
  while (waits.length < times - 1) waits.push(await on.timer.elapse());
  await ending;
  expect(server.arrived.length).toBe(times);
  expect(waits).toEqual([250, 500, 1000, 2000].slice(0, times - 1));
});

test.for([
  ["POST", 500, OutcomeUnknownError],
  ["PUT", 503, OutcomeUnknownError],
  ["DELETE", 504, OutcomeUnknownError],
  ["POST", 501, ApiError],
  ["POST", 409, ApiError],
  ["GET", 500, ApiError],
] as const)("a %s that is answered with %i ends as it must", async ([method, status, type]) => {
  await using server = await httpServer((_, response) => json(response, status, {}));
  await using on = bench({ origin: server.origin });
  const error = await failure(on.send(operation(`${method} /parcels/{id}`), { input }));
  expect(error).toBeInstanceOf(type);
  expect(error.message.split("; ")[0]).toBe(`parcels:do: the API answered ${status}`);
});

test("a gateway that says when to come back is asked again then", async () => {
  await using server = await httpServer((_, response, count) =>
    count === 1 ? json(response, 503, {}, { "retry-after": "7" }) : json(response, 200, {}),
  );
  await using on = bench({ origin: server.origin });
  const done = on.send(read, { input });
  expect(await on.timer.elapse()).toBe(7000);
  await done;
});

test("a gateway that names the moment to come back is asked again then, by its own clock", async () => {
  const [date, then] = ["Tue, 24 Nov 2026 00:00:00 GMT", "Tue, 24 Nov 2026 00:00:07 GMT"];
  await using server = await httpServer((_, response, count) =>
    count === 1 ? json(response, 503, {}, { date, "retry-after": then }) : json(response, 200, {}),
  );
  await using on = bench({ origin: server.origin });
  const done = on.send(read, { input });
  expect(await on.timer.elapse()).toBe(7000);
  await done;
});

test("a call that has no time to be sent again ends with why it failed", async () => {
  await using server = await httpServer((_, response) => json(response, 503, {}, { "retry-after": "7" }));
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(read, { input, timeoutMs: 5000 }))).toMatchObject({ status: 503 });
  await using nowhere = bench({ origin: "http://127.0.0.1:9" });
  const { message } = await failure(nowhere.send(read, { input, timeoutMs: 200 }));
  expect(message).toContain("ECONNREFUSED");
});

test("a gateway that wants to be left alone for an hour is left alone", async () => {
  await using server = await httpServer((_, response) => json(response, 503, {}, { "retry-after": "3600" }));
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(read, { input }))).toMatchObject({ status: 503, retryable: true });
});

test("a read whose connection is cut is sent again, with each attempt on record before the next", async () => {
  let cuts = 0;
  await using server = await rawServer((socket) => {
    cuts += 1;
    if (cuts < 3) socket.destroy();
    else socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
  });
  await using on = bench({ origin: server.origin });
  const done = on.send(read, { input });
  await on.timer.elapse();
  await on.timer.elapse();
  await done;
  expect(on.attempts.map(({ status, sent, again }) => ({ status, sent, again }))).toEqual([
    { status: undefined, sent: true, again: true },
    { status: undefined, sent: true, again: true },
    { status: 200, sent: true, again: false },
  ]);
});

test("nothing is sent again if the attempt before could not be recorded", async () => {
  await using server = await httpServer((_, response) => json(response, 503, {}));
  const full = new Error("the disk is full");
  await using on = bench({ origin: server.origin, onAttempt: () => Promise.reject(full) });
  expect(await failure(on.send(read, { input }))).toBe(full);
  expect(server.arrived.length).toBe(1);
});

test.for([
  ["before the answer", ""],
  ["inside the header", "HTTP/1.1 200 OK\r\nconte"],
  ["inside the body", 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a":'],
] as const)("a write that is cut %s is of unknown outcome, and is sent once", async ([, bytes]) => {
  for (const what of [write, replace]) {
    await using server = await rawServer((socket) => void socket.write(bytes, () => socket.destroy()));
    await using on = bench({ origin: server.origin });
    const error = await failure(on.send(what, { input }));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ code: "outcome_unknown", retryable: false });
    expect(server.seen.length).toBe(1);
  }
});

test("a write that could not leave is tried again, and ends in an error that says that nothing was changed", async () => {
  await using on = bench({ origin: "http://127.0.0.1:9" });
  const ending = failure(on.send(write, { input }));
  for (let wait = 0; wait < 4; wait += 1) await on.timer.elapse();
  const error = await ending;
  expect(error).toBeInstanceOf(ApiUnreachableError);
  expect(error).toMatchObject({ retryable: true });
  expect(error.message).toContain("nothing was changed");
  expect(on.attempts.map(({ sent }) => sent)).toEqual([false, false, false, false, false]);
});

test("a read whose answer is too large is not asked for again", async () => {
  await using server = await httpServer((_, response) => json(response, 200, { text: "x".repeat(2000) }));
  await using on = bench({ origin: server.origin, limits: { maxAnswerBytes: 1000 } });
  expect(await failure(on.send(read, { input }))).toBeInstanceOf(UnexpectedAnswerError);
  expect(server.arrived.length).toBe(1);
});

test("a write whose answer can't be read is of unknown outcome", async () => {
  await using server = await httpServer((_, response) => json(response, 200, { text: "x".repeat(2000) }));
  await using on = bench({ origin: server.origin, limits: { maxAnswerBytes: 1000 } });
  expect(await failure(on.send(write, { input }))).toBeInstanceOf(OutcomeUnknownError);
});

test.for([
  ["larger than agreed", 1000, {}],
  ["encoded in a way that was not asked for", 5000, { "content-encoding": "br" }],
  ["said to be gzip, and is not", 5000, { "content-encoding": "gzip" }],
] as const)("a refusal whose body is %s refuses all the same", async ([, maxAnswerBytes, headers]) => {
  await using server = await httpServer((_, response, count) =>
    json(response, count === 1 ? 429 : 403, { text: "x".repeat(2000) }, { ...headers, "retry-after": "7" }),
  );
  await using on = bench({ origin: server.origin, limits: { maxAnswerBytes } });
  const refusal = failure(on.send(write, { input }));
  expect(await on.timer.elapse()).toBe(7000);
  expect(await refusal).toMatchObject({ name: "ApiError", status: 403 });
  expect(on.attempts.map(({ status }) => status)).toEqual([429, 403]);
});

test("a write that a web page answers is of unknown outcome, whatever its status says", async () => {
  await using server = await httpServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("\n<!doctype html><title>Sign in</title>");
  });
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(write, { input }))).toBeInstanceOf(OutcomeUnknownError);
  expect(on.attempts).toMatchObject([{ status: 200, sent: true, again: false }]);
});

test.for([
  ["text/html; charset=utf-8", '{"sent":true}'],
  ["text/html", "sent"],
  ["application/xml", "<sent/>"],
] as const)(
  "a write that is answered with %s that is no web page was carried out: %s",
  async ([type, body]) => {
    await using server = await httpServer((_, response) => {
      response.writeHead(200, { "content-type": type }).end(body);
    });
    await using on = bench({ origin: server.origin });
    expect((await on.send(write, { input })).answer.body.toString()).toBe(body);
  },
);

test.for([301, 302, 303, 307, 308])(
  "a redirect (%i) to another host is refused, and gets no credential",
  async (status) => {
    await using other = await httpServer((_, response) => json(response, 200, {}));
    await using server = await httpServer((_, response) =>
      json(response, status, {}, { location: `${other.origin}/parcels/p1` }),
    );
    await using on = bench({ origin: server.origin });
    const error = await failure(on.send(read, { input }));
    expect(error).toMatchObject({ code: "api_error", status });
    expect(error.message).toContain("redirects");
    expect(other.arrived).toEqual([]);
  },
);

test("the API's own error is told with its code, causes, ids and what the spec knows of it", async () => {
  const body = {
    code: "P7",
    text: "no such parcel",
    id: "e-1",
    why: [{ text: "p1 was sent" }, { text: "long ago" }],
  };
  await using server = await httpServer((_, response) =>
    json(response, 404, body, { "x-request-id": "r-9" }),
  );
  await using on = bench({ origin: server.origin });
  const known = operation("GET /parcels/{id}", { errors: { P7: "sent parcels are in the archive" } });
  const error = await failure(on.send(known, { input }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    ...{
      code: "api_error",
      status: 404,
      apiCode: "P7",
      summary: "no such parcel",
      errorId: "e-1",
      requestId: "r-9",
    },
    ...{ causes: ["p1 was sent", "long ago"], hint: "sent parcels are in the archive", retryable: false },
  });
  expect(error.message).toBe(
    "parcels:do: the API answered 404 P7 no such parcel: p1 was sent; long ago (sent parcels are in the archive)",
  );
  expect(on.attempts).toMatchObject([{ requestId: "r-9" }]);
});

test("an error code that is the name of a member of every object has no meaning", async () => {
  await using server = await httpServer((_, response) => json(response, 400, { code: "constructor" }));
  await using on = bench({ origin: server.origin });
  const known = operation("GET /parcels/{id}", { errors: { P7: "sent parcels are in the archive" } });
  const error = await failure(on.send(known, { input }));
  expect(error).toMatchObject({ apiCode: "constructor", hint: undefined });
  expect(error.message).toBe("parcels:do: the API answered 400 constructor");
});

test.for([
  ["an empty body", "", {}],
  ["a page of a proxy", "<html><h1>Bad gateway</h1></html>", { summary: expect.stringContaining("proxy") }],
  ["JSON that ends early", '{"code":"P7","te', {}],
  [
    "an OAuth error",
    '{"error":"invalid_request","error_description":"no"}',
    { apiCode: "invalid_request", summary: "no" },
  ],
  ["a gateway's error", '{"status":400,"message":"too hot"}', { summary: "too hot" }],
  ["causes that are no list", '{"code":"P1","why":{"text":"one"}}', { apiCode: "P1", causes: ["one"] }],
  ["causes that are nothing", '{"code":"P1","why":null}', { apiCode: "P1", causes: [] }],
  ["no causes", '{"code":"P1"}', { apiCode: "P1", causes: [] }],
  ["a code that is a number", '{"code":7}', { apiCode: "7" }],
  [
    "codes of a wrong type",
    '{"code":[7],"text":{},"why":[1,null,{"text":2}]}',
    { apiCode: undefined, causes: [] },
  ],
  ["a list", "[1,2]", { causes: [] }],
  ["a bare word", '"no"', { causes: [] }],
  ["a code that every object has", '{"code":"constructor"}', { apiCode: "constructor", retryable: false }],
] as const)("an error with %s is told as far as it can be read", async ([what, body, expected]) => {
  await using server = await httpServer((_, response) => {
    response
      .writeHead(400, { "content-type": what.includes("page") ? "text/html" : "application/json" })
      .end(body);
  });
  await using on = bench({ origin: server.origin });
  const error = await failure(on.send(read, { input }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 400, ...expected });
});

test("causes that are a list of texts are told, wherever the list is", async () => {
  await using server = await httpServer((_, response) =>
    json(response, 400, { no: { why: ["cold", 3, "wet"] } }),
  );
  for (const causes of ["no.why[]", "no.why"]) {
    await using on = bench({ origin: server.origin, definition: definition({ errorBody: { causes } }) });
    expect(await failure(on.send(read, { input }))).toMatchObject({ causes: ["cold", "wet"] });
  }
});

test("an error that goes on and on is cut, and says so", async () => {
  const why = Array.from({ length: 25 }, (_, at) => ({ text: at === 0 ? "y".repeat(2000) : `cause ${at}` }));
  await using server = await httpServer((_, response) =>
    json(response, 400, { code: "c".repeat(3000), text: "x".repeat(1_000_000), id: "e-1", why }),
  );
  await using on = bench({ origin: server.origin });
  const error = await failure(on.send(read, { input }));
  expect(error).toMatchObject({
    apiCode: `${"c".repeat(1000)}... (cut, of 3000 characters)`,
    summary: `${"x".repeat(1000)}... (cut, of 1000000 characters)`,
    errorId: "e-1",
  });
  expect(error["causes"]).toEqual([
    `${"y".repeat(1000)}... (cut, of 2000 characters)`,
    ...why.slice(1, 20).map(({ text }) => text),
    "(cut, with 5 more causes)",
  ]);
});

test("a missing scope is told by the challenge, where the body is empty", async () => {
  const challenge =
    'Bearer error="insufficient_scope", error_description="a scope is missing", scope="parcels.read"';
  await using server = await httpServer(
    (_, response) => void response.writeHead(403, { "www-authenticate": challenge }).end(),
  );
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(read, { input }))).toMatchObject({
    status: 403,
    summary: "a scope is missing (parcels.read)",
  });
});

test("a spec tells which of the API's errors pass by themselves", async () => {
  await using server = await httpServer((_, response) => json(response, 409, { code: "BUSY" }));
  const errorCodes = { BUSY: { status: 409, summary: "it is being sorted", retry: true } };
  await using on = bench({ origin: server.origin, definition: definition({ errorCodes }) });
  expect(await failure(on.send(write, { input }))).toMatchObject({
    retryable: true,
    summary: "it is being sorted",
  });
});

test("a 401 has the vault read again, and a credential that changed is used", async () => {
  await using server = await httpServer(({ headers }, response) =>
    json(response, headers.authorization === "Key new" ? 200 : 401, {}),
  );
  await using on = bench({ origin: server.origin });
  on.fields["key"] = "old";
  const first = failure(on.send(read, { input }));
  expect(await first).toMatchObject({ status: 401 });
  on.fields["key"] = "new";
  await on.send(write, { input });
  expect(server.arrived.map(({ headers }) => headers.authorization)).toEqual([
    "Key old",
    "Key old",
    "Key new",
  ]);
  expect(on.secrets).toContain("new");
});

test("a credential that is still the same is not tried a second time", async () => {
  await using server = await httpServer((_, response) => json(response, 401, {}));
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(read, { input }))).toMatchObject({ status: 401 });
  expect(server.arrived.length).toBe(1);
  expect(on.reads()).toBe(2);
});

test("a vault that fails on second reading leaves the API's refusal as the answer", async () => {
  await using server = await httpServer((_, response) => json(response, 401, { code: "BAD_KEY" }));
  let readings = 0;
  const readVault = async (): Promise<void> => {
    readings += 1;
    if (readings > 1) throw new Error("the vault is sealed");
  };
  await using on = bench({ origin: server.origin, readVault });
  expect(await failure(on.send(read, { input }))).toMatchObject({ status: 401, apiCode: "BAD_KEY" });
  expect(on.attempts).toMatchObject([{ status: 401 }]);
});

test("a 401 that means something else than the credential leaves the vault alone", async () => {
  await using server = await httpServer((_, response) => json(response, 401, { code: "NO_FEATURE" }));
  const errorCodes = { NO_FEATURE: { status: 401, summary: "not bought", retry: false, credential: false } };
  await using on = bench({ origin: server.origin, definition: definition({ errorCodes }) });
  expect(await failure(on.send(read, { input }))).toMatchObject({
    apiCode: "NO_FEATURE",
    summary: "not bought",
  });
  expect(on.reads()).toBe(1);
});

test.for([
  ["a line break", "s3\ncret"],
  ["a space without width", "s3cret\u200b"],
] as const)("a credential that holds %s is named and not shown, and nothing is sent", async ([, key]) => {
  await using server = await httpServer((_, response) => json(response, 200, {}));
  await using on = bench({ origin: server.origin, fields: { key } });
  const error = await failure(on.send(read, { input }));
  expect(error).toMatchObject({ code: "runtime_not_ready", retryable: false, path: "depot" });
  expect(error.message).toContain("key at the vault path depot");
  expect(error.message).not.toContain("cret");
  expect(server.arrived).toEqual([]);
});

test("a vault path that lacks a field is named with what it lacks, and nothing is sent", async () => {
  await using server = await httpServer((_, response) => json(response, 200, {}));
  await using on = bench({ origin: server.origin });
  delete on.fields["key"];
  const error = await failure(on.send(read, { input }));
  expect(error).toBeInstanceOf(RuntimeNotReadyError);
  expect(error).toMatchObject({ path: "depot" });
  expect(error.message).toContain("depot lacks key");
  expect(server.arrived).toEqual([]);
});

test.for([
  "http://depot.example.com",
  "https://u:p@depot.example.com",
  "https://depot.example.com/api",
  "depot",
  "ftp://127.0.0.1",
])("an address that credentials may not go to (%s) is refused", async (address) => {
  await using on = bench({ origin: address });
  expect(await failure(on.send(read, { input }))).toBeInstanceOf(OriginRefusedError);
});

const moved = operation("PUT /parcels/{id}/owner/{owner}", {
  fallback: {
    when: { status: 405, code: "NO_METHOD" },
    method: "POST",
    path: "/parcels/{id}/owner",
    body: { "owner.id": "{owner}" },
    because: "newer depots know it so",
  },
});

test("an API that does not know a request gets the spec's fallback, and is remembered", async () => {
  await using server = await httpServer(({ method }, response) =>
    method === "PUT" ? json(response, 405, { code: "NO_METHOD" }) : json(response, 200, {}),
  );
  await using on = bench({ origin: server.origin });
  const call = { input: { id: "p1", owner: "o/1" } };
  await on.send(moved, call);
  await on.send(moved, call);
  expect(server.arrived.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
    "PUT /parcels/p1/owner/o%2F1 ",
    'POST /parcels/p1/owner {"owner":{"id":"o/1"}}',
    'POST /parcels/p1/owner {"owner":{"id":"o/1"}}',
  ]);
  expect(on.attempts.map(({ method, status, again }) => `${method} ${status} ${again}`)).toEqual([
    "PUT 405 true",
    "POST 200 false",
    "POST 200 false",
  ]);
});

test("callers who learn of the fallback at once all take it", async () => {
  await using server = await httpServer(({ method }, response) =>
    method === "PUT" ? json(response, 405, { code: "NO_METHOD" }) : json(response, 200, {}),
  );
  await using on = bench({ origin: server.origin });
  const calls = Array.from({ length: 5 }, (_, number) =>
    on.send(moved, { input: { id: "p1", owner: `o${number}` } }),
  );
  const answers = await Promise.all(calls);
  expect(answers.map(({ answer }) => answer.status)).toEqual([200, 200, 200, 200, 200]);
});

test.for([
  [405, "OTHER"],
  [404, "NO_METHOD"],
] as const)("an answer of %i %s is no sign for the fallback", async ([status, code]) => {
  await using server = await httpServer((_, response) => json(response, status, { code }));
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(moved, { input: { id: "p1", owner: "o1" } }))).toMatchObject({
    status,
    apiCode: code,
  });
  expect(server.arrived.length).toBe(1);
});

test("a fallback that is refused in the same way is not followed for ever", async () => {
  await using server = await httpServer((_, response) => json(response, 405, { code: "NO_METHOD" }));
  await using on = bench({ origin: server.origin });
  expect(await failure(on.send(moved, { input: { id: "p1", owner: "o1" } }))).toMatchObject({ status: 405 });
  expect(server.arrived.length).toBe(2);
});
