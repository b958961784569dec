import { expect, test } from "vitest";
import { bench, JOHN, ENGINEERING } from "./bench.ts";

const USERS = {
  STAGED: "nina.petrova@acme.com",
  PROVISIONED: "leo.martin@acme.com",
  ACTIVE: "jdoe@acme.com",
  PASSWORD_EXPIRED: "max.weber@acme.com",
  RECOVERY: "zoe.adams@acme.com",
  LOCKED_OUT: "ivy.larsen@acme.com",
  SUSPENDED: "sam.okoro@acme.com",
  DEPROVISIONED: "former.employee@acme.com",
} as const;

const INVALID = "400 E0000001";
const NOT_FOUND = "404 E0000007";
const ALREADY_ACTIVE = "403 E0000016";
const WRONG_STATE = "403 E0000038";

// What each call makes of each state: the new state, or the refusal.
const TABLE = {
  activate: {
    STAGED: "PROVISIONED",
    PROVISIONED: ALREADY_ACTIVE,
    ACTIVE: ALREADY_ACTIVE,
    PASSWORD_EXPIRED: WRONG_STATE,
    RECOVERY: WRONG_STATE,
    LOCKED_OUT: WRONG_STATE,
    SUSPENDED: WRONG_STATE,
    DEPROVISIONED: "PROVISIONED",
  },
  deactivate: {
    STAGED: "DEPROVISIONED",
    PROVISIONED: "DEPROVISIONED",
    ACTIVE: "DEPROVISIONED",
    PASSWORD_EXPIRED: "DEPROVISIONED",
    RECOVERY: "DEPROVISIONED",
    LOCKED_OUT: "DEPROVISIONED",
    SUSPENDED: "DEPROVISIONED",
    DEPROVISIONED: NOT_FOUND,
  },
  suspend: {
    STAGED: INVALID,
    PROVISIONED: INVALID,
    ACTIVE: "SUSPENDED",
    PASSWORD_EXPIRED: INVALID,
    RECOVERY: INVALID,
    LOCKED_OUT: INVALID,
    SUSPENDED: INVALID,
    DEPROVISIONED: INVALID,
  },
  unsuspend: {
    STAGED: INVALID,
    PROVISIONED: INVALID,
    ACTIVE: INVALID,
    PASSWORD_EXPIRED: INVALID,
    RECOVERY: INVALID,
    LOCKED_OUT: INVALID,
    SUSPENDED: "ACTIVE",
    DEPROVISIONED: INVALID,
  },
  reset_password: {
    STAGED: WRONG_STATE,
    PROVISIONED: "RECOVERY",
    ACTIVE: "RECOVERY",
    PASSWORD_EXPIRED: "RECOVERY",
    RECOVERY: "RECOVERY",
    LOCKED_OUT: "RECOVERY",
    SUSPENDED: WRONG_STATE,
    DEPROVISIONED: WRONG_STATE,
  },
} as const;

const cases = Object.entries(TABLE).flatMap(([step, outcomes]) =>
  Object.entries(outcomes).map(([from, outcome]) => ({ step, from: from as keyof typeof USERS, outcome })),
);

test.for(cases)("$step from $from: $outcome", async ({ step, from, outcome }) => {
  await using b = await bench();
  const before = (await b.call(`GET /api/v1/users/${USERS[from]}`)).json;
  expect(before.status).toBe(from);
  const reply = await b.call(`POST /api/v1/users/${before.id}/lifecycle/${step}?sendEmail=true`);
  const { status } = (await b.call(`GET /api/v1/users/${before.id}`)).json;
  if (/^\d/.test(outcome)) {
    expect(`${reply.status} ${reply.json.errorCode}`).toBe(outcome);
    expect(status).toBe(from);
  } else {
    expect(reply).toMatchObject({ status: 200, json: {} });
    expect(status).toBe(outcome);
  }
});

test("suspend and unsuspend say why they refuse", async () => {
  await using b = await bench();
  const causes = async (step: string) =>
    (await b.call(`POST /api/v1/users/${USERS.STAGED}/lifecycle/${step}`)).json;
  expect(await causes("suspend")).toMatchObject({
    errorSummary: "Api validation failed: suspendUser",
    errorCauses: [{ errorSummary: "Cannot suspend a user that is not active" }],
  });
  expect(await causes("unsuspend")).toMatchObject({
    errorCauses: [{ errorSummary: "Cannot unsuspend a user that is not suspended" }],
  });
});

test("suspend works from more states where the org allows it", async () => {
  await using b = await bench({ suspendFrom: ["ACTIVE", "PROVISIONED"] });
  expect((await b.call(`POST /api/v1/users/${USERS.PROVISIONED}/lifecycle/suspend`)).status).toBe(200);
});

test("activation and reset give a link instead of a mail only when asked", async () => {
  await using b = await bench();
  const activation = await b.call(`POST /api/v1/users/${USERS.STAGED}/lifecycle/activate?sendEmail=false`);
  expect(activation.json.activationUrl).toBe(`${b.sim.url}/tokens/${activation.json.activationToken}/verify`);
  const reset = await b.call(`POST /api/v1/users/${JOHN}/lifecycle/reset_password?sendEmail=false`);
  expect(reset.json).toEqual({ resetPasswordUrl: expect.stringContaining(`${b.sim.url}/reset_password/`) });
});

test("a user who was created with a password is ACTIVE once activated", async () => {
  await using b = await bench();
  const profile = { login: "ada@acme.com", email: "ada@acme.com", firstName: "Ada", lastName: "Byron" };
  const credentials = { password: { value: "Correct-Horse-1" } };
  const { json } = await b.call("POST /api/v1/users?activate=false", { profile, credentials });
  await b.call(`POST /api/v1/users/${json.id}/lifecycle/activate`);
  expect((await b.call(`GET /api/v1/users/${json.id}`)).json.status).toBe("ACTIVE");
});

test("deactivation takes groups, apps, factors, password and sessions, and activation doesn't bring them back", async () => {
  await using b = await bench();
  await b.call(`POST /api/v1/users/${JOHN}/lifecycle/deactivate`);
  await b.call(`POST /api/v1/users/${JOHN}/lifecycle/activate`);
  const user = (await b.call(`GET /api/v1/users/${JOHN}`)).json;
  expect(user.status).toBe("PROVISIONED");
  expect(user.credentials).not.toHaveProperty("password");
  expect((await b.call(`GET /api/v1/users/${JOHN}/factors`)).json).toEqual([]);
  expect((await b.call(`GET /api/v1/users/${JOHN}/appLinks`)).json).toEqual([]);
  expect((await b.call(`GET /api/v1/groups/${ENGINEERING}/users`)).text).not.toContain(JOHN);
  expect(b.sim.org.users.get(JOHN)?.sessions).toBe(0);
});

test("suspension keeps groups and apps", async () => {
  await using b = await bench();
  await b.call(`POST /api/v1/users/${JOHN}/lifecycle/suspend`);
  expect((await b.call(`GET /api/v1/groups/${ENGINEERING}/users`)).text).toContain(JOHN);
  await b.call(`POST /api/v1/users/${JOHN}/lifecycle/unsuspend`);
  expect((await b.call(`GET /api/v1/users/${JOHN}/appLinks`)).json).toHaveLength(3);
});

test("a federated user's password can't be reset, and reset_password may demand sendEmail", async () => {
  await using b = await bench({ missingSendEmail: "refuse" });
  const reset = (path: string) => b.call(`POST /api/v1/users/${path}`);
  const federated = await reset("pat.partner@acme.com/lifecycle/reset_password?sendEmail=true");
  expect(federated).toMatchObject({ status: 403, json: { errorCode: "E0000017" } });
  const silent = await reset(`${JOHN}/lifecycle/reset_password`);
  expect(silent).toMatchObject({ status: 400, json: { errorCode: "E0000028" } });
});
