import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openRuntime } from "@arx/core";
import { catalog } from "@arx/okta";
import { expect, test } from "vitest";
import { bareBench, bench } from "./bench.ts";

test("init makes a home whose policies are in order, and says each thing that it made", async () => {
  await using b = await bareBench();
  const { made } = JSON.parse((await b.arx(["init", "--json"])).out) as { made: string[] };
  expect((await Promise.all(made.map((file) => stat(file)))).every((found) => found.isFile())).toBe(true);
  const names = made.map((file) => file.replace(b.folder, "").replace(/[0-9a-f-]{16,}/, "ID"));
  expect(names.toSorted()).toEqual([
    ...["/.arx/arx.yaml", "/.arx/id", "/.arx/policies/okta.yaml", "/.arx/vault.db"],
    ...["/config/arx/keys/ID.audit.key", "/config/arx/keys/ID.key"],
  ]);
  expect(await b.arx(["policy", "lint", "--strict"])).toMatchObject({ code: 0 });
  expect(JSON.parse((await b.arx(["init", "--json"])).out)).toMatchObject({ made: [] });
});

test("init leaves what is there as it is", async () => {
  await using b = await bareBench();
  await b.arx(["init"]);
  const file = join(b.folder, ".arx/policies/okta.yaml");
  await writeFile(file, "mine");
  await b.arx(["init"]);
  expect(await readFile(file, "utf8")).toBe("mine");
});

test("a secret comes in through standard input, and no command ever shows it", async () => {
  await using b = await bareBench();
  const canary = "Canary-0815";
  await b.arx(["init"]);
  const set = await b.arx(["vault", "set", "okta", "api_token"], { stdin: `${canary}\n` });
  const listed = await b.arx(["vault", "ls", "--json"]);
  const rotated = await b.arx(["vault", "rotate-key"]);
  expect(JSON.parse(listed.out)).toEqual([{ path: "okta", fields: ["api_token"] }]);
  for (const { code, out, err } of [set, listed, rotated]) {
    expect(code).toBe(0);
    expect(out + err).not.toContain(canary);
  }
  expect((await readFile(join(b.folder, ".arx/vault.db"))).includes(canary)).toBe(false);
  expect((await b.arx(["vault", "rm", "okta", "api_token"])).code).toBe(0);
  expect((await b.arx(["vault", "rm", "okta", "api_token"])).code).toBe(2);
});

test("check finds everything ready, and reaches the org with one governed read", async () => {
  await using b = await bench({ selfApproval: false });
  const { ok, findings } = await b.json("check");
  expect(ok).toBe(true);
  expect(findings.map(({ what, status }: { what: string; status: string }) => `${what}: ${status}`)).toEqual([
    ...[
      "home: ok",
      "connectors: ok",
      "policies: warning",
      "vault okta: ok",
      "audit log: ok",
      "okta clock: ok",
      "okta rights: ok",
    ],
  ]);
  expect(b.org.requests.map(({ path, headers }) => [path, headers.authorization !== undefined])).toEqual([
    ["/", false],
    ["/api/v1/users", true],
  ]);
});

test("check says what is not ready and what to do, and goes on", async () => {
  await using b = await bench();
  await b.arx(["vault", "rm", "okta"]);
  await writeFile(join(b.home, "policies", "more.yaml"), "- name: x\n  conector: okta\n");
  const { code, out } = await b.arx(["check", "--offline"]);
  expect(code).toBe(7);
  expect(out).toContain("arx policy lint");
  expect(out).toContain("arx vault set okta domain");
  expect(out).toMatch(/approvals +warning/);
});

test("check tells that a running process could not load changed policies, until some process has loaded them", async () => {
  await using b = await bench();
  const runtime = await openRuntime({ catalogs: [catalog], home: b.home, env: b.env });
  await runtime.enter("org-acme");
  const file = join(b.home, "policies", "more.yaml");
  await writeFile(file, "- nonsense\n");
  await runtime.reloadPolicies();
  const found = async (): Promise<object[]> => (await b.json("check", "--offline")).findings;
  const stayed = {
    ...{ what: "policies in use", status: "warning" },
    message: expect.stringMatching(
      `^org-acme: changed policies could not be loaded at .*; set ${runtime.policy.hash} stayed in force$`,
    ) as string,
    remedy: expect.stringContaining("arx audit tail --org org-acme --kind policy --json") as string,
  };
  expect(await found()).toContainEqual(stayed);
  const { out } = await b.arx(["audit", "tail", "--org", "org-acme", "--kind", "policy", "--json"]);
  expect(out).toContain(file);
  await rm(file);
  await runtime.reloadPolicies();
  await runtime.close();
  expect(await found()).not.toContainEqual(expect.objectContaining({ what: "policies in use" }));
});

test("a vault path that lacks a field is told to be filled, and no other home is asked for", async () => {
  await using b = await bench();
  await b.arx(["vault", "rm", "okta", "domain"]);
  const { code, err } = await b.arx(["run", "okta", "users:read"]);
  expect(code).toBe(7);
  expect(err).toContain("the vault path okta lacks domain");
  expect(err).toContain("`arx vault set okta FIELD`");
  expect(err).not.toContain("arx init");
});

test.skipIf(process.platform === "win32")("a home whose policies anybody may write is refused", async () => {
  await using b = await bench();
  await chmod(join(b.home, "policies"), 0o777);
  for (const flags of [[], ["--home", b.home]]) {
    const { code, err } = await b.arx(["policy", "lint", ...flags]);
    expect({ flags, code }).toEqual({ flags, code: 7 });
    expect(err).toContain("can be written by everybody");
  }
});

test.skipIf(process.platform === "win32")(
  "what init and lock write is trusted whatever the umask, and of policies that a group may write a candidate alone is looked at",
  async () => {
    await using b = await bareBench();
    const before = process.umask(0o002);
    try {
      await b.arx(["init"]);
      await b.arx(["policy", "lock"]);
    } finally {
      process.umask(before);
    }
    expect(await b.arx(["policy", "lint"])).toMatchObject({ code: 0 });
    const file = join(b.folder, ".arx/policies/okta.yaml");
    await chmod(file, 0o664);
    const { code, out } = await b.arx(["policy", "lint"]);
    expect(code).toBe(9);
    expect(out).toContain(`chmod go-w ${file}`);
    expect(await b.arx(["policy", "lint", join(b.folder, ".arx/policies")])).toMatchObject({ code: 0 });
    const { out: checked } = await b.arx(["check", "--offline"]);
    expect(checked).toMatch(/policies +failed .*can be written by its group/);
  },
);

test("a wrong token is told apart from an org that is not there", async () => {
  await using b = await bench();
  await b.arx(["vault", "set", "okta", "api_token"], { stdin: "00wrong" });
  expect((await b.arx(["check"])).out).toContain("E0000011");
  await b.org.close();
  const { code, out } = await b.arx(["check"]);
  expect(code).toBe(7);
  expect(out).toMatch(/okta +failed +no answer came from the address in okta domain \(ECONNREFUSED\)/);
});

test("a configuration that is wrong is told with its place", async () => {
  await using b = await bench();
  await writeFile(join(b.home, "arx.yaml"), "agnet: agent-001\n");
  const { code, err } = await b.arx(["policy", "matrix"]);
  expect(code).toBe(7);
  expect(err).toMatch(/arx\.yaml:1:1[\s\S]*agent/);
  const { out } = await b.arx(["check", "--offline"]);
  expect(out).toMatch(/^home +failed .*arx\.yaml can't be used$/m);
  expect(out).toMatch(/^ +> 1 \| agnet: agent-001$/m);
});

test("an API behind a proxy is reached by the governed read alone, and a proxy that can't be one asks for no other home", async () => {
  await using b = await bench();
  await b.arx(["vault", "set", "okta", "domain"], { stdin: "https://acme.okta.com" });
  const { code, out } = await b.arx(["check"], { env: { ...b.env, HTTPS_PROXY: "nowhere" } });
  expect(code).toBe(7);
  expect(out).toMatch(/^okta clock +skipped +not asked through a proxy$/m);
  expect(out).toMatch(/^okta +failed +HTTPS_PROXY does not hold the address of a proxy/m);
  expect(out).not.toContain("arx init");
});

test("a connector of one's own is loaded from a path, and used like any", async () => {
  await using b = await bench();
  const module =
    'export const definition = { catalog: { connector: "depot", title: "Depot", version: "1.0.0", operations: {} }, operations: {} };';
  await writeFile(join(b.home, "depot.js"), module);
  await writeFile(join(b.home, "package.json"), '{"type":"module"}');
  await writeFile(join(b.home, "arx.yaml"), 'connectors: ["@arx/okta", "./depot.js"]\n');
  expect((await b.arx(["check", "--offline"])).out).toContain("okta 1.0.0, depot 1.0.0");
  await writeFile(join(b.home, "arx.yaml"), 'connectors: ["./nothing.js"]\n');
  expect(await b.arx(["ops"])).toMatchObject({
    code: 7,
    out: "",
    err: expect.stringContaining("a path names a built module, such as ../packages/acme-crm/dist/index.js"),
  });
});

test("the operations are listed without a home, by glob, words, risk and scope", async () => {
  await using b = await bareBench();
  const ids = async (...words: string[]): Promise<string[]> =>
    JSON.parse((await b.arx(["ops", ...words, "--json"])).out).map(({ id }: { id: string }) => id);
  expect(await ids()).toEqual(Object.keys(catalog.operations));
  expect(await ids("groups:*member")).toEqual(["groups:add_member", "groups:remove_member"]);
  expect(await ids("--risk", "critical")).toEqual(["users:clear_sessions"]);
  expect(await ids("mfa")).toEqual(["users:read_factors"]);
  expect(await ids("--scope", "okta.domains.read")).toEqual(["domains:read"]);
});

test("credentials can come from variables, and then this home's vault is not filled", async () => {
  await using b = await bench();
  await writeFile(join(b.home, "arx.yaml"), "vault: environment\nagent: agent-001\norg: org-acme\n");
  const env = { ARX_SECRET_OKTA_DOMAIN: b.org.url, ARX_SECRET_OKTA_API_TOKEN: b.org.token };
  expect(await b.arx(["run", "okta", "groups:read"], { env })).toMatchObject({ code: 0 });
  expect(await b.arx(["run", "okta", "groups:read"])).toMatchObject({ code: 7, out: "" });
  expect(await b.arx(["vault", "ls"])).toMatchObject({ code: 2, out: "" });
  expect((await b.arx(["check"], { env })).out).toMatch(/vault okta +ok +api_token, domain/);
});

test("credentials can come from a KV v2 engine, signed in to by a variable", async () => {
  await using b = await bench();
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers["x-vault-token"]?.toString()} ${request.url}`);
    const secret = {
      data: { data: { domain: b.org.url, api_token: b.org.token }, metadata: { version: 1 } },
    };
    const lease = { data: { ttl: 3600, renewable: false } };
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify(request.url?.includes("/data/") ? secret : lease));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await writeFile(
    join(b.home, "arx.yaml"),
    `vault: { kv2: { address: "http://127.0.0.1:${port}", prefix: arx } }\nagent: agent-001\norg: org-acme\n`,
  );
  expect(await b.arx(["run", "okta", "groups:read"], { env: { VAULT_TOKEN: "hvs.test" } })).toMatchObject({
    code: 0,
  });
  expect(asked).toContain("hvs.test /v1/secret/data/arx/okta");
  expect((await b.arx(["run", "okta", "groups:read"])).err).toContain("VAULT_TOKEN");
  server.close();
});
