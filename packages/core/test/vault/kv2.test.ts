import { copyFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Kv2Auth } from "../../src/vault/kv2/auth.ts";
import { type Kv2Options, Kv2Vault } from "../../src/vault/kv2/kv2.ts";
import { folders, plain, secret } from "./bench.ts";
import { type Answer, caFile, Kv2Server, roleId, secretId, type ServerOptions } from "./kv2-server.ts";

// Waiting for leases to run out takes as long as the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const staticToken = "canary-static-token-77aa";
const appRole: Kv2Auth = { method: "approle", roleId: secret(roleId), secretId: secret(secretId) };
const fields = { domain: "https://acme.okta.com", api_token: "canary-api-token-3e" };

interface Bench {
  readonly server: Kv2Server;
  readonly vault: Kv2Vault;
}

async function bench(serverOptions: ServerOptions = {}, options: Partial<Kv2Options> = {}): Promise<Bench> {
  const server = await Kv2Server.start(serverOptions);
  server.tokens.set(staticToken, true);
  server.write("okta", fields);
  const auth: Kv2Auth = { method: "token", token: secret(staticToken) };
  const vault = new Kv2Vault({ address: server.address, auth, ...options });
  onTestFinished(async () => vault.close());
  return { server, vault };
}

/** A server that answers reads of secrets with this, and everything else itself. */
function answering(...answer: Answer): ServerOptions {
  return { intercept: ({ url }) => (url.includes("/data/") ? answer : undefined) };
}

test("with a token, a secret's fields are read over one request that carries it", async () => {
  const { server, vault } = await bench();
  const bundle = await vault.read("okta");
  expect([bundle.path, plain(bundle), bundle.leaseMs]).toEqual(["okta", fields, undefined]);
  expect(server.paths).toEqual(["auth/token/lookup-self", "secret/data/okta"]);
  expect(server.received[1]).toMatchObject({
    method: "GET",
    body: "",
    headers: { "x-vault-token": staticToken, "x-vault-request": "true" },
  });
  expect(server.received[1]?.headers).not.toHaveProperty("x-vault-namespace");
});

test("mount, prefix and namespace are put where the server expects them", async () => {
  const data = { data: { data: fields, metadata: { version: 3 } } };
  const intercept: ServerOptions["intercept"] = ({ url }) =>
    url.includes("/data/") ? [200, data] : undefined;
  const options = { mount: "team/kv", prefix: "arx/prod", namespace: "admin/acme" };
  const { server, vault } = await bench({ intercept, namespace: "admin/acme" }, options);
  expect(plain(await vault.read("okta/eu"))).toEqual(fields);
  expect(server.paths[1]).toBe("team/kv/data/arx/prod/okta/eu");
  expect(server.received.map(({ headers }) => headers["x-vault-namespace"])).toEqual([
    "admin/acme",
    "admin/acme",
  ]);
});

test("with an AppRole, one login serves many reads, and the token it gave is revoked at the end", async () => {
  const { server, vault } = await bench({}, { auth: appRole });
  await Promise.all([vault.read("okta"), vault.read("okta"), vault.read("okta")]);
  await vault.read("okta");
  expect(server.paths.toSorted()).toEqual([
    "auth/approle/login",
    ...Array<string>(4).fill("secret/data/okta"),
  ]);
  expect(JSON.parse(server.received[0]?.body ?? "")).toEqual({ role_id: roleId, secret_id: secretId });
  expect(server.tokens.size).toBe(2);
  await vault.close();
  expect(server.paths.at(-1)).toBe("auth/token/revoke-self");
  expect([...server.tokens.keys()]).toEqual([staticToken]);
});

test("a token that was given to us is not revoked", async () => {
  const { server, vault } = await bench();
  await vault.read("okta");
  await vault.close();
  expect(server.tokens.has(staticToken)).toBe(true);
});

test("a wrong AppRole id is a refusal, and no read is tried", async () => {
  const auth: Kv2Auth = { method: "approle", roleId: secret(roleId), secretId: secret("canary-wrong") };
  const { server, vault } = await bench({}, { auth });
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_access_denied", retryable: false });
  expect(server.paths).toEqual(["auth/approle/login"]);
});

test("a lease that the answer grants is passed on in milliseconds", async () => {
  const { vault } = await bench(answering(200, { lease_duration: 30, data: { data: fields, metadata: {} } }));
  expect((await vault.read("okta")).leaseMs).toBe(30_000);
});

const absent: readonly (readonly [string, Answer])[] = [
  ["was never written", [404, { errors: [] }]],
  [
    "was deleted softly",
    [404, { data: { data: null, metadata: { deletion_time: "2026-01-02T00:00:00Z" } } }],
  ],
  ["was destroyed", [404, { data: { data: null, metadata: { destroyed: true } } }]],
];

test.each(absent)("a secret that %s is absent", async (_name, answer) => {
  const { vault } = await bench(answering(...answer));
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_path_not_found", path: "okta" });
});

test("the server's own absent and deleted secrets are absent", async () => {
  const { server, vault } = await bench();
  server.write("gone", null);
  await expect(vault.read("never")).rejects.toMatchObject({ code: "vault_path_not_found" });
  await expect(vault.read("gone")).rejects.toMatchObject({ code: "vault_path_not_found" });
});

const metadata = { version: 1 };
const unavailable: readonly (readonly [string, Answer, boolean])[] = [
  ["a 404 of no engine", [404, { errors: ['no handler for route "x"'] }], false],
  ["a 404 of a proxy", [404, "<h1>Not found</h1>"], false],
  ["a 404 without a body", [404, undefined], false],
  ["a 404 with other JSON", [404, { data: {} }], false],
  ["a sealed server", [503, { errors: ["Vault is sealed"] }], true],
  ["a standby", [473, { errors: [] }], true],
  ["a rate limit", [429, { errors: [] }], true],
  ["a lagging replica", [412, { errors: [] }], true],
  ["a broken server", [500, { errors: ["internal error"] }], true],
  ["a bad gateway", [502, "<h1>Bad gateway</h1>"], true],
  ["a bad request", [400, { errors: ["bad"] }], false],
  ["a redirect", [307, { errors: [] }], false],
  ["200 with HTML", [200, "<h1>Sign in</h1>"], true],
  ["200 without a body", [200, undefined], true],
  ["200 with an array", [200, []], true],
  ["200 without data", [200, { data: { metadata } }], true],
  ["200 with null data", [200, { data: { data: null, metadata } }], true],
  ["200 as version 1 of the engine", [200, { data: fields }], true],
  ["200 with a number", [200, { data: { data: { port: 443 }, metadata } }], false],
  ["200 with an object", [200, { data: { data: { nested: { a: "b" } }, metadata } }], false],
  ["204", [204, undefined], false],
];

test.each(unavailable)("%s is neither a secret nor absence", async (_name, answer, retryable) => {
  const { vault } = await bench(answering(...answer));
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_unavailable", retryable });
});

test.each([401, 403])("%i is a refusal, never absence", async (status) => {
  const { vault } = await bench(answering(status, { errors: [] }));
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_access_denied", retryable: false });
});

test("a token that died is refused, and asked for once", async () => {
  const { server, vault } = await bench();
  server.tokens.delete(staticToken);
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_access_denied" });
  expect(server.paths).toEqual(["auth/token/lookup-self", "secret/data/okta"]);
});

test("an AppRole token that died is replaced by one login for all who were refused with it", async () => {
  const { server, vault } = await bench({}, { auth: appRole });
  await vault.read("okta");
  server.tokens.clear();
  server.received.length = 0;
  const bundles = await Promise.all([vault.read("okta"), vault.read("okta"), vault.read("okta")]);
  expect(bundles.map(plain)).toEqual([fields, fields, fields]);
  expect(server.paths.filter((path) => path === "auth/approle/login")).toHaveLength(1);
  expect(server.paths.filter((path) => path === "auth/token/lookup-self")).toHaveLength(1);
});

test("an AppRole whose policies forbid a path is refused without another login", async () => {
  const { server, vault } = await bench({}, { auth: appRole });
  await vault.read("okta");
  for (const token of server.tokens.keys()) server.tokens.set(token, false);
  server.received.length = 0;
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_access_denied" });
  expect(server.paths).toEqual(["secret/data/okta", "auth/token/lookup-self"]);
});

test("an AppRole that is refused after a new login too is refused once and for all", async () => {
  let reads = 0;
  const intercept: ServerOptions["intercept"] = ({ url }) => {
    if (url.endsWith("lookup-self")) return [403, { errors: ["permission denied"] }];
    if (!url.includes("/data/")) return undefined;
    reads += 1;
    return [403, { errors: ["permission denied"] }];
  };
  const { server, vault } = await bench({ intercept }, { auth: appRole });
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_access_denied" });
  expect([reads, server.paths.filter((path) => path.endsWith("login")).length]).toEqual([2, 2]);
});

test("a login that one caller no longer waits for goes on for the other", async () => {
  const gate = Promise.withResolvers<void>();
  const intercept: ServerOptions["intercept"] = ({ url }, response) => {
    if (!url.endsWith("login")) return undefined;
    const auth = { client_token: staticToken, lease_duration: 60, renewable: false };
    void gate.promise.then(() => response.end(JSON.stringify({ auth })));
    return "hang";
  };
  const { server, vault } = await bench({ intercept }, { auth: appRole });
  const leaving = new AbortController();
  const first = vault.read("okta", leaving.signal);
  const second = vault.read("okta");
  await vi.waitUntil(() => server.received.length === 1);
  leaving.abort(new Error("enough"));
  await expect(first).rejects.toThrow("enough");
  gate.resolve();
  expect(plain(await second)).toEqual(fields);
  expect(server.paths).toEqual(["auth/approle/login", "secret/data/okta"]);
});

test.each([
  ["a given token", undefined],
  ["an AppRole's token", appRole],
])("%s is renewed before it ends, and again", async (_name, auth) => {
  const { server, vault } = await bench({ leaseSeconds: 0.3, renewable: true }, auth && { auth });
  await vault.read("okta");
  await vi.waitUntil(() => server.paths.filter((path) => path.endsWith("renew-self")).length >= 2, {
    timeout: 10_000,
  });
  expect(server.paths.filter((path) => path.endsWith("login")).length).toBe(auth === undefined ? 0 : 1);
  expect(plain(await vault.read("okta"))).toEqual(fields);
});

test("an AppRole token that can't be renewed is replaced once it has ended", async () => {
  const { server, vault } = await bench({ leaseSeconds: 0.05, renewable: false }, { auth: appRole });
  await vault.read("okta");
  await vi.waitUntil(
    async () => {
      await vault.read("okta");
      return server.paths.filter((path) => path.endsWith("login")).length >= 2;
    },
    { timeout: 30_000 },
  );
  expect(server.paths.filter((path) => path.endsWith("renew-self"))).toEqual([]);
});

test("an AppRole token whose renewals are cut short is replaced while it holds", async () => {
  const intercept: ServerOptions["intercept"] = ({ url, headers }) => {
    const auth = { client_token: headers["x-vault-token"], lease_duration: 0.1, renewable: true };
    return url.endsWith("renew-self") ? [200, { auth }] : undefined;
  };
  const { server, vault } = await bench({ leaseSeconds: 0.5, renewable: true, intercept }, { auth: appRole });
  await vault.read("okta");
  await vi.waitUntil(() => server.paths.filter((path) => path.endsWith("login")).length >= 2, {
    timeout: 10_000,
  });
  expect(server.paths.slice(0, 4)).toEqual([
    "auth/approle/login",
    "secret/data/okta",
    "auth/token/renew-self",
    "auth/approle/login",
  ]);
});

test("a renewal that is refused makes the next read log in", async () => {
  const intercept: ServerOptions["intercept"] = ({ url }) =>
    url.endsWith("renew-self") ? [403, { errors: [] }] : undefined;
  const { server, vault } = await bench({ leaseSeconds: 1.5, renewable: true, intercept }, { auth: appRole });
  const logins = (): number => server.paths.filter((path) => path.endsWith("login")).length;
  await vault.read("okta");
  await vi.waitUntil(() => server.paths.some((path) => path.endsWith("renew-self")), { timeout: 30_000 });
  expect(logins()).toBe(1);
  await vi.waitUntil(async () => plain(await vault.read("okta")) && logins() === 2, { timeout: 30_000 });
});

test("an answer that never comes ends at the timeout, and one that trickles too", async () => {
  const drip: ServerOptions["intercept"] = ({ url }, response) => {
    if (!url.includes("/data/")) return undefined;
    if (url.endsWith("drip")) {
      const timer = setInterval(() => response.write(" "), 5);
      response.on("close", () => clearInterval(timer));
    }
    return "hang";
  };
  const { vault } = await bench({ intercept: drip }, { timeoutMs: 100 });
  const expected = {
    code: "vault_unavailable",
    retryable: true,
    message: expect.stringContaining("within 100 ms"),
  };
  await expect(vault.read("okta")).rejects.toMatchObject(expected);
  await expect(vault.read("drip")).rejects.toMatchObject(expected);
});

test("an answer without end is not read to its end", async () => {
  const intercept: ServerOptions["intercept"] = ({ url }, response) => {
    if (!url.includes("/data/")) return undefined;
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(65_536))) continue;
    };
    response.on("drain", more);
    more();
    return "hang";
  };
  const { vault } = await bench({ intercept });
  await expect(vault.read("okta")).rejects.toMatchObject({
    code: "vault_unavailable",
    message: expect.stringContaining("more than 1048576 bytes"),
  });
});

test("a caller that aborts gets its own reason", async () => {
  const { vault, server } = await bench({
    intercept: ({ url }) => (url.includes("/data/") ? "hang" : undefined),
  });
  const leaving = new AbortController();
  const reason = new Error("enough");
  const read = vault.read("okta", leaving.signal);
  await vi.waitUntil(() => server.received.length === 2);
  leaving.abort(reason);
  await expect(read).rejects.toBe(reason);
});

test("a server that is not there, hangs up, or speaks no HTTP is unavailable", async () => {
  const server = createServer((socket) => socket.end("canary-noise\r\n\r\n"));
  server.listen(0, "127.0.0.1");
  await vi.waitUntil(() => server.listening);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const vault = new Kv2Vault({ address, auth: appRole });
  onTestFinished(async () => vault.close());
  const noise: unknown = await vault.read("okta").catch((error: unknown) => error);
  expect(noise).toMatchObject({ code: "vault_unavailable", retryable: true });
  expect(inspect(noise, { showHidden: true, depth: Infinity })).not.toContain("canary");
  server.close();
  await vi.waitUntil(() => !server.listening);
  await expect(vault.read("okta")).rejects.toMatchObject({
    message: expect.stringContaining("ECONNREFUSED"),
  });
});

test("a redirect is not followed, so that no token goes elsewhere", async () => {
  const elsewhere = await Kv2Server.start();
  const intercept: ServerOptions["intercept"] = ({ url }, response) => {
    if (url.includes("/data/")) response.setHeader("location", `${elsewhere.address}${url}`);
    return url.includes("/data/") ? [307, undefined] : undefined;
  };
  const { vault } = await bench({ intercept });
  await expect(vault.read("okta")).rejects.toMatchObject({
    message: expect.stringContaining("307 redirects"),
  });
  expect(elsewhere.received).toEqual([]);
});

test("TLS trusts the authority of the CA file, and without it nobody it does not know", async () => {
  const { vault, server } = await bench({ tls: true }, { caFile });
  expect(plain(await vault.read("okta"))).toEqual(fields);
  const before = server.received.length;
  const distrustful = new Kv2Vault({ address: server.address, auth: appRole });
  onTestFinished(async () => distrustful.close());
  await expect(distrustful.read("okta")).rejects.toMatchObject({
    code: "vault_unavailable",
    message: expect.stringMatching(/certificate/),
  });
  expect(server.received).toHaveLength(before);
});

test("TLS refuses a certificate for another name", async () => {
  const { server } = await bench({ tls: true });
  const address = server.address.replace("127.0.0.1", "localhost");
  const vault = new Kv2Vault({ address, auth: appRole, caFile });
  onTestFinished(async () => vault.close());
  await expect(vault.read("okta")).rejects.toMatchObject({
    code: "vault_unavailable",
    message: expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID"),
  });
  expect(server.received).toEqual([]);
});

test("a closed vault says so, and may be closed again", async () => {
  const { server, vault } = await bench();
  await vault.close();
  await vault.close();
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_unavailable", retryable: false });
  expect(server.received).toEqual([]);
});

const token: Kv2Auth = { method: "token", token: secret(staticToken) };
const settings: readonly (readonly [string, Partial<Kv2Options>])[] = [
  ["an address without TLS", { address: "http://vault.example.com:8200" }],
  ["an address that only looks like loopback", { address: "http://127.0.0.1.example.com" }],
  ["an address with a path", { address: "https://vault.example.com/v1" }],
  ["an address with a user", { address: "https://me:canary@vault.example.com" }],
  ["an address that is none", { address: "vault.example.com:8200" }],
  ["a mount that climbs", { mount: "../sys" }],
  ["a prefix that climbs", { prefix: "a/../b" }],
  ["a namespace with a line end", { namespace: "a\r\nx-evil: 1" }],
  ["a token with its line end", { auth: { method: "token", token: secret("canary\n") } }],
  ["an empty token", { auth: { method: "token", token: secret("") } }],
  ["an empty secret id", { auth: { method: "approle", roleId: secret(roleId), secretId: secret("") } }],
  ["an AppRole mount that climbs", { auth: { ...appRole, mount: "../x" } }],
  ["a CA file that is not there", { caFile: "/nowhere/ca.pem" }],
  ["a CA file without a certificate", { caFile: join(import.meta.dirname, "tls/server.key") }],
];

test.each(settings)("%s is refused before anything is sent", (_name, options) => {
  const open = (): Kv2Vault =>
    new Kv2Vault({ address: "https://vault.example.com", auth: token, ...options });
  expect(open).toThrow(expect.objectContaining({ code: "vault_input" }));
  expect(open).not.toThrow(/canary/);
});

test.each(["http://localhost:8200", "http://[::1]:8200", "http://127.9.9.9", "https://vault.example.com/"])(
  "the address %s is accepted",
  async (address) => {
    await expect(new Kv2Vault({ address, auth: token }).close()).resolves.toBeUndefined();
  },
);

test("a path that climbs is refused before anything is sent", async () => {
  const { vault, server } = await bench();
  await expect(vault.read("../../sys/seal")).rejects.toMatchObject({ code: "vault_input" });
  expect(server.received).toEqual([]);
});

test("the CA file is read once, so that a later change of it changes nothing", async () => {
  const { root } = folders();
  const copy = join(root, "ca.pem");
  copyFileSync(caFile, copy);
  const { vault } = await bench({ tls: true }, { caFile: copy });
  rmSync(copy);
  expect(plain(await vault.read("okta"))).toEqual(fields);
});

const leaks: readonly (readonly [string, Answer | "hang"])[] = [
  ["refuses", [403, { errors: ["echo"] }]],
  ["does not know the path", [404, { errors: ["echo"] }]],
  ["fails", [500, { errors: ["echo"] }]],
  ["writes HTML", [200, "echo <html>"]],
  ["writes half a JSON", [200, '{"data": "echo']],
  ["writes other JSON", [200, { data: "echo" }]],
  ["hangs", "hang"],
];

test.each(leaks)(
  "when the server %s and echoes what it got, no error shows a credential",
  async (_name, answer) => {
    const shown = async (auth: Kv2Auth, when: string): Promise<string> => {
      const intercept: ServerOptions["intercept"] = (request) => {
        if (!request.url.includes(when)) return undefined;
        if (answer === "hang") return "hang";
        const echo = JSON.stringify(`${JSON.stringify(request.headers)} ${request.body}`).slice(1, -1);
        const [status, body] = answer;
        const echoed = (typeof body === "string" ? body : JSON.stringify(body)).replace("echo", echo);
        return [status, typeof body === "string" ? echoed : JSON.parse(echoed)];
      };
      const { vault } = await bench({ intercept }, { auth, timeoutMs: 100 });
      const error: unknown = await vault.read("okta").catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      return (
        inspect(error, { showHidden: true, depth: Infinity }) +
        inspect(vault, { showHidden: true, depth: Infinity })
      );
    };
    const texts = await Promise.all([
      shown(token, "/data/"),
      shown(appRole, "/data/"),
      shown(appRole, "/login"),
    ]);
    expect(texts.join("\n")).not.toContain("canary");
  },
);
