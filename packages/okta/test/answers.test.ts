import { ApiError, UnexpectedAnswerError } from "@arx/core";
import { expect, test } from "vitest";
import { bench, failure } from "./bench.ts";

const john = "00u1a2b3c4d5e6f7g8";
const github = "0oa1github0000000005d7";
const group = { id: "00gnew", type: "OKTA_GROUP", profile: { name: "Night shift" } };

test.for([200, 201, 202])("a creation that is answered with %i is a success", async (status) => {
  await using on = await bench();
  on.sim.faults.add({ on: { method: "POST" }, answer: { status, body: group } });
  expect(await on.okta.createGroup({ name: "Night shift" })).toEqual(group);
});

const strange: readonly [title: string, body: unknown, message: string][] = [
  ["nothing", undefined, "403"],
  ["a web page", "<html><body>Forbidden</body></html>", "web page"],
  ["OAuth's own shape", { error: "access_denied", error_description: "no such client" }, "no such client"],
  ["a gateway's shape", { status: 403, message: "blocked by the gateway" }, "blocked by the gateway"],
  ["a code alone", { errorCode: "E0000006" }, "admin role"],
  [
    "causes that are no list",
    { errorSummary: "No", errorCauses: { errorSummary: "one cause" } },
    "one cause",
  ],
  ["a text in the place of an object", '"no"', "403"],
];

test.for(strange)("a refusal that says %s is told as well as it can be", async ([, body, message]) => {
  await using on = await bench();
  on.sim.faults.add({ answer: { status: 403, ...(body !== undefined && { body }) } });
  const error = await failure(on.okta.getUser(john));
  expect(error).toBeInstanceOf(ApiError);
  expect(error["status"]).toBe(403);
  expect(error.message).toContain(message);
});

test("a success that is no JSON is no success to build on", async () => {
  await using on = await bench();
  on.sim.faults.add({ answer: { status: 200, body: "<html>Sign in</html>" } });
  expect(await failure(on.okta.getUser(john))).toBeInstanceOf(UnexpectedAnswerError);
});

test("a creation whose answer differs in what nothing relies on is the creation that it was", async () => {
  await using on = await bench();
  const link = { href: "https://acme.okta.com/x" };
  const body = {
    ...group,
    profile: { ...group.profile, costCenter: 4200, description: ["two", "lines"] },
    objectClass: "okta:user_group",
    _links: { users: [link], logo: link, apps: {}, source: null },
  };
  on.sim.faults.add({ on: { method: "POST" }, answer: { status: 200, body } });
  expect(await on.okta.createGroup({ name: "Night shift" })).toEqual(body);
});

const unfit: readonly [title: string, body: unknown, where: string][] = [
  ["a list", [group], "the body"],
  ["a group without an id", { ...group, id: undefined }, "id"],
  ["a group whose type is a number", { ...group, type: 1 }, "type"],
  ["a group whose profile is a list", { ...group, profile: [] }, "profile"],
];

test.for(unfit)("%s in the place of a group is no answer to build on", async ([, body, where]) => {
  await using on = await bench();
  on.sim.faults.add({ answer: { status: 200, body } });
  const error = await failure(on.okta.getGroup("00gnew"));
  expect(error).toBeInstanceOf(UnexpectedAnswerError);
  expect(error.message).toContain(`${where}: `);
});

test("what an error means is read from its status and code, whatever its text says", async () => {
  await using on = await bench();
  const put = { method: "PUT" };
  const text = (errorCode: string, errorSummary: string): object => ({ errorCode, errorSummary });
  on.sim.faults.add({
    on: put,
    answer: { status: 405, body: text("E0000007", "The endpoint does not support the provided HTTP method") },
  });
  await expect(on.okta.assignUserToApp(github, john, {})).rejects.toMatchObject({ status: 405 });
  on.sim.faults.add({ on: put, answer: { status: 405, body: text("E0000022", "Methode nicht erlaubt") } });
  await on.okta.assignUserToApp(github, john, {});
  expect(on.sim.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
    "PUT 405",
    "PUT 405",
    "POST 200",
  ]);
});

test("users, factors and apps whose enums have members that nobody knew are passed on as they came", async () => {
  await using on = await bench();
  const later = (body: unknown): unknown => ({ ...(body as object), status: "ADDED_LATER" });
  on.sim.faults.add({ on: { path: `/api/v1/users/${john}` }, rewrite: later });
  on.sim.faults.add({
    on: { path: `/api/v1/users/${john}/factors` },
    rewrite: (body) => (body as object[]).map((factor) => ({ ...factor, factorType: "telepathy" })),
  });
  expect((await on.okta.getUser(john)).status).toBe("ADDED_LATER");
  expect(new Set((await on.okta.listFactors(john)).map(({ factorType }) => factorType))).toEqual(
    new Set(["telepathy"]),
  );
  const modes = (await on.okta.listApps({ limit: 200 })).map(({ signOnMode }) => signOnMode);
  expect(modes).toContain(null);
});
