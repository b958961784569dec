import { expect, test } from "vitest";
import { all, bench, ENGINEERING, JOHN, PORTAL, query } from "./bench.ts";

const OMAR = "00u4omar00000000005d7";
const types = (events: { eventType: string }[]) => events.map(({ eventType }) => eventType);

test("sign-ins since 2025 are found, in any year", async () => {
  await using b = await bench();
  const parameters = { since: "2025-01-01T00:00:00Z", filter: 'eventType eq "user.session.start"' };
  const { status, json } = await b.call(`GET /api/v1/logs${query(parameters)}`);
  expect(status).toBe(200);
  expect(json).toHaveLength(7);
  expect(new Set(types(json))).toEqual(new Set(["user.session.start"]));
});

test("without since, seven days are read", async () => {
  await using b = await bench();
  expect((await b.call("GET /api/v1/logs")).json).toHaveLength(8);
});

test("where retention is strict, 180 days back is refused and 90 days back is all there is", async () => {
  await using b = await bench({ logRetention: "strict" });
  const since = (days: number) => query({ since: new Date(Date.now() - days * 86_400_000).toISOString() });
  expect(await b.call(`GET /api/v1/logs${since(181)}`)).toMatchObject({
    status: 400,
    json: { errorCode: "E0000053" },
  });
  expect((await b.call(`GET /api/v1/logs${since(179)}`)).json).toHaveLength(8);
});

test("a poll always has a next link, gives late events in order of arrival, and new ones when it comes back", async () => {
  await using b = await bench();
  const first = await b.call("GET /api/v1/logs?limit=5");
  expect(types(first.json).slice(-2)).toEqual(["user.session.start", "user.session.end"]);
  expect(first.json[4].published < first.json[3].published).toBe(true);
  const second = await b.call(`GET ${first.next}`);
  expect(second.json).toHaveLength(3);
  const empty = await b.call(`GET ${second.next}`);
  expect(empty.json).toEqual([]);
  await b.call(`DELETE /api/v1/users/${JOHN}/sessions`);
  expect(types((await b.call(`GET ${empty.next}`)).json)).toEqual(["user.session.clear"]);
});

test("a bounded read is strictly by published and ends without a next link", async () => {
  await using b = await bench();
  const range = query({ since: "2025-01-01T00:00:00Z", until: new Date().toISOString(), limit: "3" });
  const events = await all(b.call, `/api/v1/logs${range}`);
  const published = events.map((event) => event.published);
  expect(events).toHaveLength(10);
  expect(published).toEqual(published.toSorted((earlier, later) => Date.parse(earlier) - Date.parse(later)));
  const descending = await all(b.call, `/api/v1/logs${range}&sortOrder=DESCENDING`);
  expect(descending).toEqual(events.toReversed());
});

test("keywords match whole values and their parts, all of them, in any case", async () => {
  await using b = await bench();
  const count = async (q: string) =>
    (await b.call(`GET /api/v1/logs${query({ q, since: "2025-01-01T00:00:00Z" })}`)).json.length;
  expect(await count("seoul")).toBe(2);
  expect(await count("Seoul INVALID_CREDENTIALS")).toBe(1);
  expect(await count("seo")).toBe(0);
});

test.for([
  [{ filter: "eventType eq" }, "E0000053"],
  [{ filter: 'published gt "2025-01-01T00:00:00Z"' }, "E0000031"],
  [{ filter: 'debugContext.debugData.url co "x"' }, "E0000031"],
  [{ since: "foobar" }, "E0000001"],
  [{ q: "x".repeat(41) }, "E0000001"],
  [{ limit: "1001" }, "E0000053"],
  [{ after: "nonsense" }, "E0000053"],
  [{ since: "2026-02-02T00:00:00Z", until: "2026-02-01T00:00:00Z" }, "E0000001"],
] as const)("the log refuses %o with %s and no errorLink", async ([parameters, code]) => {
  await using b = await bench();
  const reply = await b.call(`GET /api/v1/logs${query(parameters)}`);
  expect(reply).toMatchObject({ status: 400, json: { errorCode: code } });
  expect(Object.keys(reply.json)).toEqual(["errorCode", "errorSummary", "errorId", "errorCauses"]);
  expect(reply.json.errorId).toMatch(/^[0-9a-f-]{36}$/);
});

test("events can be filtered by target, with not, and by any depth", async () => {
  await using b = await bench();
  const list = async (filter: string) => (await b.call(`GET /api/v1/logs${query({ filter })}`)).json;
  expect(types(await list('target.alternateId eq "ivy.larsen@acme.com"'))).toEqual(["user.account.lock"]);
  expect(await list('not (eventType sw "user.")')).toEqual([]);
  expect(await list('client.geographicalContext.city ew "bai" and outcome.result eq "SUCCESS"')).toHaveLength(
    1,
  );
});

test("each change is written down with its actor, target and request id", async () => {
  await using b = await bench();
  const profile = { login: "ada@acme.com", email: "ada@acme.com", firstName: "Ada", lastName: "Byron" };
  const { next } = await b.call("GET /api/v1/logs");
  const created = await b.call("POST /api/v1/users?activate=false", { profile });
  const ada = created.json.id;
  const steps = [
    `POST /api/v1/users/${ada}/lifecycle/activate`,
    `POST /api/v1/users/${JOHN}/lifecycle/suspend`,
    `POST /api/v1/users/${JOHN}/lifecycle/unsuspend`,
    `POST /api/v1/users/${JOHN}/lifecycle/reset_password?sendEmail=true`,
    `DELETE /api/v1/users/${JOHN}/sessions`,
    `PUT /api/v1/groups/${ENGINEERING}/users/${ada}`,
    `DELETE /api/v1/groups/${ENGINEERING}/users/${ada}`,
    `DELETE /api/v1/apps/${PORTAL}/users/${JOHN}`,
    `POST /api/v1/users/${OMAR}/lifecycle/deactivate`,
  ];
  for (const step of steps) expect((await b.call(step)).status).toBeLessThan(300);
  const events = (await b.call(`GET ${next}`)).json;
  expect(types(events)).toEqual([
    "user.lifecycle.create",
    "user.lifecycle.activate",
    "user.lifecycle.suspend",
    "user.lifecycle.unsuspend",
    "user.account.reset_password",
    "user.session.clear",
    "group.user_membership.add",
    "group.user_membership.remove",
    "application.user_membership.remove",
    "application.user_membership.remove",
    "application.user_membership.remove",
    "user.lifecycle.deactivate",
  ]);
  expect(events[0]).toMatchObject({
    actor: { alternateId: "okta.admin@acme.com" },
    target: [{ id: ada, type: "User", alternateId: "ada@acme.com" }],
    transaction: { id: created.headers["x-okta-request-id"] },
    debugContext: { debugData: { requestId: created.headers["x-okta-request-id"] } },
  });
});

test("events appear after the delay that is set", async () => {
  let now = new Date("2026-03-01T00:00:00Z");
  await using b = await bench({ clock: () => now, logDelayMs: 5000 });
  const path = `/api/v1/logs${query({ filter: 'eventType eq "user.session.clear"' })}`;
  await b.call(`DELETE /api/v1/users/${JOHN}/sessions`);
  expect((await b.call(`GET ${path}`)).json).toEqual([]);
  now = new Date("2026-03-01T00:00:05Z");
  expect((await b.call(`GET ${path}`)).json).toHaveLength(1);
});
