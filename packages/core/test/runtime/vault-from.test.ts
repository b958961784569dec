import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../src/runtime/config.ts";
import { type Home, homeAt, initHome } from "../../src/runtime/home.ts";
import { vaultFrom } from "../../src/vault/provider.ts";
import { caFile, Kv2Server } from "../vault/kv2-server.ts";

const home = homeAt("/nowhere");

const vaultOf = async (env: NodeJS.ProcessEnv, of: Home = home) =>
  vaultFrom(readConfig(of, env).vault, of, env);

test.each([
  ["the environment", { ARX_VAULT: "environment" }, "environment"],
  [
    "KV v2 with a token",
    { ARX_VAULT: "kv2", VAULT_ADDR: "https://vault.example.com", VAULT_TOKEN: "t" },
    "kv2",
  ],
  [
    "KV v2 with an AppRole",
    { ARX_VAULT: "kv2", VAULT_ADDR: "https://vault.example.com", VAULT_ROLE_ID: "r", VAULT_SECRET_ID: "s" },
    "kv2",
  ],
])("ARX_VAULT chooses %s", async (_, env, name) => {
  const vault = await vaultOf(env);
  expect(vault.name).toBe(name);
  await vault.close();
});

test("what the environment says of a KV v2 server is heeded: its authority, namespace, mount and prefix", async () => {
  const server = await Kv2Server.start({ tls: true, namespace: "admin/acme" });
  server.tokens.set("t", true);
  server.write("arx/prod/okta", { api_token: "canary" });
  const vault = await vaultOf({
    ...{ ARX_VAULT: "kv2", VAULT_ADDR: server.address, VAULT_TOKEN: "t" },
    ...{ VAULT_CACERT: caFile, VAULT_NAMESPACE: "admin/acme" },
    ...{ ARX_VAULT_MOUNT: "secret", ARX_VAULT_PREFIX: "arx/prod" },
  });
  expect((await vault.read("okta")).fields["api_token"]?.reveal()).toBe("canary");
  expect(server.paths.at(-1)).toBe("secret/data/arx/prod/okta");
  await vault.close();
});

test("without ARX_VAULT the home's own vault is opened", async () => {
  const folder = await mkdtemp(join(tmpdir(), "arx-vault-"));
  const env = { XDG_CONFIG_HOME: join(folder, "config"), ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const made = initHome(join(folder, "home"), env);
  const vault = await vaultOf(env, made);
  expect(vault.name).toBe("embedded");
  await vault.close();
  await rm(folder, { recursive: true });
});

test.each([
  ["an unknown provider", { ARX_VAULT: "keychain" }, "write embedded, environment or kv2"],
  ["no address", { ARX_VAULT: "kv2" }, "VAULT_ADDR is not set"],
  ["no way to log in", { ARX_VAULT: "kv2", VAULT_ADDR: "https://v.example.com" }, "nor VAULT_TOKEN is set"],
])("%s is told, and nothing is opened", async (_, env, message) => {
  await expect(vaultOf(env)).rejects.toMatchObject({
    code: "config",
    message: expect.stringContaining(message) as string,
  });
});
