import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type OktaSeed, SeedError } from "../src/index.ts";
import { bench } from "./bench.ts";

const SMALL: OktaSeed = {
  org: { name: "Small", tokenOwner: "root@small.example" },
  users: [
    {
      profile: { login: "root@small.example", email: "root@small.example", firstName: "R", lastName: "Oot" },
    },
  ],
};

async function seedFile(name: string, text: string): Promise<AsyncDisposable & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "okta-sim-"));
  const path = join(folder, name);
  await writeFile(path, text);
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test("a seed of one user is an org with Everyone in it", async () => {
  await using b = await bench({ seed: SMALL });
  expect((await b.call("GET /api/v1/users")).json).toMatchObject([
    { status: "ACTIVE", profile: { login: "root@small.example" } },
  ]);
  expect((await b.call("GET /api/v1/groups")).json).toMatchObject([
    { type: "BUILT_IN", profile: { name: "Everyone" } },
  ]);
});

test("a seed file may be JSON", async () => {
  await using file = await seedFile("seed.json", JSON.stringify(SMALL));
  await using b = await bench({ seed: file.path });
  expect((await b.call("GET /api/v1/users/me")).json.profile.login).toBe("root@small.example");
});

test.for([
  ["users:\n  - {}\n", ["org:", "users.0.profile:"]],
  ["org: { name: A, tokenOwner: a }\nusers: []\n", [":2:8: users:"]],
  ["org: { name: A, tokenOwner: a, colour: red }\nusers: []\n", ['"colour"']],
  ["org: [\n", ["Flow sequence"]],
] as const)("a bad seed file says where and what: %j", async ([text, faults]) => {
  await using file = await seedFile("seed.yaml", text);
  const error = await bench({ seed: file.path }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SeedError);
  for (const fault of faults) {
    expect((error as SeedError).faults).toContainEqual(expect.stringContaining(fault));
  }
  expect((error as SeedError).faults[0]).toContain(file.path);
});

test("a seed can't name people, groups or apps that it doesn't have", async () => {
  const seeds: OktaSeed[] = [
    { ...SMALL, org: { name: "A", tokenOwner: "nobody" } },
    { ...SMALL, groups: [{ profile: { name: "G" }, members: ["nobody"] }] },
    { ...SMALL, groups: [{ type: "APP_GROUP", profile: { name: "G" }, source: "nobody" }] },
    { ...SMALL, apps: [{ name: "a", label: "A", signOnMode: null, groups: ["nobody"] }] },
    { ...SMALL, events: [{ eventType: "e", published: "-1d", displayMessage: "E", actor: "nobody" }] },
  ];
  for (const seed of seeds)
    await expect(bench({ seed })).rejects.toThrow(/no (user|group|app) is called nobody/);
});

test("a seed with two users of one login or id is refused", async () => {
  const [root] = SMALL.users;
  const twins = { ...SMALL, users: [root, root].map((user) => ({ ...user, id: "00utwin" })) } as OktaSeed;
  await expect(bench({ seed: twins })).rejects.toThrow(SeedError);
});
