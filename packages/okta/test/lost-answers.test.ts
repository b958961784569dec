import { OutcomeUnknownError, Recovery } from "@arx/core";
import { expect, test } from "vitest";
import { definition, type OktaConnector } from "../src/index.ts";
import { bench, failure } from "./bench.ts";

const john = "00u1a2b3c4d5e6f7g8";
const sam = "00u6suspended000005d7";
const timesheets = "0oa7homegrown000005d7";
const salesforce = "0oa2salesforce0000005d7";
const github = "0oa1github0000000005d7";
const newcomer = { firstName: "Jane", lastName: "Doe", email: "jane.doe@acme.com" };

const cases: readonly [title: string, call: (okta: OktaConnector) => PromiseLike<unknown>, read: string][] = [
  ["a deactivation", (okta) => okta.deactivateUser(john), `GET /api/v1/users/${john} 200`],
  ["a suspension", (okta) => okta.suspendUser(john), `GET /api/v1/users/${john} 200`],
  ["an unsuspension", (okta) => okta.unsuspendUser(sam), `GET /api/v1/users/${sam} 200`],
  ["a new user", (okta) => okta.createUser(newcomer), byLogin("jane.doe@acme.com")],
  [
    "a new group",
    (okta) => okta.createGroup({ name: "Night shift" }),
    "GET /api/v1/groups?q=Night shift&limit=200 200",
  ],
  [
    "a new user whose login has a slash",
    (okta) => okta.createUser({ ...newcomer, login: "jane/hr@acme.com" }),
    byLogin("jane/hr@acme.com"),
  ],
  [
    "a new user whose login has a quote",
    (okta) => okta.createUser({ ...newcomer, login: 'jane"hr@acme.com' }),
    byLogin('jane\\"hr@acme.com'),
  ],
  [
    "a new user whose login has a backslash",
    (okta) => okta.createUser({ ...newcomer, login: "jane\\hr@acme.com" }),
    byLogin("jane\\\\hr@acme.com"),
  ],
];

function byLogin(login: string): string {
  return `GET /api/v1/users?filter=profile.login eq "${login}" 200`;
}

test.for(cases)(
  "%s whose answer is lost is not sent again, and found done by a read",
  async ([, call, read]) => {
    await using on = await bench();
    on.sim.faults.add({ on: { method: "POST" }, cut: "after" });
    const error = await failure(call(on.okta));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(on.asked().length).toBe(1);
    const { settled } = await new Recovery(on.runtime, [definition]).reconcile(error["actionId"] as string);
    expect(settled).toBe("happened");
    expect(on.asked().slice(1)).toEqual([read]);
  },
);

test("a suspension that a web page answers is not taken for done", async () => {
  await using on = await bench();
  const page = "<!doctype html><title>Welcome</title>";
  on.sim.faults.add({ on: { method: "POST" }, answer: { status: 200, body: page } });
  const error = await failure(on.okta.suspendUser(john));
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(error.message).toContain("web page");
  expect((await on.okta.getUser(john)).status).toBe("ACTIVE");
});

test("a new user whose login is somebody else's is found not created, once it can't come any more", async () => {
  let later = 0;
  await using on = await bench({}, { runtime: { clock: { now: () => Date.now() + later } } });
  on.sim.faults.add({ on: { method: "POST" }, cut: "before" });
  const someoneElse = { firstName: "Jane", lastName: "Doe", email: "jdoe@acme.com" };
  const { actionId } = await failure(on.okta.createUser(someoneElse));
  const recovery = new Recovery(on.runtime, [definition]);
  expect((await recovery.reconcile(actionId as string)).why).toContain("may still come");
  later = 3_600_000;
  expect(await recovery.reconcile(actionId as string)).toMatchObject({ settled: "did_not_happen" });
});

test.for([
  ["carried out", "after", "happened"],
  ["cut off before it arrived", "before", "did_not_happen"],
] as const)("an assignment that was %s is found out by the app's own read", async ([, cut, settled]) => {
  let later = 0;
  await using on = await bench({}, { runtime: { clock: { now: () => Date.now() + later } } });
  on.sim.faults.add({ on: { method: "POST" }, cut });
  const { actionId } = await failure(on.okta.assignUserToApp(timesheets, john, {}));
  const before = on.asked().length;
  later = 3_600_000;
  expect(await new Recovery(on.runtime, [definition]).reconcile(actionId as string)).toMatchObject({
    settled,
  });
  expect(on.asked().slice(before)).toEqual([`GET /api/v1/apps/${timesheets}?expand=user/${john} 200`]);
});

const before: readonly [string, (okta: OktaConnector) => PromiseLike<unknown>][] = [
  ["a new group whose name another group has", (okta) => okta.createGroup({ name: "Engineering" })],
  [
    "a new user whose login a namesake has",
    (okta) => okta.createUser({ firstName: "John", lastName: "Doe", email: "jdoe@acme.com" }),
  ],
  ["an assignment of somebody whose group gives the app", (okta) => okta.assignUserToApp(github, john, {})],
  [
    "an assignment of somebody who has one already",
    (okta) => okta.assignUserToApp(salesforce, "00u4omar00000000005d7", {}),
  ],
];

test.for(before)("%s is proved by neither, and left to a person", async ([, call]) => {
  // What the org began with was made when it was started.
  let later = 60_000;
  await using on = await bench({}, { runtime: { clock: { now: () => Date.now() + later } } });
  on.sim.faults.add({ on: { method: "POST" }, cut: "before" });
  const { actionId } = await failure(call(on.okta));
  later = 3_600_000;
  const recovery = new Recovery(on.runtime, [definition]);
  expect(await recovery.reconcile(actionId as string)).toEqual({
    actionId,
    why: "what was read does not tell; a person must settle it",
  });
  expect(await recovery.list("org-test")).toMatchObject([{ actionId }]);
});

const repeated: readonly [string, (okta: OktaConnector) => PromiseLike<unknown>, number, string, string][] = [
  ["a deactivation", (okta) => okta.deactivateUser(john), 404, "E0000007", "deactivated already"],
  ["a suspension", (okta) => okta.suspendUser(john), 400, "E0000001", "suspended already"],
  ["an unsuspension", (okta) => okta.unsuspendUser(sam), 400, "E0000001", "not suspended"],
  ["a new user", (okta) => okta.createUser(newcomer), 400, "E0000001", "the login is taken"],
];

test.for(repeated)(
  "%s that is called for twice is refused with what that means",
  async ([, call, ...want]) => {
    await using on = await bench();
    await call(on.okta);
    const [status, apiCode, hint] = want;
    await expect(call(on.okta)).rejects.toMatchObject({
      ...{ status, apiCode },
      hint: expect.stringContaining(hint),
    });
  },
);

test("who is mailed is said in each request, whatever the org would assume", async () => {
  await using on = await bench({ rateLimits: "off" });
  await on.okta.activateUser("00u7staged00000000005d7");
  await on.okta.deactivateUser("00u7staged00000000005d7");
  await on.okta.resetPassword(john, { sendEmail: true });
  await on.okta.createUser(newcomer);
  expect(on.asked()).toEqual([
    "POST /api/v1/users/00u7staged00000000005d7/lifecycle/activate?sendEmail=true 200",
    "POST /api/v1/users/00u7staged00000000005d7/lifecycle/deactivate?sendEmail=false 200",
    `POST /api/v1/users/${john}/lifecycle/reset_password?sendEmail=true&revokeSessions=false 200`,
    "POST /api/v1/users?activate=true&provider=false 200",
  ]);
});

test("a password is not reset before it was said who gets the link", async () => {
  await using on = await bench();
  await expect(on.okta.resetPassword(john, {} as never)).rejects.toMatchObject({
    code: "invalid_input",
    faults: [{ path: "sendEmail" }],
  });
  expect(on.asked()).toEqual([]);
});
