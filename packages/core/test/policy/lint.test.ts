import { expect, test } from "vitest";
import { parsePolicies } from "../../src/policy/parse.ts";
import { catalogs, newYear } from "./bench.ts";

/** The warnings on a file, which must load. */
function warnings(text: string): string[] {
  const { set, diagnostics } = parsePolicies([{ file: "a.yaml", text }], catalogs, newYear);
  expect(set).toBeDefined();
  expect(diagnostics.filter(({ severity }) => severity !== "warning")).toEqual([]);
  return diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`);
}

const head = "- name: a\n  connector: okta\n";
const reads = "operations: [users:read], risk_max: low";

/** Policies of `okta`, one a line from line 1 on. */
const lines = (...policies: readonly string[]): string =>
  policies.map((policy, i) => `- { name: ${"abc"[i]}, connector: okta, ${policy} }\n`).join("");

test.each<[string, string[]]>([
  ["operations: [users:read]\n  risk_max: low", []],
  [
    "operations: [users:read]",
    ["3:3 risk_max_defaulted: without `risk_max` the grant reaches LOW operations only"],
  ],
  [
    "operations: [users:read, users:suspend]\n  risk_max: medium",
    ["3:28 above_risk_max: all that `users:suspend` matches is above `risk_max`, medium: it grants nothing"],
  ],
  [
    "operations: [users:*]\n  risk_max: medium\n  approval:\n    medium: auto\n    high: hitl\n    critical: hitl",
    [
      "7:5 unreachable_approval: `high` is above `risk_max`, medium: this entry is never used",
      "8:5 unreachable_approval: `critical` is above `risk_max`, medium: this entry is never used",
    ],
  ],
  [
    "operations: [users:*]\n  risk_max: high\n  approval: auto",
    ["5:13 high_without_person: HIGH operations pass with `auto`, without a person"],
  ],
  [
    "operations: [users:*]\n  risk_max: high\n  approval: { high: none }",
    ["5:21 high_without_person: HIGH operations pass with `none`, without a person"],
  ],
  [
    "operations: [users:read]\n  risk_max: low\n  expires: 2026-01-01T00:00:00Z",
    ["5:12 expired: the policy has expired: it grants nothing any more"],
  ],
  ["operations: [users:read]\n  risk_max: low\n  expires: 2026-01-01T00:00:01Z", []],
  [
    "deny: [users:read]\n  risk_max: high\n  approval: hitl\n  hitl_channel: '#a'\n  approvers: [bob]\n  quorum: 1\n  expires: 2020-01-01T00:00:00Z",
    ["risk_max", "approval", "hitl_channel", "approvers", "quorum", "expires"].map(
      (key, index) =>
        `${4 + index}:3 key_without_operations: \`${key}\` means nothing in a policy that grants nothing`,
    ),
  ],
])("a policy with %j gets the warnings that it earns", (body, expected) => {
  expect(warnings(`${head}  ${body}\n`)).toEqual(expected);
});

const denied = "overridden_by_deny: users:read: granted here, but denied by b (a.yaml:6)";

test.each<[string | undefined, string | undefined, string[]]>([
  [undefined, undefined, [denied]],
  ["soc-1", undefined, [denied]],
  ["soc-1", "soc-*", [denied]],
  ["soc-*-x", "soc-*", [denied]],
  ["soc-*", "soc-*-x", []],
  ["soc-*", "ops-*", []],
  [undefined, "soc-*", []],
])(
  "a grant to %s of what a deny for %s takes away is reported where it covers all of them",
  (granted, deniedTo, expected) => {
    const agents = (glob: string | undefined): string => (glob === undefined ? "" : `, agents: ["${glob}"]`);
    const text = [
      `- { name: a, connector: okta, risk_max: low, operations: [users:read]${agents(granted)} }`,
      "",
      "# A deny of another connector, and one of another operation, override nothing.",
      "- { name: c, connector: depot, deny: [users:read] }",
      "- { name: d, connector: okta, deny: [groups:read] }",
      `- { name: b, connector: okta, deny: [users:read]${agents(deniedTo)} }`,
    ].join("\n");

    expect(warnings(text).map((warning) => warning.replace(/^\S+ /, ""))).toEqual(expected);
  },
);

test.each<[string, string[], string]>([
  [
    "the one for everyone, wherever it stands",
    ["agents: ['soc-*'], deny: [users:read]", "deny: [users:read]"],
    "c",
  ],
  [
    "one that covers it, beside one that does not",
    ["agents: [ops-1], deny: [users:read]", "agents: [soc-1], deny: [users:read]"],
    "c",
  ],
  [
    "one of whose patterns one covers it",
    ["agents: ['ops-*', 'soc-*'], deny: [users:read]", "agents: [ops-1], deny: [users:read]"],
    "b",
  ],
])("of several denials of what is granted, lint names %s", (_, denials, name) => {
  const found = warnings(lines(`agents: [soc-1], ${reads}`, ...denials)).join();
  expect(found).toContain(`granted here, but denied by ${name} (`);
});

test("a deny for some of the agents whom a grant names overrides nothing", () => {
  expect(
    warnings(lines(`agents: [soc-1, ops-1], ${reads}`, "agents: ['soc-*'], deny: [users:read]")),
  ).toEqual([]);
});

test("each warning on a policy says what to do", () => {
  const text = [
    "- { name: a, connector: okta, operations: [users:read] }",
    "- { name: b, connector: okta, operations: [groups:delete, groups:create], risk_max: medium, approval: { high: hitl } }",
    "- { name: c, connector: okta, operations: [users:suspend], risk_max: high, approval: auto, expires: 2020-01-01T00:00:00Z }",
    "- { name: d, connector: okta, deny: [users:suspend], risk_max: high }",
  ].join("\n");
  const { diagnostics } = parsePolicies([{ file: "a.yaml", text }], catalogs, newYear);
  expect(diagnostics.map(({ code, remedy }) => `${code}: ${remedy}`).toSorted()).toEqual([
    "above_risk_max: Raise `risk_max`, or remove the pattern.",
    "expired: Remove it, or extend it.",
    "high_without_person: Write `high: hitl`, unless that is what you want.",
    "key_without_operations: Remove it, or add the `operations` that it is for.",
    "overridden_by_deny: A deny always wins: narrow one of the two.",
    "risk_max_defaulted: Add `risk_max` with the highest risk that it should reach.",
    "unreachable_approval: Remove it, or raise `risk_max`.",
  ]);
});

test("a policy's own exception is no contradiction", () => {
  expect(warnings(`${head}  operations: [users:*]\n  deny: [users:read_apps]\n  risk_max: low\n`)).toEqual(
    [],
  );
});

const createAuto = "operations: [users:create], risk_max: medium, approval: auto";
const everyUser = "operations: ['users:*'], risk_max: high, approval: hitl";
const auto = "users:create: `auto` here, but";
const byB = "overruled by b (a.yaml:2), with `hitl`";

test.each<[string, string[], string[]]>([
  ["a stricter grant for everyone", [createAuto, everyUser], [`1:31 shadowed_grant: ${auto} ${byB}`]],
  [
    "`auto` where the other has no approval step",
    ["operations: [users:read], risk_max: low, approval: auto", "operations: [users:read], risk_max: low"],
    ["2:31 shadowed_grant: users:read: `none` here, but overruled by a (a.yaml:1), with `auto`"],
  ],
  [
    "several operations, each told",
    ["operations: [users:create, users:update], risk_max: medium, approval: auto", everyUser],
    [`1:31 shadowed_grant: users:create, users:update: \`auto\` here, but ${byB}`],
  ],
  [
    "two that together are about the same agents",
    [
      `agents: [soc-1, soc-2], ${createAuto}`,
      `agents: [soc-1], ${everyUser}`,
      `agents: ['*-2'], operations: ['users:*'], risk_max: high, approval: hitl, quorum: 2`,
    ],
    [`1:55 shadowed_grant: ${auto} ${byB}; c (a.yaml:3), with \`hitl\``],
  ],
  ["a narrower exception", [createAuto, `agents: ['soc-*'], ${everyUser}`], []],
  [
    "agents that overlap without the one taking in the other",
    [`agents: ['soc-*'], ${createAuto}`, `agents: ['*-prod'], ${everyUser}`],
    [`1:50 overlapping_grants: ${auto} for some of these agents, such as \`soc-prod\`, ${byB}`],
  ],
  [
    "an exception beside one that crosses",
    [
      `agents: ['soc-*'], ${createAuto}`,
      `agents: ['soc-1*'], ${everyUser}`,
      `agents: ['*-prod'], operations: [users:create], risk_max: medium, approval: hitl, quorum: 2`,
    ],
    [
      `1:50 overlapping_grants: ${auto} for some of these agents, such as \`soc-prod\`, overruled by c (a.yaml:3), with \`hitl\``,
    ],
  ],
  [
    "a deny that keeps them apart",
    [`agents: ['soc-*'], ${createAuto}`, `agents: ['*-prod'], ${everyUser}, deny: [users:create]`],
    [],
  ],
  [
    "a deny for some of the agents, and the others are told of",
    [createAuto, everyUser, "agents: ['*-prod'], deny: [users:create]"],
    [`1:31 shadowed_grant: ${auto} ${byB}`],
  ],
  [
    "operations that different policies are stricter on",
    [
      "operations: [users:create, groups:create], risk_max: medium, approval: auto",
      everyUser,
      "operations: [groups:create], risk_max: medium, approval: hitl",
    ],
    [
      `1:31 shadowed_grant: ${auto} ${byB}`,
      "1:31 shadowed_grant: groups:create: `auto` here, but overruled by c (a.yaml:3), with `hitl`",
    ],
  ],
  [
    "a stricter one of what is above the other's own reach",
    [
      "operations: [users:suspend, users:read], risk_max: low, approval: auto",
      "operations: [users:suspend], risk_max: high, approval: hitl",
    ],
    [],
  ],
  ["a deny for everyone", [createAuto, everyUser, "deny: [users:create]"], []],
  ["a stricter one that ends earlier", [createAuto, `${everyUser}, expires: 2030-01-01T00:00:00Z`], []],
  [
    "a stricter one that ends later",
    [`${createAuto}, expires: 2030-01-01T00:00:00Z`, `${everyUser}, expires: 2030-01-01T00:00:01Z`],
    [`1:31 shadowed_grant: ${auto} ${byB}`],
  ],
  [
    "a stricter one whose reach ends below",
    [
      "operations: [users:create], risk_max: medium, approval: auto",
      "operations: [users:create, users:read], risk_max: low, approval: hitl",
    ],
    [],
  ],
])("of grants that meet: %s", (_, policies, expected) => {
  expect(
    warnings(lines(...policies)).filter(
      (warning) => !/overridden_by_deny|above_risk_max|high_without/.test(warning),
    ),
  ).toEqual(expected);
});

const suspends = "operations: [users:suspend], risk_max: high, approval: hitl";

test.each<[string, string[], string[]]>([
  ["the later of two that are alike", [reads, reads], ["2:44 `users:read` a (a.yaml:1)"]],
  ["all but the first of three", [reads, reads, reads], ["2:44 `users:read` a", "3:44 `users:read` a"]],
  [
    "the narrower one, wherever it stands",
    [reads, "operations: ['users:*'], risk_max: low"],
    ["1:44 `users:read` b"],
  ],
  ["fewer agents", [`agents: [soc-1], ${reads}`, reads], ["1:61 `users:read` b"]],
  ["more agents", [`agents: [soc-1], ${reads}`, `agents: [soc-1, soc-2], ${reads}`], ["1:61 `users:read` b"]],
  [
    "what two others grant between them",
    ["operations: ['users:read*'], risk_max: low", reads, "operations: ['users:read_*'], risk_max: low"],
    ["2:44 `users:read` a", "3:44 `users:read_*` a"],
  ],
  [
    "one of two patterns",
    ["operations: [users:read, groups:read], risk_max: low", reads],
    ["2:44 `users:read` a"],
  ],
  ["another approval", [reads, `${reads}, approval: auto`], []],
  ["another channel", [suspends, `${suspends}, hitl_channel: '#b'`], ["1:44 `users:suspend` b"]],
  ["other approvers", [suspends, `${suspends}, approvers: [bob]`], ["1:44 `users:suspend` b"]],
  [
    "approvers and channels that differ",
    [
      `${suspends}, hitl_channel: '#a'`,
      `${suspends}, approvers: [bob]`,
      `${suspends}, approvers: [bob], quorum: 1`,
    ],
    ["3:44 `users:suspend` b"],
  ],
  [
    "the same channel",
    [`${suspends}, hitl_channel: '#a'`, `${suspends}, hitl_channel: '#a'`],
    ["2:44 `users:suspend` a"],
  ],
  [
    "the same approvers, of whom more must agree",
    [`${suspends}, approvers: [al, bob]`, `${suspends}, approvers: [al, bob], quorum: 2`],
    [],
  ],
  [
    "what two others grant to some of its agents each",
    [`agents: [x], ${reads}`, `agents: [y], ${reads}`, `agents: [x, y], ${reads}`],
    ["3:60 `users:read` a (a.yaml:1), b (a.yaml:2)"],
  ],
  ["another quorum", [`${suspends}, quorum: 2`, `${suspends}, quorum: 3`], []],
  ["a longer life", [`${reads}, expires: 2030-01-01T00:00:00Z`, reads], ["1:44 `users:read` b"]],
  [
    "a further reach, for calls whose risk is raised",
    ["operations: [users:read], risk_max: high", reads],
    ["2:44 `users:read` a"],
  ],
  ["a HIGH operation by name beside a wildcard, which a lock may hold", [suspends, everyUser], []],
  ["what is denied to all", [reads, reads, "deny: [users:read]"], []],
])(
  "a grant is needless beside one that differs in nothing, or asks for more: %s",
  (_, policies, expected) => {
    const found = warnings(lines(...policies)).filter((warning) => warning.includes("redundant_grant"));
    expect(found).toHaveLength(expected.length);
    for (const [at, warning] of found.entries()) {
      const [, place, pattern, by] = /^(\S+) redundant_grant: all that (\S+) grants .* by (.*)$/.exec(
        warning,
      )!;
      expect(`${place} ${pattern} ${by}`).toContain(expected[at]);
    }
  },
);

test("an expired grant makes none needless, and is told as expired alone", () => {
  // It ends at the very instant at which it is looked at.
  const ended = `${reads}, expires: 2026-01-01T00:00:00Z`;
  expect(warnings(lines(ended, reads)).map((warning) => warning.split(" ")[1])).toEqual(["expired:"]);
});

test("a warning on grants that meet says what to do", () => {
  const text = lines(createAuto, everyUser, "operations: [users:create], risk_max: medium, approval: hitl");
  const { diagnostics } = parsePolicies([{ file: "a.yaml", text }], catalogs, newYear);
  expect(diagnostics.map(({ code, severity, remedy }) => [code, severity, remedy])).toEqual([
    [
      ...["shadowed_grant", "warning"],
      "The strictest approval holds: narrow one of the two, or let both ask for the same.",
    ],
    ["redundant_grant", "warning", "Remove it, unless it is to stay when that one goes."],
  ]);
});

test.each<[string, string]>([
  [
    "agents",
    lines(reads) +
      Array.from(
        { length: 26 },
        (_, i) =>
          `- { name: p${i}, connector: okta, agents: ['*${String.fromCharCode(97 + i)}*'], deny: [users:create] }\n`,
      ).join(""),
  ],
  [
    "policies",
    Array.from(
      { length: 600 },
      (_, i) =>
        `- { name: p${i}, connector: okta, operations: ['*:*'], risk_max: low, expires: 2030-01-01T00:00:00Z }\n`,
    ).join(""),
  ],
])(
  "too many %s to compare are loaded all the same, and lint says that it did not compare them",
  (_, text) => {
    const found = warnings(text);
    expect(found.filter((warning) => warning.includes("not_compared"))).toEqual([
      "1:3 not_compared: the policies overlap in too many ways to find grants that others make void",
    ]);
    expect(found.filter((warning) => /redundant|shadowed/.test(warning))).toEqual([]);
  },
);
