import { expect, test } from "vitest";
import { risks } from "../../src/connector/operation.ts";
import type { AccessRequest } from "../../src/policy/decision.ts";
import type { WrittenPolicy } from "../../src/policy/schema.ts";
import { bench, newYear } from "./bench.ts";

const policy = (name: string, rest: Omit<WrittenPolicy, "name" | "connector">): WrittenPolicy => ({
  name,
  connector: "okta",
  ...rest,
});

test("a deny wins over every grant, and no approval overrides it", () => {
  const { ask } = bench([
    policy("all", { operations: ["*:*"], risk_max: "critical", approval: "hitl" }),
    policy("not-suspend", { deny: ["users:suspend"] }),
  ]);

  expect(ask("users:suspend")).toMatchObject({
    verdict: "deny",
    reason: "denied_by_policy",
    policies: ["not-suspend"],
    channels: [],
    demands: [],
  });
  expect(ask("users:deactivate")).toMatchObject({ verdict: "escalate" });
});

test("a policy with nothing but deny grants nothing", () => {
  const { ask } = bench([policy("not-suspend", { deny: ["users:suspend"] })]);

  expect(ask("users:read")).toMatchObject({ verdict: "deny", reason: "no_grant", policies: [] });
});

test("one policy may grant a family and deny a part of it", () => {
  const { ask } = bench([
    policy("users", { operations: ["users:*"], deny: ["users:read_*"], risk_max: "low" }),
  ]);

  expect(ask("users:read")).toMatchObject({ verdict: "allow", policies: ["users"] });
  expect(ask("users:read_apps")).toMatchObject({ verdict: "deny", reason: "denied_by_policy" });
});

test("a deny that names agents holds for them alone", () => {
  const { ask } = bench([
    policy("reads", { operations: ["users:read"], risk_max: "low" }),
    policy("not-interns", { agents: ["intern-*"], deny: ["users:read"] }),
  ]);

  expect(ask("users:read", { agentId: "intern-7" })).toMatchObject({ reason: "denied_by_policy" });
  expect(ask("users:read", { agentId: "agent-7" })).toMatchObject({ verdict: "allow" });
});

test.each([
  ["a", "b"],
  ["b", "a"],
])("lists of agents that read alike when run together stay apart (%s before %s)", (one, two) => {
  const { ask } = bench([
    policy(one, { agents: ["eu", "soc"], operations: ["users:read"], risk_max: "low" }),
    policy(two, { agents: ["eusoc"], operations: ["groups:read"], risk_max: "low" }),
  ]);
  const allowed = (agentId: string): string[] =>
    ["users:read", "groups:read"].filter((operation) => ask(operation, { agentId }).verdict === "allow");

  expect(["eu", "soc", "eusoc"].map(allowed)).toEqual([["users:read"], ["users:read"], ["groups:read"]]);
});

test.each([
  ["agent-001", "agent-001", true],
  ["agent-*", "agent-001", true],
  ["agent-*", "agent-", true],
  ["*-001", "agent-001", true],
  ["a*t-*1", "agent-001", true],
  ["soc:*", "soc:eu", true],
  ["*:eu", "soc:eu", true],
  ["*:*", "soc:eu", true],
  ["agent-001", "agent-0011", false],
  ["agent-001", "my-agent-001", false],
  ["agent-*", "Agent-001", false],
  ["agent.001", "agent-001", false],
  ["soc*", "soc:eu", false],
  ["soc:*", "soc:eu:west", false],
  ["*:*", "agent-001", false],
  ["ab*ba", "aba", false],
  ["a*b*b", "ab", false],
])("the glob %s over agents, asked for by %s: %s", (glob, agentId, matches) => {
  const { ask } = bench([policy("reads", { agents: [glob], operations: ["users:read"], risk_max: "low" })]);

  expect(ask("users:read", { agentId }).verdict).toBe(matches ? "allow" : "deny");
});

test("a glob over operations never reaches into another family", () => {
  const { ask } = bench([policy("reads", { operations: ["*s:read"], risk_max: "low" })]);

  expect(ask("users:read").verdict).toBe("allow");
  expect(ask("logs:read").verdict).toBe("allow");
  expect(ask("authz:read").verdict).toBe("deny");
  expect(ask("users:read_detail").verdict).toBe("deny");
});

test("a grant of one connector says nothing on another, even for the same operation id", () => {
  const { ask } = bench([policy("reads", { operations: ["users:read"], risk_max: "critical" })]);

  expect(ask("users:read").verdict).toBe("allow");
  expect(ask("users:read", { connector: "depot" })).toMatchObject({ verdict: "deny", reason: "no_grant" });
});

test("a grant abstains above its risk_max, which is low where none is written", () => {
  const { ask } = bench([policy("users", { operations: ["users:*"] })]);

  expect(ask("users:read").verdict).toBe("allow");
  expect(ask("users:update")).toMatchObject({ verdict: "deny", reason: "no_grant" });
});

test("a raised risk is what is decided", () => {
  const { ask } = bench([
    policy("users", { operations: ["users:*"], risk_max: "high", approval: { medium: "auto" } }),
  ]);

  expect(ask("users:update")).toMatchObject({ verdict: "allow", approval: "auto" });
  expect(ask("users:update", { risk: "high" })).toMatchObject({ verdict: "escalate", approval: "hitl" });
  expect(ask("users:update", { risk: "critical" })).toMatchObject({ verdict: "deny", reason: "no_grant" });
});

test("a risk below that of the catalog counts as the catalog's", () => {
  const { ask } = bench([policy("reads", { operations: ["*:*"], risk_max: "low" })]);

  expect(ask("users:suspend", { risk: "low" })).toMatchObject({ verdict: "deny", reason: "no_grant" });
});

test("a grant ends at the very instant that it expires at; a deny of the same policy does not", () => {
  const { ask } = bench([
    policy("trial", {
      operations: ["users:read"],
      deny: ["users:read_apps"],
      risk_max: "low",
      expires: "2026-01-01T02:00:00+02:00",
    }),
    policy("reads", { operations: ["users:read_apps"], risk_max: "low" }),
  ]);

  expect(ask("users:read", { at: newYear - 1 })).toMatchObject({ verdict: "allow" });
  expect(ask("users:read", { at: newYear })).toMatchObject({ verdict: "deny", reason: "no_grant" });
  expect(ask("users:read", { at: newYear + 1 })).toMatchObject({ verdict: "deny", reason: "no_grant" });
  expect(ask("users:read_apps", { at: newYear + 1 })).toMatchObject({ reason: "denied_by_policy" });
});

test("each expiry takes its own grant away, and asking about the past still answers for the past", () => {
  const day = 86_400_000;
  const trial = (name: string, expires: string): WrittenPolicy =>
    policy(name, { operations: ["users:read"], risk_max: "low", expires });
  const { ask } = bench([
    trial("a", "2026-01-02T00:00:00Z"),
    trial("b", "2026-01-03T00:00:00Z"),
    trial("c", "2026-01-03T00:00:00Z"),
    policy("d", { operations: ["users:read"], risk_max: "low" }),
  ]);
  const granting = (at: number): readonly string[] => ask("users:read", { at }).policies;

  expect(granting(newYear + 2 * day)).toEqual(["d"]);
  expect(granting(newYear + day)).toEqual(["b", "c", "d"]);
  expect(granting(newYear)).toEqual(["a", "b", "c", "d"]);
});

test("the strictest approval among the granting policies holds, and channels are united", () => {
  const grants = (name: string, approval: "none" | "auto" | "hitl", hitl_channel: string): WrittenPolicy =>
    policy(name, { operations: ["users:update"], risk_max: "medium", approval, hitl_channel });

  expect(bench([grants("a", "none", "#a"), grants("b", "auto", "#b")]).ask("users:update")).toMatchObject({
    verdict: "allow",
    approval: "auto",
    policies: ["a", "b"],
    channels: [],
    demands: [],
  });
  expect(
    bench([grants("a", "none", "#z"), grants("b", "hitl", "#b"), grants("c", "auto", "#b")]).ask(
      "users:update",
    ),
  ).toMatchObject({
    verdict: "escalate",
    approval: "hitl",
    policies: ["a", "b", "c"],
    channels: ["#b", "#z"],
  });
});

test("whatever is not said of approval is none for LOW and hitl for every other level", () => {
  const said = [undefined, {}, { low: "none" }] as const;

  for (const approval of said) {
    const { ask } = bench([
      policy("all", { operations: ["*:*"], risk_max: "critical", ...(approval && { approval }) }),
    ]);
    expect(ask("users:read")).toMatchObject({ verdict: "allow", approval: "none" });
    expect(ask("users:update")).toMatchObject({ verdict: "escalate", approval: "hitl" });
    expect(ask("users:suspend")).toMatchObject({ verdict: "escalate", approval: "hitl" });
    expect(ask("users:clear_sessions")).toMatchObject({ verdict: "escalate", approval: "hitl" });
  }
});

test("a single word of approval holds for every level", () => {
  const { ask } = bench([policy("all", { operations: ["*:*"], risk_max: "high", approval: "hitl" })]);

  expect(ask("users:read")).toMatchObject({ verdict: "escalate", approval: "hitl" });
});

test("a CRITICAL action waits for a person, by whatever road it comes to be CRITICAL", () => {
  const { ask } = bench([
    policy("all", {
      operations: ["*:*"],
      risk_max: "critical",
      approval: { low: "none", medium: "auto", high: "auto" },
    }),
  ]);

  expect(ask("users:clear_sessions")).toMatchObject({ verdict: "escalate", approval: "hitl" });
  expect(ask("users:read", { risk: "critical" })).toMatchObject({ verdict: "escalate", approval: "hitl" });
});

test("every granting policy's approvers and quorum are demanded, also those of one that itself asks for nobody", () => {
  const { ask } = bench([
    policy("c", { operations: ["users:*"], risk_max: "high", approval: "none", quorum: 2 }),
    policy("b", { operations: ["users:*"], risk_max: "high", approvers: ["group:security"] }),
    policy("a", { operations: ["users:*"], risk_max: "high", approvers: ["group:security"], quorum: 1 }),
    policy("d", { operations: ["users:*"], risk_max: "high" }),
    policy("other", { operations: ["groups:*"], risk_max: "high", quorum: 9 }),
  ]);

  expect(ask("users:suspend").demands).toEqual([
    { policy: "a", approvers: ["group:security"], quorum: 1 },
    { policy: "c", quorum: 2 },
  ]);
});

test("where no granting policy says who, any one person is demanded, once", () => {
  const { ask } = bench([
    policy("a", { operations: ["users:*"], risk_max: "high", approval: "auto" }),
    policy("b", { operations: ["users:*"], risk_max: "high" }),
    policy("c", { operations: ["users:*"], risk_max: "high" }),
  ]);

  expect(ask("users:suspend").demands).toEqual([{ policy: "b", quorum: 1 }]);
});

test("an operation or connector that no catalog has is denied as unknown, whatever the globs say", () => {
  const { ask } = bench([policy("all", { operations: ["*:*"], risk_max: "critical" })]);

  for (const request of [
    ask("users:explode"),
    ask("constructor"),
    ask("__proto__"),
    ask("users:read", { connector: "github" }),
    ask("users:read", { connector: "constructor" }),
  ]) {
    expect(request).toMatchObject({ verdict: "deny", reason: "unknown_operation" });
  }
});

test.each<[string, unknown]>([
  ["no request", undefined],
  ["null", null],
  ["no risk", { connector: "okta", agentId: "a", operation: "users:read", at: 0 }],
  ["an unknown risk", { connector: "okta", agentId: "a", operation: "users:read", at: 0, risk: "toString" }],
  ["no agent", { connector: "okta", operation: "users:read", at: 0, risk: "low" }],
  ["an empty agent id", { connector: "okta", agentId: "", operation: "users:read", at: 0, risk: "low" }],
  [
    "an agent that is no text",
    { connector: "okta", agentId: 7, operation: "users:read", at: 0, risk: "low" },
  ],
])("a request that can't be evaluated (%s) is denied, and nothing is thrown", (_, request) => {
  const { table } = bench([policy("all", { operations: ["*:*"], risk_max: "critical" })]);

  expect(table.decide(request as AccessRequest)).toMatchObject({
    verdict: "deny",
    reason: "evaluator_failed",
  });
});

test("a request without an instant counts as later than every expiry", () => {
  const { ask } = bench([
    policy("trial", { operations: ["users:read"], risk_max: "low", expires: "2999-01-01T00:00:00Z" }),
  ]);

  expect(ask("users:read", { at: Number.NaN })).toMatchObject({ verdict: "deny", reason: "no_grant" });
});

test("a decision can't be changed by those who share it", () => {
  const { ask } = bench([policy("all", { operations: ["*:*"], risk_max: "critical", hitl_channel: "#a" })]);
  const decision = ask("users:suspend");

  for (const part of [
    decision,
    decision.policies,
    decision.channels,
    decision.demands,
    decision.demands[0],
  ]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
  expect(ask("users:suspend")).toBe(decision);
});

test("more agents than are remembered get the answers that they would get alone", () => {
  const ids = Array.from({ length: 12_000 }, (_, number) => `agent-${number}`);
  const { ask } = bench([
    policy("odd", { agents: ["*1", "*3", "*5", "*7", "*9"], operations: ["users:read"], risk_max: "low" }),
    policy("one", { agents: ["agent-4"], operations: ["users:read"], risk_max: "low" }),
  ]);

  const askAll = (): boolean[] => ids.map((agentId) => ask("users:read", { agentId }).verdict === "allow");
  const alone = ids.map((id) => /[13579]$/.test(id) || id === "agent-4");

  expect(askAll()).toEqual(alone);
  expect(askAll()).toEqual(alone);
});

test("the policies of each request at each risk are listed by name, whatever order they stand in", () => {
  const names = ["b", "C", "a", "B", "10", "9"];
  const { ask } = bench(
    names.map((name) => policy(name, { operations: ["users:read"], risk_max: "critical" })),
  );

  for (const risk of risks) expect(ask("users:read", { risk }).policies).toEqual(names.toSorted());
});
