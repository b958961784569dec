import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Vote } from "../../src/approval/approval.ts";
import { canonicalJson, sha256 } from "../../src/audit/canonical.ts";
import type { PolicyDecisionPoint } from "../../src/policy/decision.ts";
import { homeAt } from "../../src/runtime/home.ts";
import type { ConnectorDefinition } from "../../src/connector/operation.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { SetClock } from "../support/clock.ts";
import { tapped } from "../support/tap.ts";
import { definition, Doors } from "../support/doors.ts";
import { alice, bob, house, log, rejection, usual } from "../support/house.ts";

test("an approved action is carried out once, and never again", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId, actionId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "it is bricked up");
  expect(await doors.resume(approvalId)).toBeUndefined();
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_consumed", actionId });
  expect(home.building.writes()).toHaveLength(1);
  const kinds = (await log(runtime)).map(({ kind }) => kind);
  expect(kinds).toEqual([
    "decision",
    "approval",
    "vote",
    "approval",
    "decision",
    "approval",
    "intent",
    "vault",
    "outcome",
  ]);
});

test("another runtime, opened later, carries out what was asked for in one that is closed", async () => {
  await using home = await house();
  const before = await home.open();
  const { approvalId } = await rejection(home.doors(before).execute("doors:lock", { doorId: "d2" }));
  await before.approvals.vote(approvalId, alice, "approve", "night");
  await before.close();
  const after = await home.open();
  await home.doors(after).resume(approvalId);
  expect(home.building.doors.get("d2")?.state).toBe("locked");
  expect(home.building.writes()).toMatchObject([
    { method: "POST", path: "/doors/d2/lock", body: { forMinutes: 60 } },
  ]);
});

test("of many callers that resume one approval at once, one makes the call", async () => {
  await using home = await house();
  const runtimes = await Promise.all(Array.from({ length: 4 }, () => home.open()));
  const [first] = runtimes;
  const { approvalId } = await rejection(home.doors(first!).execute("doors:delete", { doorId: "d1" }));
  await first!.approvals.vote(approvalId, alice, "approve", "go");
  const all = runtimes.flatMap((runtime) => [home.doors(runtime), home.doors(runtime)]);
  const ended = await Promise.allSettled(all.map((doors) => doors.resume(approvalId)));
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const end of ended)
    if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "approval_consumed" });
  expect(home.building.writes()).toHaveLength(1);
});

test("a resumed read gives its result, a resumed list the items of its first page, or all of them", async () => {
  await using home = await house(
    `- { name: all, connector: doors, operations: ["doors:*"], risk_max: high, approval: { low: hitl } }`,
  );
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const asked = async (promise: PromiseLike<unknown>): Promise<string> => {
    const { approvalId } = await rejection(promise);
    await runtime.approvals.vote(approvalId, alice, "approve", "look");
    return approvalId;
  };
  expect(await doors.resume(await asked(doors.execute("doors:read_detail", { doorId: "d1" })))).toMatchObject(
    { name: "Front door" },
  );
  expect(await doors.resume(await asked(doors.execute("doors:read_log", { doorId: "d1" })))).toEqual([
    { at: 1 },
  ]);
  const list = doors.resumeList(await asked(doors.execute("doors:read_log", { doorId: "d1" })));
  expect(await list.toArray({ limit: 10 })).toEqual([{ at: 1 }, { at: 2 }, { at: 3 }]);
  expect(await rejection(list.toArray({ limit: 10 }))).toMatchObject({ code: "approval_consumed" });
});

const strangers: [string, object][] = [
  ["another agent", { agentId: "agent-2" }],
  ["another organisation", { orgId: "other" }],
];

test.for(strangers)("%s finds no such approval, and leaves it as it is", async ([, options]) => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  expect(await rejection(home.doors(runtime, options).resume(approvalId))).toMatchObject({
    code: "approval_not_found",
  });
  expect(await runtime.approvals.get(approvalId)).toMatchObject({ state: "approved" });
});

test("an approval does not reach the org behind other credentials, nor another version of the connector", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  const newer: ConnectorDefinition = { ...definition, catalog: { ...definition.catalog, version: "2.0.0" } };
  const others = [
    home.doors(runtime, { vaultPath: "elsewhere" }),
    new Doors({ agentId: "agent-1", orgId: "acme", runtime }, newer),
  ];
  for (const doors of others)
    expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_stale" });
  expect(home.building.writes()).toEqual([]);
});

test("a caller that waits goes on as soon as people have decided", async () => {
  await using home = await house();
  const runtime = await home.open();
  const waiting = home.doors(runtime).execute("doors:delete", { doorId: "d1" }, { waitMs: 60_000 });
  await expect.poll(() => runtime.approvals.list({ state: "pending" })).toHaveLength(1);
  const [request] = await runtime.approvals.list({ state: "pending" });
  await runtime.approvals.vote(request!.id, alice, "approve", "go");
  await waiting;
  expect(home.building.writes()).toHaveLength(1);
});

test("a caller that gives up waiting gets the approval's id, and the request stays", async () => {
  await using home = await house();
  const runtime = await home.open();
  const giveUp = new AbortController();
  const doors = home.doors(runtime);
  const waiting = doors.execute("doors:delete", { doorId: "d1" }, { waitMs: 60_000, signal: giveUp.signal });
  const ended = rejection(waiting);
  await expect.poll(() => runtime.approvals.list({ state: "pending" })).toHaveLength(1);
  giveUp.abort();
  const { code, approvalId } = await ended;
  expect(code).toBe("approval_pending");
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  // Whoever has given up spends no approval.
  expect(await rejection(doors.resume(approvalId, { signal: giveUp.signal }))).toMatchObject({
    code: "approval_pending",
  });
  await doors.resume(approvalId);
  expect(home.building.writes()).toHaveLength(1);
});

test.for([Number.NaN, -1, 0])("a wait of %d milliseconds is none", async (waitMs) => {
  await using home = await house();
  const runtime = await home.open();
  expect(
    await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }, { waitMs })),
  ).toMatchObject({ code: "approval_pending" });
});

test("what policy denies by now is refused although people approved it", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId, actionId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  await home.policy(`${usual}- { name: no, connector: doors, deny: ["doors:delete"] }\n`);
  await runtime.reloadPolicies();
  expect(await rejection(doors.resume(approvalId))).toMatchObject({
    code: "policy_denied",
    reason: "denied_by_policy",
    actionId,
  });
  expect((await log(runtime)).at(-1)).toMatchObject({ kind: "decision", verdict: "deny", actionId });
  expect(home.building.writes()).toEqual([]);
});

test("other policies ask again, once, and the approval under the former ones is of no use", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId, actionId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  await home.policy(`${usual}  approvers: ["group:guards"]\n`);
  await runtime.reloadPolicies();
  const tries = await Promise.all([
    rejection(doors.resume(approvalId)),
    rejection(home.doors(await home.open()).resume(approvalId)),
  ]);
  expect(tries.map(({ code }) => code).toSorted()).toEqual(["approval_expired", "approval_pending"]);
  const next = tries.find(({ code }) => code === "approval_pending")!.approvalId;
  expect(next).not.toBe(approvalId);
  expect(await runtime.approvals.get(next)).toMatchObject({ state: "pending", actionId });
  // Going back to the former policies brings the former approval not back.
  await home.policy(usual);
  await runtime.reloadPolicies();
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_expired" });
  expect(home.building.writes()).toEqual([]);
});

test("of two that ask again under other policies, one asks and the other learns that it was late", async () => {
  await using home = await house();
  const real = SqliteStore.open({ file: homeAt(home.key.folder).store });
  let meanwhile: (() => Promise<void>) | undefined;
  const commit: typeof real.commit = async (unit) => {
    const asksAgain = unit.some(({ do: what }) => what === "supersede");
    if (asksAgain) await meanwhile?.();
    return real.commit(unit);
  };
  const runtime = await home.open({ store: { ...tapped(real, {}), commit } });
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  await home.policy(`${usual}  approvers: ["group:guards"]\n`);
  await runtime.reloadPolicies();
  const other = home.doors(await home.open());
  const codes: string[] = [];
  meanwhile = async () => void codes.push((await rejection(other.resume(approvalId))).code);
  codes.push((await rejection(home.doors(runtime).resume(approvalId))).code);
  expect(codes).toEqual(["approval_pending", "approval_expired"]);
  expect(await runtime.approvals.list({ state: "pending" })).toHaveLength(1);
  expect(home.building.writes()).toEqual([]);
});

test("an approval that the store calls denied, without anybody's vote, is of no use", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  const db = new DatabaseSync(homeAt(home.key.folder).store);
  db.prepare("UPDATE approval SET state = 'denied' WHERE id = ?").run(approvalId);
  db.close();
  const refused = await rejection(home.doors(runtime).resume(approvalId));
  expect(refused).toMatchObject({
    code: "approval_denied",
    message: expect.stringContaining("nobody") as string,
  });
  expect(home.building.writes()).toEqual([]);
});

test("what policy lets through by now is carried out, and the approval is spent", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  await home.policy(usual.replace("high: hitl", "high: auto"));
  await runtime.reloadPolicies();
  await doors.resume(approvalId);
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_consumed" });
  expect(home.building.writes()).toHaveLength(1);
});

test("a target that is no longer as the approver saw it is left alone", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  expect((await runtime.approvals.get(approvalId)).card.target).toEqual({
    name: "Front door",
    state: { state: "open", pin: null },
  });
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  const door = home.building.doors.get("d1")!;
  home.building.doors.set("d1", { ...door, state: "locked" });
  const stale = await rejection(doors.resume(approvalId));
  expect(stale).toMatchObject({
    code: "approval_stale",
    message: expect.stringContaining("state of the target changed") as string,
  });
  home.building.intercept(() => ({ status: 403, body: { message: "not now" } }));
  expect((await rejection(doors.resume(approvalId))).message).toContain("could not be read");
  home.building.intercept(undefined);
  expect(home.building.writes()).toEqual([]);
});

test("a denial that comes into force while the target is read again still counts", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  const { policy } = runtime;
  let isDenied = false;
  const changing: PolicyDecisionPoint = {
    get hash() {
      return isDenied ? "0" : policy.hash;
    },
    decide: (request) => {
      const decision = policy.decide(request);
      return isDenied ? { ...decision, verdict: "deny", reason: "denied_by_policy" } : decision;
    },
    explain: (request) => policy.explain(request),
  };
  home.building.intercept(({ method }) => {
    isDenied ||= method === "GET";
    return undefined;
  });
  const refused = await rejection(home.doors({ ...runtime, policy: changing }).resume(approvalId));
  expect(refused).toMatchObject({ code: "policy_denied" });
  expect(home.building.writes()).toEqual([]);
});

test("a grant that expires while the target is read again grants nothing any more", async () => {
  const clock = new SetClock();
  const expires = new Date(clock.now() + 60_000).toISOString();
  await using home = await house(`- { name: reads, connector: doors, operations: ["doors:read*"] }
- { name: tonight, connector: doors, operations: ["doors:lock"], risk_max: high, expires: ${expires} }
`);
  const runtime = await home.open({ clock });
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  home.building.intercept(() => {
    clock.move(60_000);
    return undefined;
  });
  const refused = await rejection(home.doors(runtime).resume(approvalId));
  expect(refused).toMatchObject({ code: "policy_denied", reason: "no_grant" });
  expect((await log(runtime)).at(-1)).toMatchObject({ kind: "decision", verdict: "deny" });
  expect(home.building.writes()).toEqual([]);
});

/** What `requests` of the store hold, changed behind its back. */
function tamper(folder: string, id: string, change: (request: Record<string, unknown>) => void): void {
  const db = new DatabaseSync(homeAt(folder).store);
  const row = db.prepare("SELECT request FROM approval WHERE id = ?").get(id);
  const request = JSON.parse(String(row?.["request"])) as Record<string, unknown>;
  change(request);
  db.prepare("UPDATE approval SET request = ? WHERE id = ?").run(JSON.stringify(request), id);
  db.close();
}

test("a card that was altered in the store is neither shown nor decided on", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId, actionId } = await rejection(
    home.doors(runtime).execute("doors:delete", { doorId: "d1" }),
  );
  tamper(home.key.folder, approvalId, ({ card }) =>
    Object.assign(card as object, { title: "doors:read of d1" }),
  );
  const altered = { code: "approval_altered", approvalId, actionId };
  expect(await rejection(runtime.approvals.get(approvalId))).toMatchObject(altered);
  expect(await rejection(runtime.approvals.list({ orgId: "acme" }))).toMatchObject(altered);
  expect(await rejection(runtime.approvals.vote(approvalId, alice, "approve", "harmless"))).toMatchObject(
    altered,
  );
});

test("nobody decides on a request whose time was made longer in the store", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  tamper(home.key.folder, approvalId, (request) => (request["decideBy"] = Number(request["decideBy"]) + 1));
  const vote = runtime.approvals.vote(approvalId, alice, "approve", "go");
  expect(await rejection(vote)).toMatchObject({ code: "approval_altered", approvalId });
});

test("a card that was altered once people approved it is of no use; one of a request that is over hides nothing", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const ask = async (): Promise<string> =>
    (await rejection(doors.execute("doors:delete", { doorId: "d1" }))).approvalId;
  const [approved, denied] = [await ask(), await ask()];
  await runtime.approvals.vote(approved, alice, "approve", "go");
  await runtime.approvals.vote(denied, alice, "deny", "no");
  for (const id of [approved, denied])
    tamper(home.key.folder, id, ({ card }) => Object.assign(card as object, { title: "doors:read of d1" }));
  expect(await rejection(runtime.approvals.get(approved))).toMatchObject({ code: "approval_altered" });
  expect(await rejection(doors.resume(approved))).toMatchObject({ code: "approval_altered" });
  expect(await runtime.approvals.list({ state: "denied" })).toMatchObject([{ id: denied }]);
  expect(home.building.writes()).toEqual([]);
});

test("a request that was altered hides no other from who is told of it, and is over when its time is", async () => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const ask = async (): Promise<string> =>
    (await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }))).approvalId;
  const [altered, sound] = [await ask(), await ask()];
  tamper(home.key.folder, altered, ({ card }) =>
    Object.assign(card as object, { title: "doors:read of d1" }),
  );
  const told: string[] = [];
  const found = await runtime.approvals.list({ state: "pending" }, (error) => told.push(error.approvalId));
  expect(found).toMatchObject([{ id: sound }]);
  expect(told).toEqual([altered]);
  // Another key's request is not known to be altered.
  tamper(
    home.key.folder,
    altered,
    (request) => (request["cardDigest"] = sha256(canonicalJson(request["card"]))),
  );
  tamper(home.key.folder, altered, (request) => (request["sealedAction"] = "AAAA"));
  const unopened = runtime.approvals.list({}, () => undefined);
  expect(await rejection(unopened)).toMatchObject({ code: "store_unavailable" });
  clock.move(3_600_000);
  expect(await runtime.approvals.get(altered)).toMatchObject({ state: "expired" });
  expect(await rejection(home.doors(runtime).resume(altered))).toMatchObject({ code: "approval_expired" });
});

test("a time that was made shorter in the store lets nobody past what a request is bound to", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  tamper(home.key.folder, approvalId, (request) => (request["decideBy"] = 1));
  expect(await rejection(runtime.approvals.get(approvalId))).toMatchObject({ code: "approval_altered" });
});

test("the digest of an approval covers the whole action, who may not approve it, what is demanded and shown, until when, the policies and the request", async () => {
  await using home = await house();
  await home.config("owner: olga@example.com");
  const runtime = await home.open();
  const doors = home.doors(runtime, { requestedBy: "rob@example.com" });
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  const { digest, card, cardDigest, decideBy } = await runtime.approvals.get(approvalId);
  const bound = {
    ...{
      org: "acme",
      agent: "agent-1",
      agentOwner: "olga@example.com",
      requestedBy: "rob@example.com",
      connector: "doors",
      connectorVersion: "1.0.0",
      vaultPath: "doors",
      operation: "doors:lock",
    },
    ...{
      input: { doorId: "d1", forMinutes: 60 },
      risk: "high",
      cardDigest: sha256(canonicalJson(card)),
      decideBy,
      demands: [{ policy: "usual", quorum: 1 }],
      policySet: runtime.policy.hash,
      requestId: approvalId,
    },
  };
  expect(digest).toBe(sha256(canonicalJson(bound)));
  expect(cardDigest).toBe(sha256(canonicalJson(card)));
});

/** Every path to a leaf of a JSON value. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

function changed(value: unknown, [head, ...rest]: readonly string[]): unknown {
  if (head === undefined) return typeof value === "number" ? value + 1 : `${String(value)}x`;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  Reflect.set(copy, head, changed(Reflect.get(copy, head), rest));
  return copy;
}

test("an action of which any leaf is another one than was approved is refused", async () => {
  await using home = await house(usual.replace("medium: auto", "medium: hitl"));
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const text = fc.string({ minLength: 1, maxLength: 8, unit: "binary" }).filter((it) => it.isWellFormed());
  const inputs = fc.record(
    {
      name: text,
      floor: fc.integer({ min: -2, max: 12 }),
      code: fc.oneof(text, fc.integer()),
      keys: fc.array(fc.record({ holder: text, secret: text }), { maxLength: 2 }),
    },
    { requiredKeys: ["name"] },
  );
  const cases = fc.asyncProperty(inputs, async (input) => {
    const { approvalId } = await rejection(doors.execute("doors:create", input));
    const { sealedAction, actionId } = (await runtime.store.approval(approvalId))!;
    await runtime.approvals.vote(approvalId, alice, "approve", "as shown");
    const action = JSON.parse(runtime.sealer.open(sealedAction, actionId)) as Record<string, unknown>;
    const covered = new Set([
      "orgId",
      "agentId",
      "connector",
      "connectorVersion",
      "operation",
      "input",
      "risk",
    ]);
    for (const leaf of leaves(action).filter(([name]) => covered.has(name!))) {
      const other = runtime.sealer.seal(JSON.stringify(changed(action, leaf)), actionId);
      tamper(home.key.folder, approvalId, (request) => Object.assign(request, { sealedAction: other }));
      expect([leaf, (await rejection(doors.resume(approvalId))).code]).toEqual([leaf, "approval_altered"]);
    }
    tamper(home.key.folder, approvalId, (request) =>
      Object.assign(request, { sealedAction, policySet: "0".repeat(64) }),
    );
    expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_altered" });
  });
  await fc.assert(cases, { numRuns: 15 });
  expect(home.building.writes()).toEqual([]);
});

const alterations: [string, (request: Record<string, unknown>) => void][] = [
  ["no owner any more", (request) => void delete request["agentOwner"]],
  ["another owner", (request) => void (request["agentOwner"] = "eve@example.com")],
  ["nobody who asked", (request) => void delete request["requestedBy"]],
  ["another person who asked", (request) => void (request["requestedBy"] = "eve@example.com")],
  ["a smaller quorum", (request) => void (request["demands"] = [{ policy: "two", quorum: 1 }])],
  [
    "other approvers",
    (request) => void (request["demands"] = [{ policy: "two", quorum: 2, approvers: ["eve@example.com"] }]),
  ],
  ["no demands", (request) => void (request["demands"] = [])],
  ["another organisation", (request) => void (request["orgId"] = "other")],
  ["another agent", (request) => void (request["agentId"] = "agent-2")],
  ["another connector", (request) => void (request["connector"] = "gates")],
  ["another operation", (request) => void (request["operation"] = "doors:read")],
  ["another policy set", (request) => void (request["policySet"] = "0".repeat(64))],
  ["another id", (request) => void (request["id"] = "apr_other")],
  [
    "another card, and its digest",
    (request) => {
      const card = { ...(request["card"] as object), title: "doors:read of d1" };
      Object.assign(request, { card, cardDigest: sha256(canonicalJson(card)) });
    },
  ],
];

test.for(alterations)("a stored request of %s is neither decided on nor carried out", async ([, alter]) => {
  await using home = await house(
    `- { name: two, connector: doors, operations: ["doors:*"], risk_max: critical, quorum: 2 }`,
  );
  const runtime = await home.open();
  const doors = home.doors(runtime, { agentOwner: "olga@example.com", requestedBy: "rob@example.com" });
  const ask = async (): Promise<string> =>
    (await rejection(doors.execute("doors:delete", { doorId: "d1" }))).approvalId;
  const [pending, approved] = [await ask(), await ask()];
  for (const person of [alice, bob]) await runtime.approvals.vote(approved, person, "approve", "go");
  for (const id of [pending, approved]) tamper(home.key.folder, id, alter);
  const olga = { id: "olga@example.com", groups: [], authenticatedBy: "test" };
  const altered = { code: "approval_altered" };
  expect(await rejection(runtime.approvals.vote(pending, olga, "approve", "mine"))).toMatchObject(altered);
  expect(await rejection(doors.resume(approved))).toMatchObject(altered);
  expect(home.building.writes()).toEqual([]);
});

const forgeries: [string, string, (db: DatabaseSync, id: string) => void][] = [
  [
    "approved without a vote",
    "its votes do not approve it",
    (db, id) =>
      db
        .prepare("UPDATE approval SET state = 'approved', execute_by = ? WHERE id = ?")
        .run(Date.now() + 600_000, id),
  ],
  [
    "given a vote",
    "nobody gave one of its votes so",
    (db, id) => addVote(db, id, { person: "eve@example.com" }),
  ],
  ["given the vote of another request", "nobody gave one of its votes so", (db, id) => addVote(db, id, {})],
];

/** Puts a copy of the only vote there is, changed, on a request, and calls that approved. */
function addVote(db: DatabaseSync, id: string, change: object): void {
  const { vote } = db.prepare("SELECT vote FROM vote").get() as { readonly vote: string };
  const forged = { ...(JSON.parse(vote) as Vote), ...change, approvalId: id };
  const row = db.prepare("INSERT INTO vote VALUES (?, ?, 'approve', ?, ?)");
  row.run(id, forged.person, forged.at, JSON.stringify(forged));
  db.prepare("UPDATE approval SET state = 'approved', execute_by = ? WHERE id = ?").run(
    Date.now() + 600_000,
    id,
  );
}

test.for(forgeries)("a request that was %s in the store is not carried out", async ([, why, forge]) => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const ask = async (): Promise<string> =>
    (await rejection(doors.execute("doors:delete", { doorId: "d1" }))).approvalId;
  const [voted, forged] = [await ask(), await ask()];
  await runtime.approvals.vote(voted, alice, "approve", "go");
  const db = new DatabaseSync(homeAt(home.key.folder).store);
  forge(db, forged);
  db.close();
  expect(await rejection(doors.resume(forged))).toMatchObject({
    code: "approval_altered",
    message: expect.stringContaining(why) as string,
  });
  expect(home.building.writes()).toEqual([]);
  await doors.resume(voted);
  expect(home.building.writes()).toHaveLength(1);
});

test("nobody's approval is given more time in the store, before that is over or after", async () => {
  await using home = await house();
  const clock = new SetClock();
  const runtime = await home.open({ clock });
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  const lengthen = (): void => {
    const db = new DatabaseSync(homeAt(home.key.folder).store);
    const longer = "UPDATE approval SET state = 'approved', execute_by = execute_by + 3600000 WHERE id = ?";
    db.prepare(longer).run(approvalId);
    db.close();
  };
  lengthen();
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_altered" });
  clock.move(4_200_000);
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_expired" });
  lengthen();
  expect(await rejection(doors.resume(approvalId))).toMatchObject({ code: "approval_altered" });
  expect(home.building.writes()).toEqual([]);
});

test("an approval that was used, and is called unused in the store, is not used again", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const { approvalId } = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(approvalId, alice, "approve", "go");
  await doors.resume(approvalId);
  const db = new DatabaseSync(homeAt(home.key.folder).store);
  db.prepare("UPDATE approval SET state = 'approved' WHERE id = ?").run(approvalId);
  db.close();
  expect(await rejection(doors.resume(approvalId))).toMatchObject({
    code: "approval_altered",
    message: expect.stringContaining("it was used before") as string,
  });
  expect(home.building.writes()).toHaveLength(1);
});

test("a sealed action of another request can't be put in an approval's place", async () => {
  await using home = await house();
  const runtime = await home.open();
  const doors = home.doors(runtime);
  const harmless = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  const grave = await rejection(doors.execute("doors:delete", { doorId: "d1" }));
  await runtime.approvals.vote(harmless.approvalId, alice, "approve", "a lock is fine");
  const { sealedAction } = (await runtime.store.approval(grave.approvalId))!;
  tamper(home.key.folder, harmless.approvalId, (request) => Object.assign(request, { sealedAction }));
  expect(await rejection(doors.resume(harmless.approvalId))).toMatchObject({ code: "store_unavailable" });
  expect(home.building.writes()).toEqual([]);
});
