import { Client, DefaultRequestExecutor } from "@okta/okta-sdk-nodejs";
import { exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import type { OktaSimOptions } from "../src/index.ts";
import { type Bench, bench, DIRECTORY_GROUP, ENGINEERING, EVERYONE, GITHUB, JOHN, PORTAL } from "./bench.ts";

// Okta's own SDK is the measure: what it can do with a real org, it can do with this one.

const ADA = { login: "ada@acme.com", email: "ada@acme.com", firstName: "Ada", lastName: "Byron" };
const OMAR = "00u4omar00000000005d7";

interface SdkBench extends Bench {
  readonly okta: Client;
}

async function sdk(options: OktaSimOptions = {}): Promise<SdkBench> {
  const b = await bench(options);
  // Its cache answers reads after a write with what was there before.
  const okta = new Client({ orgUrl: b.sim.url, token: b.sim.token, cacheMiddleware: null });
  return { ...b, okta };
}

async function listed<T>(collection: Promise<AsyncIterable<T | null>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of await collection) if (item !== null) items.push(item);
  return items;
}

function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "no refusal",
    ({ status, errorCode }: { status: number; errorCode?: string }) => `${status} ${errorCode}`,
  );
}

test("the SDK creates, reads, replaces, merges and finds users", async () => {
  await using b = await sdk();
  const { userApi } = b.okta;
  const created = await userApi.createUser({ body: { profile: ADA }, activate: false });
  expect(created).toMatchObject({ status: "STAGED", profile: ADA });
  const userId = created.id ?? "";
  expect(await userApi.getUser({ userId: ADA.login })).toMatchObject({ id: userId });
  await userApi.updateUser({ userId, user: { profile: { nickName: "Countess" } } });
  expect((await userApi.getUser({ userId })).profile).toMatchObject({ ...ADA, nickName: "Countess" });
  await userApi.replaceUser({ userId, user: { profile: { ...ADA, title: "Analyst" } } });
  const { profile } = await userApi.getUser({ userId });
  expect(profile).toMatchObject({ title: "Analyst", nickName: undefined });

  const found = await listed(userApi.listUsers({ search: 'profile.email eq "jdoe@acme.com"' }));
  expect(found).toMatchObject([{ id: JOHN, created: expect.any(Date) }]);
  expect(await listed(userApi.listUsers({ filter: 'status eq "STAGED"' }))).toHaveLength(2);
  expect(await listed(userApi.listUsers({ q: "ada@" }))).toHaveLength(1);
  expect(await listed(userApi.listUsers({ limit: 4 }))).toHaveLength(15);
  expect(await refusal(userApi.createUser({ body: { profile: ADA } }))).toBe("400 E0000001");
  expect(await refusal(userApi.getUser({ userId: "nobody" }))).toBe("404 E0000007");
});

test("the SDK guards an update with If-Match", async () => {
  await using b = await sdk();
  const update = (ifMatch: string) =>
    b.okta.userApi.updateUser({ userId: JOHN, user: { profile: { nickName: "Jo" } }, ifMatch });
  const { headers } = await b.call(`GET /api/v1/users/${JOHN}`);
  expect(await refusal(update('W/"0"'))).toBe("412 E0000231");
  expect((await update(String(headers["etag"]))).profile).toMatchObject({ nickName: "Jo" });
});

test("the SDK walks a user through every state", async () => {
  await using b = await sdk();
  const { userApi } = b.okta;
  const body = { profile: ADA, credentials: { password: { value: "Correct-Horse-1" } } };
  const userId = (await userApi.createUser({ body, activate: false })).id ?? "";
  const status = async () => (await userApi.getUser({ userId })).status;
  const token = await userApi.activateUser({ userId, sendEmail: false });
  expect(token).toMatchObject({ activationUrl: expect.any(String), activationToken: expect.any(String) });
  expect(await status()).toBe("ACTIVE");
  await userApi.suspendUser({ userId });
  expect(await status()).toBe("SUSPENDED");
  expect(await refusal(userApi.suspendUser({ userId }))).toBe("400 E0000001");
  await userApi.unsuspendUser({ userId });
  expect(await status()).toBe("ACTIVE");
  await userApi.expirePassword({ userId });
  expect(await status()).toBe("PASSWORD_EXPIRED");
  expect(await userApi.generateResetPasswordToken({ userId, sendEmail: false })).toMatchObject({
    resetPasswordUrl: expect.stringContaining("/reset_password/"),
  });
  expect(await status()).toBe("RECOVERY");
  await userApi.reactivateUser({ userId, sendEmail: true });
  await userApi.deactivateUser({ userId });
  expect(await status()).toBe("DEPROVISIONED");
  expect(await refusal(userApi.deactivateUser({ userId }))).toBe("404 E0000007");
  await userApi.deleteUser({ userId });
  expect(await refusal(userApi.getUser({ userId }))).toBe("404 E0000007");
  await userApi.unlockUser({ userId: "ivy.larsen@acme.com" });
  expect(await refusal(userApi.unlockUser({ userId: "ivy.larsen@acme.com" }))).toBe("403 E0000032");
});

test("the SDK reads and clears what belongs to a user", async () => {
  await using b = await sdk();
  const { userApi, userFactorApi } = b.okta;
  const links = await listed(userApi.listAppLinks({ userId: JOHN }));
  expect(links.map(({ label }) => label)).toEqual(["GitHub", "Customer portal", "Wiki"]);
  const groups = await listed(userApi.listUserGroups({ userId: JOHN }));
  expect(new Set(groups.map(({ id }) => id))).toEqual(new Set([EVERYONE, ENGINEERING]));
  await userApi.revokeUserSessions({ userId: JOHN });
  const factors = await listed(userFactorApi.listFactors({ userId: "00u3ana000000000005d7" }));
  expect(factors).toMatchObject([{ factorType: "token:software:totp", provider: "GOOGLE" }]);
  await userApi.resetFactors({ userId: JOHN });
  expect(await listed(userFactorApi.listFactors({ userId: JOHN }))).toEqual([]);
});

test("the SDK keeps groups and their members", async () => {
  await using b = await sdk();
  const { groupApi } = b.okta;
  const group = await groupApi.createGroup({ group: { profile: { name: "Design", description: "Pixels" } } });
  const groupId = group.id ?? "";
  expect((await groupApi.getGroup({ groupId })).profile).toMatchObject({ name: "Design" });
  await groupApi.replaceGroup({ groupId, group: { profile: { name: "Design Guild" } } });
  expect(await listed(groupApi.listGroups({ q: "Design G" }))).toMatchObject([{ id: groupId }]);
  expect(await listed(groupApi.listGroups({ search: 'type eq "APP_GROUP"' }))).toHaveLength(1);
  expect(await listed(groupApi.listGroups({ limit: 3 }))).toHaveLength(10);
  await groupApi.assignUserToGroup({ groupId, userId: JOHN });
  await groupApi.assignUserToGroup({ groupId, userId: OMAR });
  expect(await listed(groupApi.listGroupUsers({ groupId, limit: 1 }))).toMatchObject([
    { id: JOHN },
    { id: OMAR },
  ]);
  await groupApi.unassignUserFromGroup({ groupId, userId: JOHN });
  expect(await listed(groupApi.listGroupUsers({ groupId }))).toMatchObject([{ id: OMAR }]);
  for (const id of [EVERYONE, DIRECTORY_GROUP]) {
    expect(await refusal(groupApi.assignUserToGroup({ groupId: id, userId: JOHN }))).toBe("403 E0000006");
  }
  await groupApi.deleteGroup({ groupId });
  expect(await refusal(groupApi.getGroup({ groupId }))).toBe("404 E0000007");
});

test("the SDK assigns and takes apps", async () => {
  await using b = await sdk();
  const { applicationApi } = b.okta;
  const apps = await listed(applicationApi.listApplications({ limit: 3 }));
  expect(apps).toHaveLength(7);
  const made = await applicationApi.createApplication({
    application: {
      label: "Runbook",
      signOnMode: "BOOKMARK",
      name: "bookmark",
      settings: { app: { url: "https://r" } },
    },
  } as Parameters<typeof applicationApi.createApplication>[0]);
  expect(made).toMatchObject({ label: "Runbook", status: "ACTIVE", signOnMode: "BOOKMARK" });
  const appUser = { appId: PORTAL, userId: OMAR };
  const assigned = await applicationApi.assignUserToApplication({ appId: PORTAL, appUser: { id: OMAR } });
  expect(assigned).toMatchObject({
    id: OMAR,
    scope: "USER",
    credentials: { userName: "omar.haddad@acme.com" },
  });
  await applicationApi.updateApplicationUser({ ...appUser, appUser: { profile: { plan: "gold" } } });
  expect((await applicationApi.getApplicationUser(appUser)).profile).toMatchObject({ plan: "gold" });
  expect(await listed(applicationApi.listApplicationUsers({ appId: PORTAL, limit: 1 }))).toHaveLength(2);
  await applicationApi.unassignUserFromApplication(appUser);
  expect(await refusal(applicationApi.getApplicationUser(appUser))).toBe("404 E0000007");
  const given = applicationApi.unassignUserFromApplication({ appId: GITHUB, userId: JOHN });
  expect(await refusal(given)).toBe("403 E0000046");
  expect(await applicationApi.getApplication({ appId: GITHUB })).toMatchObject({ signOnMode: "SAML_2_0" });
});

test("the SDK reads authorization servers, domains, policies and the log", async () => {
  await using b = await sdk();
  const { authorizationServerApi, customDomainApi, policyApi, systemLogApi, userApi } = b.okta;
  expect(await listed(authorizationServerApi.listAuthorizationServers({ limit: 2 }))).toHaveLength(3);
  const authServerId = "aus1orders000000005d7";
  expect(await listed(authorizationServerApi.listAuthorizationServerPolicies({ authServerId }))).toHaveLength(
    2,
  );
  expect((await customDomainApi.listCustomDomains()).domains).toHaveLength(3);
  const policies = await listed(policyApi.listPolicies({ type: "OKTA_SIGN_ON" }));
  expect(policies).toMatchObject([{ name: "Contractors" }, { name: "Default Policy" }]);
  const rules = await listed(policyApi.listPolicyRules({ policyId: "00p5signon00000005d7" }));
  expect(rules).toMatchObject([{ name: "Two hours", type: "SIGN_ON" }, { name: "Default Rule" }]);
  await userApi.revokeUserSessions({ userId: JOHN });
  const until = new Date(Date.now() + 1000).toISOString();
  const filter = 'eventType eq "user.session.clear"';
  const events = await listed(systemLogApi.listLogEvents({ since: "2025-01-01T00:00:00Z", until, filter }));
  expect(events).toMatchObject([{ actor: { alternateId: "okta.admin@acme.com" }, target: [{ id: JOHN }] }]);
});

test("the SDK waits for the next window when it is told to, and then gets its answer", async () => {
  const start = Date.now();
  let ahead = 0;
  const clock = () => new Date(start + ahead);
  // Reset is a second early, as it was seen on real orgs: the SDK waits for one second here.
  await using b = await bench({ clock, rateLimits: { "user-read": 2 }, resetSkewSeconds: -1 });
  const requestExecutor = new DefaultRequestExecutor();
  const waits: number[] = [];
  requestExecutor.on("backoff", (_request: unknown, _response: unknown, _id: string, delayMs: number) => {
    waits.push(delayMs);
    ahead += delayMs;
  });
  const okta = new Client({ orgUrl: b.sim.url, token: b.sim.token, cacheMiddleware: null, requestExecutor });
  await okta.userApi.getUser({ userId: JOHN });
  ahead = 59_000;
  expect(await okta.userApi.getUser({ userId: JOHN })).toMatchObject({ id: JOHN });
  expect(waits).toEqual([1000]);
  expect(b.sim.requests.map(({ status }) => status)).toEqual([200, 429, 200]);
  expect(b.sim.requests[2]?.headers["x-okta-retry-for"]).toBe(b.sim.requests[1]?.id);
});

test.for([{ dpop: false }, { dpop: true }])("the SDK signs in as a service app: %o", async ({ dpop }) => {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const clientId = "0oasdk00000000000005d7";
  const scopes = ["okta.users.read"];
  await using b = await bench({
    serviceApps: [{ clientId, keys: [await exportJWK(publicKey)], scopes, dpop }],
  });
  const okta = new Client({
    orgUrl: b.sim.url,
    authorizationMode: "PrivateKey",
    clientId,
    scopes,
    privateKey: JSON.stringify(await exportJWK(privateKey)),
    cacheMiddleware: null,
  });
  expect(await okta.userApi.getUser({ userId: JOHN })).toMatchObject({ id: JOHN });
  expect(await listed(okta.userApi.listUsers({ limit: 10 }))).toHaveLength(14);
  expect(b.sim.requests.at(-1)?.headers["authorization"]).toMatch(dpop ? /^DPoP / : /^Bearer /);
  expect(await refusal(okta.userApi.suspendUser({ userId: JOHN }))).toMatch(/^403/);
});
