import { expect, onTestFinished, test, vi } from "vitest";
import type { Kv2Auth } from "../../src/vault/kv2/auth.ts";
import { Kv2Vault } from "../../src/vault/kv2/kv2.ts";
import { plain, secret } from "./bench.ts";
import { Kv2Server, roleId, secretId, type ServerOptions } from "./kv2-server.ts";

// Waiting for leases to run out takes as long as the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const given = "canary-static-token-77aa";
const appRole: Kv2Auth = { method: "approle", roleId: secret(roleId), secretId: secret(secretId) };
const fields = { api_token: "canary-api-token-3e" };

async function bench(options: ServerOptions, auth: Kv2Auth = { method: "token", token: secret(given) }) {
  const server = await Kv2Server.start(options);
  server.tokens.set(given, true);
  server.write("okta", fields);
  const vault = new Kv2Vault({ address: server.address, auth });
  onTestFinished(async () => vault.close());
  return { server, vault };
}

const lease = { client_token: given, lease_duration: 60, renewable: false };
const malformed: [string, { at: string; body: unknown; auth?: Kv2Auth }][] = [
  ["a given token whose life is no number", { at: "lookup-self", body: { data: { ttl: "1h" } } }],
  ["a given token whose life is negative", { at: "lookup-self", body: { data: { ttl: -1 } } }],
  [
    "a login without a token",
    { at: "login", body: { auth: { ...lease, client_token: undefined } }, auth: appRole },
  ],
  [
    "a login whose token breaks a header",
    { at: "login", body: { auth: { ...lease, client_token: "a\r\nb" } }, auth: appRole },
  ],
  [
    "a login whose life is no number",
    { at: "login", body: { auth: { ...lease, lease_duration: null } }, auth: appRole },
  ],
];

test.for(malformed)(
  "%s is an unavailable vault, and no secret is asked for",
  async ([, { at, body, auth }]) => {
    const { server, vault } = await bench(
      { intercept: ({ url }) => (url.endsWith(at) ? [200, body] : undefined) },
      auth,
    );
    await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_unavailable" });
    expect(server.paths.filter((path) => path.includes("/data/"))).toEqual([]);
  },
);

test("a given token that may not look at itself is used all the same", async () => {
  const { server, vault } = await bench({
    intercept: ({ url }) =>
      url.endsWith("lookup-self") ? [403, { errors: ["permission denied"] }] : undefined,
  });
  expect(plain(await vault.read("okta"))).toEqual(fields);
  expect(plain(await vault.read("okta"))).toEqual(fields);
  expect(server.paths).toEqual(["auth/token/lookup-self", "secret/data/okta", "secret/data/okta"]);
});

test("a refusal whose reason the server can't tell now is no refusal for good", async () => {
  const { vault } = await bench(
    {
      intercept: ({ url }) => {
        if (url.endsWith("lookup-self")) return [503, { errors: ["sealed"] }];
        return url.includes("/data/") ? [403, { errors: ["permission denied"] }] : undefined;
      },
    },
    appRole,
  );
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_unavailable", retryable: true });
});

test("a renewal that the server can't grant now is tried again while the token holds", async () => {
  let failures = 1;
  const { server, vault } = await bench({
    ...{ leaseSeconds: 6, renewable: true },
    intercept: ({ url }) =>
      url.endsWith("renew-self") && failures-- > 0 ? [503, { errors: ["sealed"] }] : undefined,
  });
  await vault.read("okta");
  const renewals = (): number => server.paths.filter((path) => path.endsWith("renew-self")).length;
  await vi.waitUntil(() => renewals() === 2, { timeout: 30_000 });
  expect(plain(await vault.read("okta"))).toEqual(fields);
  expect(server.paths.filter((path) => path.endsWith("lookup-self"))).toHaveLength(1);
});

test("a vault that is closed while it logs in holds no token and renews none", async () => {
  const gate = Promise.withResolvers<void>();
  const { server, vault } = await bench(
    {
      intercept: ({ url }, response) => {
        if (!url.endsWith("login")) return undefined;
        void gate.promise.then(() =>
          response.end(JSON.stringify({ auth: { ...lease, lease_duration: 1, renewable: true } })),
        );
        return "hang";
      },
    },
    appRole,
  );
  const read = vault.read("okta").catch((error: unknown) => error);
  await vi.waitUntil(() => server.received.length === 1);
  await vault.close();
  gate.resolve();
  expect(await read).toMatchObject({ code: "vault_unavailable" });
  expect(server.paths).toEqual(["auth/approle/login"]);
});

test("a token that can't be revoked does not keep a vault from closing", async () => {
  const { server, vault } = await bench(
    {
      intercept: ({ url }, response) => {
        if (!url.endsWith("revoke-self")) return undefined;
        response.destroy();
        return "hang";
      },
    },
    appRole,
  );
  await vault.read("okta");
  await expect(vault.close()).resolves.toBeUndefined();
  expect(server.paths.at(-1)).toBe("auth/token/revoke-self");
});
