import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { readConfig } from "../../src/runtime/config.ts";
import { findHome, initHome } from "../../src/runtime/home.ts";
import { openRuntime } from "../../src/runtime/open-runtime.ts";
import { catalog, Doors } from "../support/doors.ts";
import { alice, bob, house, rejection } from "../support/house.ts";

async function bench(text?: string) {
  const folder = await mkdtemp(join(tmpdir(), "arx-config-"));
  const keys = { XDG_CONFIG_HOME: join(folder, "config"), ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const home = initHome(join(folder, ".arx"), keys);
  if (text !== undefined) await writeFile(home.config, text);
  return { folder, home, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

const engine = `vault:
  kv2: { address: "https://vault.example.com:8200", mount: kv, prefix: arx, namespace: team, ca_file: ca.pem }
`;

test("a home without a configuration file has its own vault, and no one can approve what they ask for", async () => {
  await using b = await bench();
  const usual = { vault: "embedded", people: {}, selfApproval: false, quota: {} };
  expect(readConfig(b.home, {})).toEqual(usual);
  expect(readConfig(undefined, {})).toEqual(usual);
  expect(readConfig(undefined, { ARX_AGENT: "agent-9" })).toEqual({ ...usual, agent: "agent-9" });
});

test("what the file says is read, and a path in it begins at the home", async () => {
  await using b = await bench(
    `${engine}agent: agent-1\norg: acme\nowner: alice\npeople: { al: alice }\nconnectors: [./doors.js]\nselfApproval: true\nquota: { reserve: 0.5, concurrency: { doors: 7 } }\n`,
  );
  expect(readConfig(b.home, {})).toEqual({
    vault: {
      kv2: {
        address: "https://vault.example.com:8200",
        ...{ mount: "kv", prefix: "arx", namespace: "team" },
        caFile: join(b.home.folder, "ca.pem"),
      },
    },
    ...{ agent: "agent-1", org: "acme", owner: "alice", people: { al: "alice" }, selfApproval: true },
    connectors: ["./doors.js"],
    quota: { reserve: 0.5, concurrency: { doors: 7 } },
  });
});

const engineOf = (kv2: Record<string, string>) => ({
  vault: { kv2: expect.objectContaining(kv2) as object },
});

test.for<[string, string, object]>([
  ["ARX_AGENT", "agent-2", { agent: "agent-2" }],
  ["ARX_ORG", "globex", { org: "globex" }],
  ["ARX_VAULT", "environment", { vault: "environment" }],
  ["ARX_VAULT", "embedded", { vault: "embedded" }],
  ["ARX_VAULT", "kv2", engineOf({ address: "https://vault.example.com:8200" })],
  ["VAULT_ADDR", "https://v2.example.com", engineOf({ address: "https://v2.example.com", mount: "kv" })],
  ["VAULT_NAMESPACE", "other", engineOf({ namespace: "other", prefix: "arx" })],
  ["VAULT_CACERT", "/etc/ca.pem", engineOf({ caFile: "/etc/ca.pem" })],
  ["ARX_VAULT_MOUNT", "secret", engineOf({ mount: "secret" })],
  ["ARX_VAULT_PREFIX", "prod", engineOf({ prefix: "prod" })],
])("%s=%s holds instead of what the file says", async ([name, value, expected]) => {
  await using b = await bench(`${engine}agent: agent-1\norg: acme\n`);
  expect(readConfig(b.home, { [name]: value })).toMatchObject(expected);
});

test("every fault of the file is told with its place and what was meant, and nothing is opened", async () => {
  await using home = await house();
  const file = join(home.key.folder, "arx.yaml");
  await writeFile(file, "agnet: agent-1\nvault: enviroment\n");
  const error = await rejection<Error & { diagnostics: object[] }>(home.open());
  expect(error).toMatchObject({ code: "config", retryable: false });
  expect(error.diagnostics).toMatchObject([
    { code: "unknown_key", file, line: 1, column: 1, remedy: expect.stringContaining("`agent`") as string },
    { code: "wrong_value", file, line: 2, column: 8, remedy: "Write `environment`." },
  ]);
  expect(error.message).toContain(`${file}:2:8`);
});

test("a file that can't be read is told", async () => {
  await using b = await bench();
  await mkdir(b.home.config);
  expect(() => readConfig(b.home, {})).toThrow(`${b.home.config} can't be read (EISDIR)`);
});

test.skipIf(process.platform === "win32")(
  "a home is refused where everybody may write its configuration",
  async () => {
    await using b = await bench("vault: environment\n");
    await chmod(b.home.config, 0o666);
    expect(() => findHome({}, b.folder)).toThrow(`${b.home.config} can be written by everybody`);
  },
);

test("a runtime takes its vault from the file of its home, and a variable says otherwise", async () => {
  await using home = await house();
  const { env, folder, origin } = home.key;
  await writeFile(join(folder, "arx.yaml"), "vault: environment\n");
  const secrets = { ARX_SECRET_DOORS_ADDRESS: origin, ARX_SECRET_DOORS_TOKEN: "the-token-of-the-building" };
  const options = { catalogs: [catalog], home: folder };
  const act = async (more: NodeJS.ProcessEnv) => {
    const runtime = await openRuntime({ ...options, env: { ...env, ...secrets, ...more } });
    try {
      return await new Doors({ agentId: "agent-1", orgId: "acme", runtime }).execute("doors:read", {});
    } finally {
      await runtime.close();
    }
  };
  expect(await act({})).toMatchObject([{ id: "d1" }]);
  expect(await rejection(act({ ARX_VAULT: "embedded" }))).toMatchObject({ code: "vault_path_not_found" });
});

test("the owner that a home names can't approve what its agents ask for, unless a connector names another", async () => {
  await using home = await house();
  await writeFile(join(home.key.folder, "arx.yaml"), `owner: ${alice.id}\n`);
  const runtime = await home.open();
  const ask = async (doors: Doors): Promise<string> =>
    (await rejection(doors.execute("doors:delete", { doorId: "d1" }))).approvalId;
  const asked = await ask(home.doors(runtime));
  const other = await ask(home.doors(runtime, { agentOwner: bob.id }));
  const vote = (id: string) => runtime.approvals.vote(id, alice, "approve", "it is broken");
  expect(await rejection(vote(asked))).toMatchObject({ code: "vote_refused" });
  expect(await vote(other)).toMatchObject({ state: "approved" });
});

test.for([
  "reserve: 1",
  "concurrency: { doors: 0 }",
  "concurrency: { doors: 1.5 }",
  "concurency: { doors: 2 }",
])("a quota of %s can't be meant", async (quota) => {
  await using b = await bench(`quota: { ${quota} }\n`);
  expect(() => readConfig(b.home, {})).toThrow(`${b.home.config}:1:`);
});

test("a connector sends as many requests at once as its home says, and code says otherwise", async () => {
  await using home = await house();
  const most = async (options: Parameters<typeof home.open>[0]): Promise<number> => {
    const doors = home.doors(await home.open(options));
    let inFlight = 0;
    let peak = 0;
    home.building.intercept((request) => {
      peak = Math.max(peak, (inFlight += 1));
      const bodyAfter = setTimeout(20).then(() => (inFlight -= 1));
      return { ...home.building.answer(request), bodyAfter };
    });
    await Promise.all(Array.from({ length: 12 }, () => doors.execute("doors:create", { name: "Gate" })));
    return peak;
  };
  await writeFile(join(home.key.folder, "arx.yaml"), "quota: { concurrency: { doors: 3 } }\n");
  expect(await most({})).toBe(3);
  expect(await most({ quota: { concurrency: { doors: 5 } } })).toBe(5);
});
