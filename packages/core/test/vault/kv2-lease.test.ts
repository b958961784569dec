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

test("a token that is renewed while its vault closes is not taken up again", async () => {
  let renewed: (() => void) | undefined;
  const { server, vault } = await bench(
    {
      ...{ leaseSeconds: 2, renewable: true },
      intercept: ({ url }, response) => {
        const auth = { ...lease, lease_duration: 60, renewable: true };
        if (url.endsWith("renew-self")) {
          renewed = () => response.end(JSON.stringify({ auth }));
          return "hang";
        }
        if (url.endsWith("revoke-self")) renewed?.();
        return undefined;
      },
    },
    appRole,
  );
  await vault.read("okta");
  await vi.waitUntil(() => renewed !== undefined, { timeout: 30_000 });
  await vault.close();
  expect(server.paths.slice(-2)).toEqual(["auth/token/renew-self", "auth/token/revoke-self"]);
});

test("a renewal that is cut off because its vault closes is not tried again", async () => {
  const { server, vault } = await bench(
    {
      ...{ leaseSeconds: 3, renewable: true },
      intercept: ({ url }) => (url.endsWith("renew-self") ? "hang" : undefined),
    },
    appRole,
  );
  await vault.read("okta");
  await vi.waitUntil(() => server.paths.at(-1) === "auth/token/renew-self", { timeout: 30_000 });
  await vault.close();
  expect(server.paths.at(-1)).toBe("auth/token/revoke-self");
  expect(server.tokens.size).toBe(1);
});

test("a token that is taken while its vault closes is not held", async () => {
  let taken: (() => void) | undefined;
  const auth = { ...lease, lease_duration: 1, renewable: true };
  const { server, vault } = await bench(
    {
      ...{ leaseSeconds: 3, renewable: true },
      intercept: ({ url }, response) => {
        // So much less than it was that another token is due.
        if (url.endsWith("renew-self")) return [200, { auth }];
        if (url.endsWith("login") && server.paths.length > 1) {
          taken = () => response.end(JSON.stringify({ auth }));
          return "hang";
        }
        if (url.endsWith("revoke-self")) taken?.();
        return undefined;
      },
    },
    appRole,
  );
  await vault.read("okta");
  await vi.waitUntil(() => taken !== undefined, { timeout: 30_000 });
  await vault.close();
  expect(server.paths.slice(-2)).toEqual(["auth/approle/login", "auth/token/revoke-self"]);
});

const left: [string, { at: string; spoil?: (server: Kv2Server) => void }][] = [
  ["a login", { at: "login" }],
  ["a question whether the token lives", { at: "lookup-self", spoil: ({ tokens }) => tokens.clear() }],
];

test.for(left)(
  "%s that nobody waits for any more does not stand in the way of the next",
  async ([, { at, spoil }]) => {
    let hangs = true;
    const { server, vault } = await bench(
      { intercept: ({ url }) => (url.endsWith(at) && hangs ? "hang" : undefined) },
      appRole,
    );
    if (spoil) {
      await vault.read("okta");
      spoil(server);
    }
    const stop = new AbortController();
    const first = vault.read("okta", stop.signal).catch((error: unknown) => error);
    await vi.waitUntil(() => server.paths.at(-1)?.endsWith(at) === true);
    hangs = false;
    stop.abort("gone");
    expect(await first).toBe("gone");
    expect(plain(await vault.read("okta"))).toEqual(fields);
    expect(plain(await vault.read("okta"))).toEqual(fields);
  },
);

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
