import { createHash, randomUUID } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { expect, test } from "vitest";
import type { OktaSimOptions, SeedServiceApp } from "../src/index.ts";
import { type Bench, bench, JOHN, type Reply } from "./bench.ts";

const CLIENT = "0oaserviceapp0000005d7";
const KEYS = await generateKeyPair("RS256");
const OTHER_KEYS = await generateKeyPair("RS256");
const JWK_PUBLIC: JWK = { ...(await exportJWK(KEYS.publicKey)), kid: "main", alg: "RS256" };
const SCOPES = ["okta.users.read", "okta.groups.manage"];
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

interface Assertion {
  readonly audience?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly lifetime?: number;
  readonly id?: string;
  readonly key?: CryptoKey;
}

function org(app: Partial<SeedServiceApp> = {}, options: OktaSimOptions = {}): Promise<Bench> {
  return bench({
    ...options,
    serviceApps: [{ clientId: CLIENT, label: "Provisioner", keys: [JWK_PUBLIC], scopes: SCOPES, ...app }],
  });
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function assertion(b: Bench, claims: Assertion = {}): Promise<string> {
  const jwt = new SignJWT({ ...(claims.id && { jti: claims.id }) })
    .setProtectedHeader({ alg: "RS256", kid: "main" })
    .setIssuer(claims.issuer ?? CLIENT)
    .setSubject(claims.subject ?? CLIENT)
    .setAudience(claims.audience ?? `${b.sim.url}/oauth2/v1/token`)
    .setExpirationTime(seconds() + (claims.lifetime ?? 300));
  return jwt.sign(claims.key ?? KEYS.privateKey);
}

function askToken(b: Bench, jwt: string, form: Record<string, string> = {}, dpop?: string): Promise<Reply> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope: SCOPES.join(" "),
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: jwt,
    ...form,
  });
  const headers = { "content-type": "application/x-www-form-urlencoded", ...(dpop && { dpop }) };
  return b.call("POST /oauth2/v1/token", String(body), headers);
}

async function bearer(b: Bench, form: Record<string, string> = {}): Promise<Record<string, string>> {
  const { json } = await askToken(b, await assertion(b), form);
  return { authorization: `Bearer ${json.access_token}` };
}

interface Proof {
  readonly method?: string;
  readonly url: string;
  readonly nonce?: string;
  readonly token?: string;
  readonly id?: string;
  readonly age?: number;
  readonly type?: string;
  readonly keys?: typeof KEYS;
}

async function proof({
  method = "GET",
  url,
  nonce,
  token,
  id = randomUUID(),
  ...rest
}: Proof): Promise<string> {
  const { publicKey, privateKey } = rest.keys ?? KEYS;
  const ath = token && createHash("sha256").update(token).digest("base64url");
  return new SignJWT({ htm: method, htu: url, ...(nonce && { nonce }), ...(ath && { ath }) })
    .setProtectedHeader({ alg: "RS256", typ: rest.type ?? "dpop+jwt", jwk: await exportJWK(publicKey) })
    .setIssuedAt(seconds() - (rest.age ?? 0))
    .setJti(id)
    .sign(privateKey);
}

async function boundToken(b: Bench): Promise<string> {
  const url = `${b.sim.url}/oauth2/v1/token`;
  const first = await askToken(b, await assertion(b), {}, await proof({ method: "POST", url }));
  const nonce = String(first.headers["dpop-nonce"]);
  const second = await askToken(b, await assertion(b), {}, await proof({ method: "POST", url, nonce }));
  return second.json.access_token;
}

test("a signed assertion is worth a bearer token for an hour, with the granted part of the scopes", async () => {
  await using b = await org();
  const reply = await askToken(b, await assertion(b), { scope: "okta.users.read okta.apps.manage" });
  expect(reply).toMatchObject({
    status: 200,
    json: { token_type: "Bearer", expires_in: 3600, scope: "okta.users.read" },
  });
  const headers = { authorization: `Bearer ${reply.json.access_token}` };
  expect((await b.call(`GET /api/v1/users/${JOHN}`, undefined, headers)).status).toBe(200);
});

test("manage reads too; what no scope covers is a 403 with an empty body and a challenge", async () => {
  await using b = await org();
  const headers = await bearer(b);
  expect((await b.call("GET /api/v1/groups", undefined, headers)).status).toBe(200);
  const refused = await b.call(`POST /api/v1/users/${JOHN}/lifecycle/suspend`, undefined, headers);
  expect(refused).toMatchObject({ status: 403, text: "" });
  expect(refused.headers["www-authenticate"]).toMatch(
    /^Bearer authorization_uri=".*", realm=".*", scope="okta\.users\.manage", error="insufficient_scope", .*, resource="\/api\/v1\/users\/.*"$/,
  );
  expect(b.sim.org.users.get(JOHN)?.status).toBe("ACTIVE");
});

const USER = `/api/v1/users/${JOHN}`;
const GROUP = "/api/v1/groups/0gra1b2c3d4e5f6g7";
const APP = "/api/v1/apps/0oa3portal00000000005d7";

// The thirty operations, and what each of them takes.
test.for([
  ["GET /api/v1/users", "okta.users.read"],
  [`GET ${USER}`, "okta.users.read"],
  ["POST /api/v1/users", "okta.users.manage"],
  [`PUT ${USER}`, "okta.users.manage"],
  [`POST ${USER}/lifecycle/deactivate`, "okta.users.manage"],
  [`POST ${USER}/lifecycle/activate`, "okta.users.manage"],
  [`POST ${USER}/lifecycle/suspend`, "okta.users.manage"],
  [`POST ${USER}/lifecycle/unsuspend`, "okta.users.manage"],
  [`POST ${USER}/lifecycle/reset_password`, "okta.users.manage"],
  [`DELETE ${USER}/sessions`, "okta.users.manage"],
  [`GET ${USER}/factors`, "okta.users.read"],
  [`GET ${USER}/appLinks`, "okta.users.read"],
  ["GET /api/v1/groups", "okta.groups.read"],
  [`GET ${GROUP}`, "okta.groups.read"],
  ["POST /api/v1/groups", "okta.groups.manage"],
  [`PUT ${GROUP}`, "okta.groups.manage"],
  [`DELETE ${GROUP}`, "okta.groups.manage"],
  [`GET ${GROUP}/users`, "okta.groups.read"],
  [`PUT ${GROUP}/users/${JOHN}`, "okta.groups.manage"],
  [`DELETE ${GROUP}/users/${JOHN}`, "okta.groups.manage"],
  ["GET /api/v1/apps", "okta.apps.read"],
  [`GET ${APP}`, "okta.apps.read"],
  [`PUT ${APP}/users/${JOHN}`, "okta.apps.manage"],
  [`DELETE ${APP}/users/${JOHN}`, "okta.apps.manage"],
  ["GET /api/v1/authorizationServers", "okta.authorizationServers.read"],
  ["GET /api/v1/authorizationServers/default/policies", "okta.authorizationServers.read"],
  ["GET /api/v1/logs", "okta.logs.read"],
  ["GET /api/v1/domains", "okta.domains.read"],
  ["GET /api/v1/policies", "okta.policies.read"],
  ["GET /api/v1/policies/00p5signon00000005d7/rules", "okta.policies.read"],
] as const)("%s takes the scope %s", async ([target, scope]) => {
  await using b = await org({ scopes: ["okta.schemas.read"] }, { legacyAppUserPut: true });
  const reply = await b.call(target, undefined, await bearer(b, { scope: "okta.schemas.read" }));
  expect(reply).toMatchObject({ status: 403, text: "" });
  expect(reply.headers["www-authenticate"]).toContain(`scope="${scope}"`);
});

test("a scope without an administrator role is worth nothing, and me is nobody", async () => {
  await using b = await org({ role: "NONE" });
  const refused = await b.call(`GET /api/v1/users/${JOHN}`, undefined, await bearer(b));
  expect(refused).toMatchObject({ status: 403, json: { errorCode: "E0000006" } });
  await using c = await org();
  expect((await c.call("GET /api/v1/users/me", undefined, await bearer(c))).status).toBe(404);
});

test("what a service app does is written down in its name", async () => {
  await using b = await org();
  const headers = await bearer(b);
  await b.call("POST /api/v1/groups", { profile: { name: "Robots" } }, headers);
  const { json } = await b.call('GET /api/v1/logs?filter=eventType+eq+"group.lifecycle.create"');
  expect(json).toMatchObject([
    { actor: { id: CLIENT, type: "PublicClientApp", displayName: "Provisioner" } },
  ]);
});

test.for<[string, Assertion]>([
  ["another audience", { audience: "https://acme.okta.com/oauth2/default/v1/token" }],
  ["a trailing slash in the audience", { audience: "/" }],
  ["another issuer", { issuer: "0oasomebodyelse" }],
  ["another subject", { subject: "0oasomebodyelse" }],
  ["more than an hour to live", { lifetime: 4000 }],
  ["expired", { lifetime: -120 }],
  ["another key", { key: OTHER_KEYS.privateKey }],
])("an assertion with %s is invalid_client", async ([, claims]) => {
  await using b = await org();
  const audience = claims.audience === "/" ? { audience: `${b.sim.url}/oauth2/v1/token/` } : {};
  const reply = await askToken(b, await assertion(b, { ...claims, ...audience }));
  expect(reply).toMatchObject({ status: 401, json: { error: "invalid_client" } });
});

test.for<[Record<string, string>, number, string]>([
  [{ grant_type: "password" }, 400, "unsupported_grant_type"],
  [{ client_assertion_type: "secret" }, 401, "invalid_client"],
  [{ client_assertion: "no.jwt" }, 401, "invalid_client"],
  [{ scope: "" }, 400, "invalid_scope"],
  [{ scope: "okta.apps.manage" }, 400, "consent_required"],
])("a token request with %o answers %i %s", async ([form, status, error]) => {
  await using b = await org();
  const reply = await askToken(b, await assertion(b), form);
  expect(reply).toMatchObject({ status, json: { error, error_description: expect.any(String) } });
});

test("an assertion with a jti works once", async () => {
  await using b = await org();
  const jwt = await assertion(b, { id: "once" });
  expect((await askToken(b, jwt)).status).toBe(200);
  expect((await askToken(b, jwt)).json.error).toBe("invalid_client");
});

test("a token ends after an hour, and unknown ones were never any good", async () => {
  let late = 0;
  await using b = await org({}, { clock: () => new Date(Date.now() + late) });
  const headers = await bearer(b);
  expect((await b.call("GET /api/v1/users", undefined, headers)).status).toBe(200);
  late = 3_600_001;
  const replies = [headers, { authorization: "Bearer nonsense" }, { authorization: "DPoP nonsense" }];
  for (const credentials of replies) {
    const reply = await b.call("GET /api/v1/users", undefined, credentials);
    expect(reply).toMatchObject({ status: 401, text: "" });
    expect(reply.headers["www-authenticate"]).toContain('error="invalid_token"');
  }
});

test("a DPoP app must prove its key, first without and then with the nonce it is given", async () => {
  await using b = await org({ dpop: true });
  const url = `${b.sim.url}/oauth2/v1/token`;
  const ask = async (dpop?: string) => askToken(b, await assertion(b), {}, dpop);
  expect(await ask()).toMatchObject({ status: 400, json: { error: "invalid_dpop_proof" } });
  const first = await ask(await proof({ method: "POST", url }));
  expect(first).toMatchObject({ status: 400, json: { error: "use_dpop_nonce" } });
  const nonce = String(first.headers["dpop-nonce"]);
  expect(await ask(await proof({ method: "POST", url, nonce }))).toMatchObject({
    status: 200,
    json: { token_type: "DPoP" },
  });
  expect((await ask(await proof({ method: "POST", url, nonce: "stale" }))).json.error).toBe("use_dpop_nonce");
});

test("a bound token works with a fresh proof of its key and in no other way", async () => {
  await using b = await org({ dpop: true });
  const token = await boundToken(b);
  const url = `${b.sim.url}/api/v1/users`;
  const call = async (claims: Partial<Proof>, scheme = "DPoP") => {
    const dpop = await proof({ url, token, ...claims });
    return b.call("GET /api/v1/users?limit=1", undefined, { authorization: `${scheme} ${token}`, dpop });
  };
  expect((await call({ id: "first" })).status).toBe(200);
  const wrong: Partial<Proof>[] = [
    { id: "first" },
    { method: "POST" },
    { url: `${url}?limit=1` },
    { token: "another" },
    { age: 3600 },
    { type: "JWT" },
    { keys: OTHER_KEYS },
  ];
  for (const claims of wrong) {
    const reply = await call(claims);
    expect(reply).toMatchObject({ status: 401, json: { error: "invalid_dpop_proof" } });
    expect(reply.headers["www-authenticate"]).toMatch(
      /^DPoP error="invalid_dpop_proof", error_description="[^"]+"$/,
    );
  }
  expect((await call({}, "Bearer")).status).toBe(401);
  const bare = await b.call("GET /api/v1/users", undefined, { authorization: `DPoP ${token}` });
  expect(bare.status).toBe(401);
});

test("the API may want a nonce too", async () => {
  await using b = await org({ dpop: true }, { apiNonce: true });
  const token = await boundToken(b);
  const url = `${b.sim.url}/api/v1/users`;
  const call = async (nonce?: string) =>
    b.call("GET /api/v1/users", undefined, {
      authorization: `DPoP ${token}`,
      dpop: await proof({ url, token, ...(nonce && { nonce }) }),
    });
  const first = await call();
  expect(first).toMatchObject({ status: 401, json: { error: "use_dpop_nonce" } });
  expect((await call(String(first.headers["dpop-nonce"]))).status).toBe(200);
});

test("two orgs don't take each other's tokens, though the app and its key are the same", async () => {
  await using b = await org();
  await using c = await org();
  expect((await c.call("GET /api/v1/users", undefined, await bearer(b))).status).toBe(401);
});
