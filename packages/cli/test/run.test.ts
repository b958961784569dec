import { expect, test } from "vitest";
import { bench } from "./bench.ts";

const jdoe = "00u1a2b3c4d5e6f7g8";

test("an allowed read prints a table on standard output, and nothing else there", async () => {
  await using b = await bench();
  const { code, out } = await b.arx([
    "run",
    "okta",
    "users:read",
    "--search",
    'profile.email eq "jdoe@acme.com"',
    "--columns",
    "id,status",
  ]);
  expect({ code, out }).toEqual({ code: 0, out: `id                  status\n${jdoe}  ACTIVE\n` });
});

test("of a single object the columns named are printed, and no others, with nothing beside one that it lacks", async () => {
  await using b = await bench();
  const words = ["run", "okta", "users:read_detail", "--user-id", "jdoe@acme.com", "--columns"];
  const shown = await b.arx([...words, "id,status"]);
  expect(shown).toEqual({ code: 0, out: `id      ${jdoe}\nstatus  ACTIVE\n`, err: "" });
  expect((await b.arx([...words, "profile.login,nothing"])).out).toBe(
    "profile.login  jdoe@acme.com\nnothing\n",
  );
});

test("without a flag the first page is read, --limit and --all follow further ones", async () => {
  await using b = await bench();
  const count = async (...flags: string[]): Promise<number> =>
    (await b.json("run", "okta", "users:read", ...flags)).length;
  expect(await count("--page-size", "2")).toBe(2);
  expect(await count("--page-size", "2", "--limit", "3")).toBe(3);
  const all = await count("--page-size", "2", "--all");
  expect(all).toBe(await count("--all"));
  expect(all).toBeGreaterThan(3);
  expect(await count("--limit", "1")).toBe(1);
  expect(b.org.requests.at(-1)).toMatchObject({ query: "limit=1" });
});

test("flags, short names and --input make one input", async () => {
  await using b = await bench();
  const made = await b.json(
    "run",
    "okta",
    "users:create",
    "--first-name",
    "Jane",
    "--last-name",
    "Doe",
    "--email",
    "jane.doe@acme.com",
    "--activate",
    "false",
  );
  expect(made).toMatchObject({ status: "STAGED", profile: { login: "jane.doe@acme.com" } });
  const { code, out } = await b.arx(
    ["run", "okta", "groups:add_member", "--input", "-", "--group-id", "0gra1b2c3d4e5f6g7"],
    {
      stdin: JSON.stringify({ userId: made.id }),
    },
  );
  expect({ code, out }).toEqual({ code: 0, out: "done: groups:add_member\n" });
});

test("an empty list is told, and prints nothing", async () => {
  await using b = await bench();
  const nobody = ["run", "okta", "users:read", "--search", 'profile.email eq "nobody@acme.com"'];
  expect(await b.arx(nobody)).toMatchObject({ code: 0, out: "", err: "there are no items\n" });
  expect(await b.json(...nobody)).toEqual([]);
});

test("a member that holds secrets has no flag, and comes in through --input unseen", async () => {
  await using b = await bench();
  const { out: help } = await b.arx(["run", "okta", "users:create", "--help"]);
  expect(help).not.toContain("--credentials");
  expect(help).toContain("--input -    # secrets");
  const input = {
    profile: { firstName: "A", lastName: "B", email: "a.b@acme.com", login: "a.b@acme.com" },
    credentials: { password: { value: "Canary-4711-x" } },
  };
  const ran = await b.arx(["run", "okta", "users:create", "--input", "-", "--dry-run"], {
    stdin: JSON.stringify(input),
  });
  expect(ran.code).toBe(4);
  expect(ran.out).toContain("knows how to sign in");
  expect(ran.out + ran.err).not.toContain("Canary-4711-x");
});

test("a dry run decides with the exit code of its verdict, sends nothing and leaves no record", async () => {
  await using b = await bench();
  const dry = async (...words: string[]): Promise<number | null> =>
    (await b.arx(["run", "okta", ...words, "--dry-run"])).code;
  expect(await dry("users:read")).toBe(0);
  expect(await dry("users:suspend", "--user-id", jdoe)).toBe(4);
  expect(await dry("users:reset_password", "--user-id", jdoe, "--send-email")).toBe(3);
  expect(b.org.requests).toEqual([]);
  expect((await b.arx(["audit", "tail", "--kind", "decision"])).out).toBe("");
  expect(await b.json("run", "okta", "users:suspend", "--user-id", jdoe, "--dry-run")).toMatchObject({
    ...{ verdict: "escalate", approval: "hitl", policies: ["changes"], risk: "high" },
    ...{ request: `POST /api/v1/users/${jdoe}/lifecycle/suspend`, input: { userId: jdoe } },
  });
});

test("each way in which an action ends has its exit code and a code in the error's JSON", async () => {
  await using b = await bench();
  const end = async (...words: string[]): Promise<[number | null, string]> => {
    const { code, err } = await b.arx(["run", "okta", ...words, "--json"]);
    return [code, JSON.parse(err).error.code];
  };
  expect(await end("users:reset_password", "--user-id", jdoe, "--send-email")).toEqual([3, "policy_denied"]);
  expect(await end("users:suspend", "--user-id", jdoe)).toEqual([4, "approval_pending"]);
  expect(await end("users:read_detail", "--user-id", "nobody")).toEqual([5, "api_error"]);
  expect(await end("users:read", "--page-size", "100000")).toEqual([2, "invalid_input"]);
  b.org.faults.add({ on: { method: "POST" }, cut: "after" });
  expect(await end("users:unsuspend", "--user-id", jdoe)).toEqual([6, "outcome_unknown"]);
});

test("an unknown outcome is listed, looked up, and settled by a person's word", async () => {
  await using b = await bench();
  b.org.faults.add({ on: { method: "POST" }, cut: "after" });
  await b.arx([
    "run",
    "okta",
    "users:create",
    "--first-name",
    "C",
    "--last-name",
    "D",
    "--email",
    "c.d@acme.com",
  ]);
  const [open] = await b.json("recover", "ls");
  expect(open).toMatchObject({ operation: "users:create", agentId: "agent-001" });
  expect(await b.json("recover", "reconcile")).toMatchObject([
    { actionId: open.actionId, settled: "happened" },
  ]);
  expect(await b.json("recover", "ls")).toEqual([]);

  b.org.faults.add({ on: { method: "POST" }, cut: "after" });
  await b.arx(["run", "okta", "users:activate", "--user-id", "c.d@acme.com"]);
  const [again] = await b.json("recover", "ls");
  expect((await b.arx(["recover", "settle", again.actionId, "maybe", "--reason", "x"])).code).toBe(2);
  expect((await b.arx(["recover", "settle", again.actionId, "happened"])).err).toContain("needs a reason");
  expect(
    await b.json("recover", "settle", again.actionId, "happened", "--reason", "seen in the console"),
  ).toEqual({ actionId: again.actionId, settled: "happened" });
  expect((await b.arx(["recover", "settle", again.actionId, "happened", "--reason", "again"])).code).toBe(2);
});

test("what an agent or an API put into a value can't move the cursor", async () => {
  await using b = await bench();
  const evil = "Ev\u001b[2Jil\u202e";
  await b.json(
    "run",
    "okta",
    "users:create",
    "--first-name",
    evil,
    "--last-name",
    "X",
    "--email",
    "evil@acme.com",
  );
  const table = await b.arx([
    "run",
    "okta",
    "users:read",
    "--search",
    'profile.email eq "evil@acme.com"',
    "--columns",
    "profile.firstName",
  ]);
  const json = await b.arx([
    "run",
    "okta",
    "users:read",
    "--search",
    'profile.email eq "evil@acme.com"',
    "--json",
  ]);
  for (const { out } of [table, json])
    for (const sign of ["\u001b", "\u202e"]) expect(out.includes(sign)).toBe(false);
  expect(JSON.parse(json.out)[0].profile.firstName).toBe(evil);
});

test("what an API says in an error can't move the cursor", async () => {
  await using b = await bench();
  const body = { errorCode: "E0000007", errorSummary: "gone\u001b[2J\u202e", errorCauses: [] };
  b.org.faults.add({ times: 2, answer: { status: 404, body } });
  const { err } = await b.arx(["run", "okta", "users:read_detail", "--user-id", "x"]);
  const { err: json } = await b.arx(["run", "okta", "users:read_detail", "--user-id", "x", "--json"]);
  expect(err).toContain("gone\\u{1b}[2J\\u{202e}");
  for (const sign of ["\u001b", "\u202e"]) expect((err + json).includes(sign)).toBe(false);
});
