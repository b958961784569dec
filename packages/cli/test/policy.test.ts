import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Bench, bench, policies } from "./bench.ts";

async function candidate(b: Bench, text: string): Promise<string> {
  const folder = join(b.folder, "candidate");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "policies.yaml"), text);
  return folder;
}

test("lint tells a fault with its place and what to write, and fails", async () => {
  await using b = await bench();
  const folder = await candidate(b, policies.replace("risk_max: low", "risk_max: lwo"));
  expect(await b.arx(["policy", "lint"])).toMatchObject({ code: 0 });
  const { code, out } = await b.arx(["policy", "lint", folder]);
  expect(code).toBe(9);
  expect(out).toContain("policies.yaml:4:13");
  expect(await b.json("policy", "lint", folder)).toMatchObject({
    ok: false,
    diagnostics: [{ severity: "error", line: 4, column: 13 }],
  });
});

test("explain and matrix tell who may do what", async () => {
  await using b = await bench();
  expect(await b.json("policy", "explain", "users:reset_password")).toMatchObject({
    decision: { verdict: "deny", policies: ["no-reset"] },
  });
  expect((await b.arx(["policy", "explain", "users:suspend", "--agent", "soc-1"])).out).toContain(
    '"soc-1" asks for "users:suspend"',
  );
  expect((await b.arx(["policy", "matrix", "groups:*member"])).out).toBe(
    "CONNECTOR  OPERATION             RISK    (other agents)\nokta       groups:add_member     MEDIUM  allow (auto)\nokta       groups:remove_member  MEDIUM  deny\n",
  );
  expect((await b.arx(["policy", "explain", "users:lose"])).code).toBe(2);
});

test("matrix has a column of its own for agents that two patterns match together", async () => {
  await using b = await bench();
  const folder = await candidate(
    b,
    `- { name: soc, connector: okta, agents: ["soc-*"], operations: ["users:read"], risk_max: low }
- { name: no-prod, connector: okta, agents: ["*-prod"], deny: ["users:read"] }
`,
  );
  const read = ["policy", "matrix", "users:read", "--policies", folder];
  expect((await b.arx(read)).out).toBe(
    "CONNECTOR  OPERATION   RISK  (other agents)  *-prod  *-prod and soc-*  soc-*\nokta       users:read  LOW   deny            deny    deny              allow\n",
  );
  expect(await b.json(...read)).toMatchObject([
    { agents: [], verdict: "deny" },
    { agents: ["*-prod"], verdict: "deny", policies: ["no-prod"] },
    { agents: ["*-prod", "soc-*"], exampleAgent: "soc-prod", verdict: "deny" },
    { agents: ["soc-*"], verdict: "allow" },
  ]);
});

test("a set fails its test by what is expected and not so, and on what is permitted and not expected", async () => {
  await using b = await bench();
  const file = join(b.folder, "expected.yaml");
  await writeFile(
    file,
    '- agent: soc-1\n  allow: ["*:read*", "users:create", "users:update", "users:activate", "users:unsuspend", "groups:add_member"]\n  escalate: ["users:suspend", "users:deactivate", "users:clear_sessions"]\n',
  );
  expect(await b.arx(["policy", "test", file])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^(\d+) of \1 as expected\n$/),
  });
  await writeFile(file, '- agent: soc-1\n  allow: ["*:read*", "groups:delete"]\n');
  const { code, out } = await b.arx(["policy", "test", file]);
  expect(code).toBe(9);
  expect(out).toMatch(/groups:delete +allow +deny/);
  expect(out).toMatch(/users:suspend +deny +escalate +changes/);
});

test("diff compares meanings: another order and other names are no difference, a wider grant is", async () => {
  await using b = await bench();
  const [first = "", ...rest] = policies.split(/^(?=- )/m);
  const same = await candidate(b, [...rest, first.replace("reads", "other-name")].join(""));
  expect(await b.arx(["policy", "diff", same, "--exit-code"])).toMatchObject({
    code: 0,
    out: "the same decisions\n",
  });
  const wider = await candidate(b, policies.replace("high: hitl", "high: auto"));
  const { code, out } = await b.arx(["policy", "diff", join(b.home, "policies"), wider, "--exit-code"]);
  expect(code).toBe(9);
  expect(out).toMatch(/users:suspend +HIGH +escalate -> allow \(auto\) +now/);
  expect(out).not.toContain("users:reset_password");
});

test("replay tells which recorded actions a candidate would have decided otherwise", async () => {
  await using b = await bench();
  await b.arx(["run", "okta", "users:read"]);
  await b.arx(["run", "okta", "groups:read"]);
  const folder = await candidate(
    b,
    `${policies}- name: no-groups\n  connector: okta\n  deny: ["groups:*"]\n`,
  );
  expect(await b.json("policy", "replay", folder)).toMatchObject({
    decisions: 2,
    changes: [
      {
        operation: "groups:read",
        before: { verdict: "allow" },
        after: { verdict: "deny", policies: ["no-groups"] },
        count: 1,
      },
    ],
  });
  expect((await b.arx(["policy", "replay", folder, "--exit-code"])).code).toBe(9);
  await cp(join(b.home, "policies"), join(b.folder, "same"), { recursive: true });
  expect((await b.arx(["policy", "replay", join(b.folder, "same")])).out).toBe(
    "2 decisions taken again, 0 otherwise\n",
  );
});

test("scopes are those of the permitted operations alone", async () => {
  await using b = await bench();
  const scopes = (await b.json("policy", "scopes")).map(({ scope }: { scope: string }) => scope);
  expect(scopes).toContain("okta.groups.manage");
  expect(scopes).not.toContain("okta.apps.manage");
});

test("what a wildcard reaches after the lock is held: runs are denied until a person acknowledges it", async () => {
  await using b = await bench();
  const file = join(b.home, "policies.lock.json");
  expect(await b.json("policy", "lock")).toEqual({ file, acknowledged: [], held: [] });
  const lock = JSON.parse(await readFile(file, "utf8"));
  expect(lock.policies.changes.operations).toMatchObject({ "users:suspend": "high" });

  // As it was locked when the connector had no such operation.
  delete lock.policies.changes.operations["users:suspend"];
  await writeFile(file, JSON.stringify(lock));
  const suspend = ["run", "okta", "users:suspend", "--user-id", "00u1a2b3c4d5e6f7g8"];
  expect((await b.arx(suspend)).code).toBe(3);
  expect((await b.arx(["policy", "explain", "users:suspend"])).out).toContain("changes `users:*`: held");
  expect(await b.arx(["policy", "lint", "--strict"])).toMatchObject({
    code: 9,
    out: expect.stringContaining("arx policy lock --acknowledge users:suspend"),
  });
  const held = [{ policy: "changes", operation: "users:suspend", risk: "high", pattern: "users:*" }];
  expect(await b.json("policy", "lock")).toMatchObject({ acknowledged: [], held });
  expect((await b.arx(["policy", "lock", "--acknowledge", "users:create"])).code).toBe(2);
  expect((await b.arx(suspend)).code).toBe(3);

  const taken = await b.json("policy", "lock", "--acknowledge", "users:suspend");
  expect(taken).toMatchObject({ acknowledged: held, held: [] });
  expect((await b.arx(suspend)).code).toBe(4);
  await writeFile(file, "{{{");
  expect((await b.arx(suspend)).code).toBe(7);
});
