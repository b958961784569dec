import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { bench, failure, type OrgBench } from "./bench.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...publicKey.export({ format: "jwk" }), kid: "k1" } as Record<string, string>;

function serviceApp(
  app: { readonly scopes: string[]; readonly dpop?: boolean },
  apiNonce = false,
): Promise<OrgBench> {
  const seeded = {
    clientId: "0oaservice",
    label: "Agents",
    keys: [key],
    role: "SUPER_ADMIN",
    dpop: false,
    ...app,
  };
  return bench(
    { rateLimits: "off", apiNonce, serviceApps: [seeded as never] },
    {
      credentials: {
        client_id: "0oaservice",
        private_key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
        key_id: "k1",
      },
    },
  );
}

test.for([
  ["bearer tokens", false, false],
  ["tokens that are bound to a key", true, false],
  ["tokens that are bound to a key, by an API that asks for nonces too", true, true],
] as const)("a service app signs in for %s, once for all its calls", async ([, dpop, apiNonce]) => {
  await using on = await serviceApp({ scopes: ["okta.users.read", "okta.groups.read"], dpop }, apiNonce);
  const [users, groups] = await Promise.all([on.okta.listUsers(), on.okta.listGroups()]);
  expect(users.length).toBeGreaterThan(0);
  expect(groups.length).toBeGreaterThan(0);
  const asked = (await on.attempts()).filter(({ path }) => path === "/oauth2/v1/token");
  // A client that must bind its tokens is asked for a proof, and for a nonce in it, before it is given one.
  expect(asked.slice(0, -1).map(({ status }) => status)).toEqual(dpop ? [400, 400] : []);
  expect(asked.slice(-1)).toMatchObject([{ method: "POST", status: 200 }]);
});

test("a scope that was granted to manage lets the app read, too", async () => {
  await using on = await serviceApp({ scopes: ["okta.users.manage"] });
  expect((await on.okta.listUsers()).length).toBeGreaterThan(0);
});

test("a scope that was not granted is named, and nobody signs in again for it", async () => {
  await using on = await serviceApp({ scopes: ["okta.users.read"] });
  await expect(on.okta.createGroup({ name: "Night shift" })).rejects.toMatchObject({
    code: "api_error",
    status: 403,
    hint: expect.stringContaining("okta.groups.manage"),
  });
  expect((await on.attempts()).length).toBe(1);
});

test("an app without any granted scope can't sign in, and is told so", async () => {
  await using on = await serviceApp({ scopes: [] });
  await expect(on.okta.listUsers()).rejects.toMatchObject({
    code: "sign_in_failed",
    oauthError: "consent_required",
  });
});

test("a write whose sign-in gets no answer is not in doubt, and every request for a token is on record", async () => {
  await using on = await serviceApp({ scopes: ["okta.users.manage"] });
  on.sim.faults.add({ on: { path: "/oauth2/v1/token" }, times: 9, cut: "before" });
  const error = await failure(on.okta.suspendUser("00u1a2b3c4d5e6f7g8"));
  expect(error).toMatchObject({ code: "sign_in_failed", retryable: true });
  const asked = await on.attempts();
  expect(asked.length).toBe(5);
  for (const attempt of asked)
    expect(attempt).toMatchObject({
      path: "/oauth2/v1/token",
      note: expect.stringContaining("an access token was asked for"),
    });
  for await (const { record } of on.runtime.store.audit({ orgId: "org-test", kind: "outcome" }))
    expect(record).toMatchObject({ actionId: error["actionId"], outcome: "not_sent" });
});
