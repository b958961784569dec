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

test("a policy's own exception is no contradiction", () => {
  expect(warnings(`${head}  operations: [users:*]\n  deny: [users:read_apps]\n  risk_max: low\n`)).toEqual(
    [],
  );
});
