import { expect, test } from "vitest";
import { formatCard, renderCard } from "../../src/approval/card.ts";
import type { Action } from "../../src/connector/action.ts";
import type { ConnectorDefinition, Operation } from "../../src/connector/operation.ts";
import type { Decision } from "../../src/policy/decision.ts";
import { definition, Doors } from "../support/doors.ts";
import { house, rejection } from "../support/house.ts";

test("a card says what would be done to what, why people are asked and what undoes it", async () => {
  await using home = await house();
  const runtime = await home.open();
  const { approvalId } = await rejection(
    home.doors(runtime).execute("doors:create", { name: "Vault", floor: 13 }),
  );
  const { card } = await runtime.approvals.get(approvalId);
  expect(formatCard(card)).toBe(`action    doors:create  Do doors:create
risk      CRITICAL (the vault is on this floor)
agent     agent-1 of acme
input     {"floor":13,"name":"Vault"}
request   POST /doors, with the credentials doors
asked by  usual
undo      nothing undoes it`);
});

test("what undoes an action whole is named without a but", async () => {
  await using home = await house();
  const runtime = await home.open();
  const lock = { ...definition.operations["doors:lock"]!, undo: { operation: "doors:unlock" } as const };
  const operations = { ...definition.operations, "doors:lock": lock };
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime }, { ...definition, operations });
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  expect((await runtime.approvals.get(approvalId)).card.undo).toBe("doors:unlock");
});

test("the card of an action with all that can be said of one says all of it", () => {
  const lock = definition.operations["doors:lock"]!;
  const path = (name: string) => ({ name, in: "path" }) as const;
  const operation: Operation = {
    ...lock,
    summary: "Lend a key",
    path: "/doors/{doorId}/keys/{keyId}",
    parameters: [path("doorId"), { name: "until", in: "query" }, path("keyId")],
    undo: { operation: "doors:unlock", but: "the key stays out" },
  };
  const input = { doorId: "d1", keyId: "k 7", until: "noon" };
  const action: Action = {
    ...{ id: "a1", orgId: "acme", agentId: "agent-1", connector: "doors", connectorVersion: "1.0.0" },
    ...{ operation: "doors:lend", input, risk: "high", riskRaised: "it is a master key" },
    vaultPath: "doors-north",
  };
  const decision: Decision = {
    ...{ verdict: "escalate", policies: ["keys", "nights"], channels: [], demands: [], policySet: "" },
  };
  const target = { name: "Front door", state: { state: "open", locks: 2 }, erases: ["holder", "note"] };
  expect(renderCard(operation, action, input, decision, {}).title).toBe("doors:lend on d1 / k 7");
  expect(formatCard(renderCard(operation, action, input, decision, { target }))).toBe(
    `action    doors:lend  Lend a key
risk      HIGH (it is a master key)
agent     agent-1 of acme
target    Front door
state     state open, locks 2
input     {"doorId":"d1","keyId":"k 7","until":"noon"}
erases    holder, note
request   ${operation.method} /doors/d1/keys/k 7, with the credentials doors-north
asked by  keys, nights
undo      doors:unlock, but the key stays out`,
  );
});

test("the card of an action that names no target by its path is about the connector", () => {
  const create = definition.operations["doors:create"]!;
  const action: Action = {
    ...{ id: "a1", orgId: "acme", agentId: "agent-1", connector: "doors", connectorVersion: "1.0.0" },
    ...{ operation: "doors:create", input: { name: "Vault" }, risk: "medium", vaultPath: "doors" },
  };
  const decision: Decision = {
    ...{ verdict: "escalate", policies: ["usual"], channels: [], demands: [], policySet: "" },
  };
  const card = renderCard(create, action, { name: "Vault" }, decision, {});
  expect(card.title).toBe("doors:create on doors");
  expect(Object.hasOwn(card, "riskRaised")).toBe(false);
  expect(formatCard(card)).toContain("\nrisk      MEDIUM\n");
});

test("a target that can't be read is said to be so, and a person may still decide", async () => {
  await using home = await house();
  const runtime = await home.open();
  home.building.intercept(() => ({ status: 403, body: { message: "no" } }));
  const { approvalId } = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d1" }));
  const { card, state } = await runtime.approvals.get(approvalId);
  expect(state).toBe("pending");
  expect(card.title).toBe("doors:lock on d1");
  expect(formatCard(card)).toContain(
    "target    the target could not be read: doors:read_detail: the API answered 403",
  );
});

test("names and arguments can neither move a cursor, nor reorder text, nor add a line to what is shown", async () => {
  await using home = await house();
  const runtime = await home.open();
  const door = {
    ...home.building.doors.get("d1")!,
    name: "Front\u001b[2J\nrisk LOW\u202e\u2028\ud800 do\u034for",
  };
  home.building.doors.set("d1", door);
  const doors = home.doors(runtime, { agentId: "agent\u0007-2" });
  const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: "d1" }));
  const shown = formatCard((await runtime.approvals.get(approvalId)).card);
  expect(shown).toContain("target    Front\\u{1b}[2J\\u{a}risk LOW\\u{202e}\\u{2028}\ufffd do\\u{34f}or");
  expect(shown).toContain("agent     agent\\u{7}-2 of acme");
  expect(shown.split("\n")).toHaveLength(9);
});

test("a secret argument is shown neither as such nor where the target quotes it", async () => {
  await using home = await house();
  const runtime = await home.open();
  const secret = "canary-door 4711";
  home.building.doors.set(secret, { id: secret, name: `Door ${secret}`, state: "open" });
  const lock = { ...definition.operations["doors:lock"]!, sensitive: { input: ["doorId"], result: [] } };
  const guarded: ConnectorDefinition = {
    ...definition,
    operations: { ...definition.operations, "doors:lock": lock },
  };
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime }, guarded);
  for (const broken of [false, true]) {
    if (broken)
      home.building.intercept(({ path }) => ({
        status: 404,
        body: { message: `no ${decodeURIComponent(path)}` },
      }));
    const { approvalId } = await rejection(doors.execute("doors:lock", { doorId: secret }));
    const { card } = await runtime.approvals.get(approvalId);
    expect(card.title).toContain("[redacted:");
    expect(JSON.stringify(card) + formatCard(card)).not.toContain("4711");
  }
});
