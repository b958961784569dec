import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { bench, ENGINEERING, JOHN, PORTAL } from "./bench.ts";

const now = new Date("2026-03-01T00:00:00Z");

test("an error has Okta's members in Okta's order", async () => {
  await using b = await bench();
  const { json } = await b.call("GET /api/v1/users/nobody");
  expect(Object.keys(json)).toEqual(["errorCode", "errorSummary", "errorLink", "errorId", "errorCauses"]);
  expect(json.errorLink).toBe("E0000007");
  expect(json.errorId).toMatch(/^oae[0-9A-Za-z]{22}$/);
});

test.for([
  ["GET /api/v1/nothing", 404, "E0000008"],
  ["GET /", 404, "E0000008"],
  ["PATCH /api/v1/users", 405, "E0000022"],
  ["DELETE /api/v1/logs", 405, "E0000022"],
  ["POST /api/v1/domains", 405, "E0000022"],
] as const)("%s answers %i %s", async ([target, status, code]) => {
  await using b = await bench();
  expect(await b.call(target)).toMatchObject({ status, json: { errorCode: code } });
});

test("every answer carries a new request id, the date and the rate limit headers, 204 and 401 too", async () => {
  await using b = await bench({ clock: () => now });
  const replies = [
    await b.call(`GET /api/v1/users/${JOHN}`),
    await b.call(`DELETE /api/v1/users/${JOHN}/sessions`),
    await b.call("GET /api/v1/nothing"),
    await b.call("GET /api/v1/users", undefined, { authorization: "SSWS wrong" }),
  ];
  for (const { headers } of replies) {
    expect(headers).toMatchObject({
      date: "Sun, 01 Mar 2026 00:00:00 GMT",
      "x-rate-limit-reset": String(now.getTime() / 1000 + 60),
      "cache-control": "no-cache, no-store",
    });
    expect(headers["set-cookie"]).toHaveLength(2);
    expect(headers).not.toHaveProperty("retry-after");
  }
  expect(new Set(replies.map(({ headers }) => headers["x-okta-request-id"])).size).toBe(4);
});

test.for(["SSWS wrong", "SSWS", "Basic abc", "00abc"])(
  "the credentials %s are refused",
  async (authorization) => {
    await using b = await bench();
    const reply = await b.call("GET /api/v1/users", undefined, { authorization });
    expect(reply).toMatchObject({ status: 401, json: { errorCode: "E0000011" } });
  },
);

test("a request without credentials is a 401, or a 403 where the org says so", async () => {
  await using b = await bench();
  const bare = () => fetch(`${b.sim.url}/api/v1/users`);
  expect((await bare()).status).toBe(401);
  b.sim.knobs.missingAuthorization = "E0000005";
  expect((await bare()).status).toBe(403);
});

test("the token dies with its owner", async () => {
  await using b = await bench();
  expect((await b.call("POST /api/v1/users/me/lifecycle/deactivate")).status).toBe(200);
  expect((await b.call("GET /api/v1/users")).status).toBe(401);
});

test("a read-only administrator reads and can't write", async () => {
  await using b = await bench({ adminRole: "READ_ONLY_ADMIN" });
  expect((await b.call(`GET /api/v1/users/${JOHN}`)).status).toBe(200);
  const reply = await b.call(`POST /api/v1/users/${JOHN}/lifecycle/suspend`);
  expect(reply).toMatchObject({ status: 403, json: { errorCode: "E0000006" } });
});

test("a body must be JSON and say so, and the client must take JSON", async () => {
  await using b = await bench();
  expect((await b.call("POST /api/v1/groups", "{oops")).json.errorCode).toBe("E0000003");
  expect((await b.call("POST /api/v1/groups")).json.errorCode).toBe("E0000003");
  for (const path of ["/api/v1/users", "/api/v1/groups"]) {
    const unknown = await b.call(`POST ${path}`, { profile: { name: "Night shift" }, title: "Lead" });
    expect(unknown).toMatchObject({ status: 400, json: { errorCode: "E0000003", errorCauses: [] } });
  }
  const form = await b.call("POST /api/v1/groups", "a=b", { "content-type": "text/plain" });
  expect(form.json.errorCode).toBe("E0000021");
  const xml = await b.call("GET /api/v1/groups", undefined, { accept: "application/xml" });
  expect(xml).toMatchObject({ status: 406, json: { errorCode: "E0000122" } });
});

test("a POST without Content-Length is a 411", async () => {
  await using b = await bench();
  const { port, hostname } = new URL(b.sim.url);
  const socket = connect(Number(port), hostname);
  socket.end(
    `POST /api/v1/users/${JOHN}/lifecycle/suspend HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: SSWS ${b.sim.token}\r\n\r\n`,
  );
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 411 /);
  expect(b.sim.org.users.get(JOHN)?.status).toBe("ACTIVE");
});

test("links carry the host that the client called", async () => {
  await using b = await bench();
  const { port } = new URL(b.sim.url);
  const { json } = await b.call(`GET http://localhost:${port}/api/v1/groups/${ENGINEERING}`);
  expect(json._links.users.href).toBe(`http://localhost:${port}/api/v1/groups/${ENGINEERING}/users`);
});

test("a bucket is shared as on a real org, refuses the call that is one too many, and opens again after 60 seconds", async () => {
  let instant = now;
  await using b = await bench({ clock: () => instant, rateLimits: { users: 6 } });
  const remaining = async (target: string) => (await b.call(target)).headers["x-rate-limit-remaining"];
  expect(await remaining("GET /api/v1/users")).toBe("2");
  expect(await remaining(`DELETE /api/v1/users/${JOHN}/sessions`)).toBe("1");
  expect(await remaining(`GET /api/v1/users/${JOHN}/appLinks`)).toBe("0");
  const refused = await b.call(`POST /api/v1/users/${JOHN}/lifecycle/suspend`);
  expect(refused).toMatchObject({
    status: 429,
    json: { errorCode: "E0000047" },
    headers: { "x-rate-limit-limit": "3", "x-rate-limit-remaining": "0" },
  });
  expect(refused.headers).not.toHaveProperty("retry-after");
  expect(b.sim.org.users.get(JOHN)?.status).toBe("ACTIVE");
  expect((await b.call(`GET /api/v1/users/${JOHN}`)).status).toBe(200);
  instant = new Date(now.getTime() + 60_000);
  expect(await remaining("GET /api/v1/users")).toBe("2");
});

test("Date and Reset can be wrong by what is set", async () => {
  await using b = await bench({ clock: () => now, dateSkewSeconds: 300, resetSkewSeconds: -62 });
  const { headers } = await b.call("GET /api/v1/users");
  expect(headers["date"]).toBe("Sun, 01 Mar 2026 00:05:00 GMT");
  expect(Number(headers["x-rate-limit-reset"])).toBe(now.getTime() / 1000 - 2);
});

test("more requests at once than allowed are refused with a limit of 0", async () => {
  await using b = await bench({ concurrencyLimit: 1 });
  b.sim.faults.add({ on: { path: "/api/v1/domains" }, delayMs: 150 });
  const slow = b.call("GET /api/v1/domains");
  while (b.sim.requests.length === 0) await new Promise((resume) => setImmediate(resume));
  expect(await b.call("GET /api/v1/users")).toMatchObject({
    status: 429,
    headers: { "x-rate-limit-limit": "0", "x-rate-limit-remaining": "0" },
  });
  expect((await slow).status).toBe(200);
});

test("search lags behind by what is set, while reads by id, filter and q don't", async () => {
  let instant = now;
  await using b = await bench({ clock: () => instant, searchLagMs: 2000 });
  const found = async (parameters: string) => (await b.call(`GET /api/v1/users?${parameters}`)).json.length;
  await b.call(`POST /api/v1/users/${JOHN}`, { profile: { lastName: "Smith" } });
  expect((await b.call(`GET /api/v1/users/${JOHN}`)).json.profile.lastName).toBe("Smith");
  expect(await found('search=profile.lastName+eq+"Smith"')).toBe(0);
  expect(await found('search=profile.lastName+eq+"Doe"')).toBe(1);
  expect(await found('filter=profile.lastName+eq+"Smith"')).toBe(1);
  expect(await found("q=smith")).toBe(1);
  instant = new Date(now.getTime() + 2000);
  expect(await found('search=profile.lastName+eq+"Smith"')).toBe(1);
});

test("large answers are zipped for who takes that", async () => {
  await using b = await bench();
  const raw = await b.call("GET /api/v1/apps", undefined, { "accept-encoding": "gzip" }).catch(String);
  expect(raw).toContain("SyntaxError");
  const response = await fetch(`${b.sim.url}/api/v1/apps`, {
    headers: { authorization: `SSWS ${b.sim.token}` },
  });
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(await response.json()).toHaveLength(7);
});

test("the journal keeps what was asked and answered, and no more than its size", async () => {
  await using b = await bench({ journalSize: 2 });
  await b.call("GET /api/v1/domains");
  await b.call("GET /api/v1/users?q=jo");
  await b.call("POST /api/v1/groups", { profile: { name: "Sales" } });
  expect(b.sim.requests).toMatchObject([
    { method: "GET", path: "/api/v1/users", query: "q=jo", body: "", status: 200 },
    { method: "POST", path: "/api/v1/groups", query: "", body: '{"profile":{"name":"Sales"}}', status: 400 },
  ]);
  expect(b.sim.requests[0]?.headers["authorization"]).toBe(`SSWS ${b.sim.token}`);
});

test("a closed org takes no more connections", async () => {
  const b = await bench();
  await b[Symbol.asyncDispose]();
  await b.sim.close();
  await expect(fetch(b.sim.url)).rejects.toThrow();
});

test("faults befall the requests that they are meant for", async () => {
  await using b = await bench();
  const suspend = `POST /api/v1/users/${JOHN}/lifecycle/suspend`;
  const status = () => b.sim.org.users.get(JOHN)?.status;

  b.sim.faults.add({ on: { method: "POST" }, cut: "before" });
  expect((await b.call("GET /api/v1/domains")).status).toBe(200);
  await expect(b.call(suspend)).rejects.toThrow();
  expect(status()).toBe("ACTIVE");
  b.sim.faults.add({ on: { path: /suspend$/ }, cut: "after" });
  await expect(b.call(suspend)).rejects.toThrow();
  expect(status()).toBe("SUSPENDED");

  b.sim.faults.add({ cut: "midway" });
  await expect(b.call("GET /api/v1/apps")).rejects.toThrow();
  b.sim.faults.add({ error: "E0000009", times: 2 });
  for (const _ of [1, 2]) expect((await b.call("GET /api/v1/users")).status).toBe(500);
  b.sim.faults.add({ answer: { status: 503, body: "<h1>Bad gateway</h1>" } });
  expect(await b.call("GET /api/v1/users")).toMatchObject({
    status: 503,
    headers: { "content-type": "text/html" },
  });
  b.sim.faults.add({ links: "hostile" });
  expect((await b.call("GET /api/v1/users?limit=1")).next).toMatch(/^https:\/\/okta\.attacker\.example\/api/);
  b.sim.faults.add({ links: "joined" });
  expect((await b.call("GET /api/v1/users?limit=1")).headers["link"]).toMatch(/rel="self", <.*rel="next"$/);
  b.sim.faults.add({ rewrite: (body) => ({ ...(body as object), status: "HIBERNATING" }) });
  expect((await b.call(`GET /api/v1/users/${JOHN}`)).json.status).toBe("HIBERNATING");
  b.sim.faults.add({ rewrite: (body) => ({ ...(body as object), errorCauses: undefined }) });
  expect((await b.call("GET /api/v1/users/nobody")).json).not.toHaveProperty("errorCauses");
  b.sim.faults.add({ cut: "before", times: 9 });
  b.sim.faults.clear();
  expect((await b.call(`GET /api/v1/apps/${PORTAL}`)).status).toBe(200);
});
