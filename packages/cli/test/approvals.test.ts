import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { type Bench, bench, me } from "./bench.ts";

const suspend = ["run", "okta", "users:suspend", "--user-id", "00u1a2b3c4d5e6f7g8"];

async function ask(b: Bench): Promise<string> {
  const { err } = await b.arx([...suspend, "--json"]);
  return JSON.parse(err).error.approvalId as string;
}

const writes = (b: Bench): readonly string[] =>
  b.org.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

test("a request is listed, shown, approved with a reason, and carried out exactly once", async () => {
  await using b = await bench();
  const id = await ask(b);
  expect(await b.json("approvals", "ls")).toMatchObject([
    { id, state: "pending", risk: "high", card: { title: "users:suspend on John Doe <jdoe@acme.com>" } },
  ]);
  expect((await b.arx(["approvals", "show", id])).out).toContain("target    John Doe <jdoe@acme.com>");
  expect((await b.arx(["approvals", "resume", id])).code).toBe(4);
  expect(await b.json("approvals", "approve", id, "--reason", "stolen laptop")).toMatchObject({
    state: "approved",
    votes: [{ person: me, choice: "approve", reason: "stolen laptop", authenticatedBy: "os" }],
  });
  expect((await b.arx(["approvals", "show", id, "--json"])).out).not.toMatch(/seal/i);
  expect(writes(b)).toEqual([]);
  expect(await b.arx(["approvals", "resume", id])).toMatchObject({ code: 0, out: "done: users:suspend\n" });
  expect((await b.arx(["approvals", "resume", id])).code).toBe(8);
  expect(writes(b)).toEqual(["POST /api/v1/users/00u1a2b3c4d5e6f7g8/lifecycle/suspend"]);
});

test("a denied request is never carried out, and says who denied it and why", async () => {
  await using b = await bench();
  const id = await ask(b);
  await b.json("approvals", "deny", id, "--reason", "not now");
  const { code, err } = await b.arx(["approvals", "resume", id]);
  expect(code).toBe(3);
  expect(err).toContain(me);
  expect(err).toContain("not now");
  expect((await b.arx(["approvals", "wait", id])).code).toBe(3);
  expect(writes(b)).toEqual([]);
});

test("who runs an action can't approve it, unless the home says so", async () => {
  await using b = await bench({ selfApproval: false });
  const id = await ask(b);
  const { code, err } = await b.arx(["approvals", "approve", id, "--reason", "mine"]);
  expect(code).toBe(3);
  expect(err).toContain("can't decide");
  expect(await b.json("approvals", "show", id)).toMatchObject({ state: "pending", votes: [] });
});

test("a decision needs a reason where nobody can be asked for one", async () => {
  await using b = await bench();
  const id = await ask(b);
  expect(await b.arx(["approvals", "approve", id])).toMatchObject({ code: 2, out: "" });
  expect(await b.json("approvals", "show", id)).toMatchObject({ state: "pending" });
});

test("--wait goes on as soon as somebody approves", async () => {
  await using b = await bench();
  const waiting = b.arx([...suspend, "--wait", "2m"]);
  let id: string | undefined;
  while (id === undefined) id = (await b.json("approvals", "ls"))[0]?.id;
  await b.json("approvals", "approve", id, "--reason", "fine");
  expect(await waiting).toMatchObject({ code: 0, out: "done: users:suspend\n" });
});

test("an unknown request is a usage error", async () => {
  await using b = await bench();
  expect((await b.arx(["approvals", "show", "apr_nothing"])).code).toBe(2);
});

test("an action that was run with other credentials is resumed with them alone", async () => {
  await using b = await bench();
  await b.arx(["vault", "set", "okta/second", "domain"], { stdin: b.org.url });
  await b.arx(["vault", "set", "okta/second", "api_token"], { stdin: b.org.token });
  const { err } = await b.arx([...suspend, "--vault-path", "okta/second", "--json"]);
  const id = JSON.parse(err).error.approvalId as string;
  await b.json("approvals", "approve", id, "--reason", "fine");
  const refused = await b.arx(["approvals", "resume", id]);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`arx approvals resume ${id} --vault-path okta/second`);
  expect(writes(b)).toEqual([]);
  expect((await b.arx(["approvals", "resume", id, "--vault-path", "okta/second"])).code).toBe(0);
});

test("an id that no request has is told, with where the ids are", async () => {
  await using b = await bench();
  const { code, err } = await b.arx(["approvals", "show", "apr_none"]);
  expect(code).toBe(2);
  expect(err).toContain("there is no approval apr_none");
  expect(err).toContain("arx approvals ls --state any");
});

test("a request that was altered in the store is told, and hides no other", async () => {
  await using b = await bench();
  const [altered, other, sound] = [await ask(b), await ask(b), await ask(b)];
  const db = new DatabaseSync(join(b.home, "arx.db"));
  const alter = db.prepare("UPDATE approval SET request = json_set(request, '$.card.title', ?) WHERE id = ?");
  for (const id of [altered, other]) alter.run("users:read_detail on John Doe", id);
  db.close();
  const { code, out, err } = await b.arx(["approvals", "ls"]);
  expect(code).toBe(8);
  expect(out).toContain(sound);
  expect(out).not.toContain("users:read_detail");
  for (const id of [altered, other]) expect(err).toContain(`approval ${id} was altered`);
  expect(err).toContain("a new request is made");
});
