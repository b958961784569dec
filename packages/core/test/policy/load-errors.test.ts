import { expect, test } from "vitest";
import { parsePolicies, type PolicyLoad } from "../../src/policy/parse.ts";
import { catalogs, newYear } from "./bench.ts";

function parse(...texts: readonly string[]): PolicyLoad {
  const files = texts.map((text, index) => ({ file: `${String.fromCodePoint(97 + index)}.yaml`, text }));
  return parsePolicies(files, catalogs, newYear);
}

const faultsOf = ({ diagnostics }: PolicyLoad): string[] =>
  diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`);

/** Begins every policy below: what the tables show stands from line 3 on. */
const head = "- name: a\n  connector: okta\n";

const faulty: readonly { body: string; fault: string; remedy: string }[] = [
  {
    body: "operatoins: [users:read]",
    fault: "3:3 unknown_key: `operatoins` is not a key of a policy; did you mean `operations`?",
    remedy: "Write `operations`, or remove it.",
  },
  {
    body: "deny: [users:read]\n  deny: [users:suspend]",
    fault: "4:3 duplicate_key: `deny` stands twice here",
    remedy: "Keep one of them.",
  },
  {
    body: "operations: &reads [users:read]",
    fault: "3:15 anchor: anchors are not accepted",
    remedy: "Remove it.",
  },
  {
    body: "operations: [users:read]\n  <<: { risk_max: high }",
    fault: "4:3 merge_key: merge keys are not accepted",
    remedy: "Write the keys out: each place says what it means by itself.",
  },
  {
    body: "operations: []",
    fault: "3:15 out_of_range: `operations` must not be empty",
    remedy: "Fill it in.",
  },
  {
    body: "operations: users:read",
    fault: "3:15 wrong_type: `operations` must be a list, not `users:read`",
    remedy: 'Write a list: ["users:read"].',
  },
  {
    body: "operations: [*:*]",
    fault: "3:16 alias: aliases are not accepted",
    remedy: "Write the value out; text that begins with `*` goes in quotes.",
  },
  {
    body: "operations: [users:read]\n  hitl_channel: #sec-approvals",
    fault: "4:3 wrong_type: `hitl_channel` must be text, not null",
    remedy: "Write text, in quotes where it is a number or begins with a sign such as # or {.",
  },
  {
    body: "operations: [users:read]\n  risk_max: HIGH",
    fault:
      "4:13 wrong_value: `risk_max` must be one of low, medium, high, critical, not `HIGH`; did you mean `high`?",
    remedy: "Write `high`.",
  },
  {
    body: "operations: [users:read]\n  approval: { hihg: hitl }",
    fault: "4:15 unknown_key: `hihg` is not a key of an approval map; did you mean `high`?",
    remedy: "Write `high`, or remove it.",
  },
  {
    body: "operations: [users:read]\n  approval: { high: hilt }",
    fault: "4:21 wrong_value: `high` must be one of none, auto, hitl, not `hilt`; did you mean `hitl`?",
    remedy: "Write `hitl`.",
  },
  {
    body: "quorum: 2",
    fault: "1:3 no_effect: the policy neither grants nor denies anything",
    remedy: "Add `operations` for what it grants, or `deny` for what it forbids.",
  },
  {
    body: "operations: [users:reed]",
    fault: "3:16 no_such_operation: `users:reed` matches no operation of okta; did you mean `users:read`?",
    remedy: "Write `users:read`.",
  },
  {
    body: "deny:\n    - users:suspend\n    - users:deactivat",
    fault:
      "5:7 no_such_operation: `users:deactivat` matches no operation of okta; did you mean `users:deactivate`?",
    remedy: "Write `users:deactivate`.",
  },
  {
    body: "deny: [Users:suspend]",
    fault:
      "3:10 no_such_operation: `Users:suspend` matches no operation of okta; did you mean `users:suspend`?",
    remedy: "Write `users:suspend`.",
  },
  {
    body: "operations: [users*]",
    fault: "3:16 no_such_operation: `users*` matches no operation of okta; did you mean `users:*`?",
    remedy: "Write `users:*`.",
  },
  {
    body: "operations: [parcels:*]",
    fault: "3:16 no_such_operation: `parcels:*` matches no operation of okta",
    remedy: "The families are users:*, groups:*, apps:*, authz:*, logs:*, domains:*, policies:*.",
  },
  {
    body: 'operations: ["*"]',
    fault: "3:16 bare_wildcard: a bare `*` is refused",
    remedy: "Write `*:*` for every operation.",
  },
  {
    body: 'deny: ["**"]',
    fault: "3:10 bare_wildcard: a bare `**` is refused",
    remedy: "Write `*:*` for every operation.",
  },
  {
    body: "operations: [users:rea?]",
    fault: "3:16 not_a_glob: `?` has no place in the pattern `users:rea?`",
    remedy:
      "Patterns know one sign, `*`, for any run of characters but `:`. Write alternatives as patterns of their own.",
  },
  {
    body: 'agents: ["*"]\n  deny: [users:read]',
    fault: "3:12 bare_wildcard: a bare `*` is refused",
    remedy: "Leave `agents` out to mean every agent.",
  },
  {
    body: "operations: [users:read]\n  risk_max: critical\n  approval: auto",
    fault:
      "5:13 critical_floor: `approval: auto` with `risk_max: critical`: a CRITICAL operation always needs a person",
    remedy: "Write a map of risk levels that ends with `critical: hitl`, or lower `risk_max` to high.",
  },
  {
    body: "operations: [users:read]\n  risk_max: critical\n  approval: none",
    fault:
      "5:13 critical_floor: `approval: none` with `risk_max: critical`: a CRITICAL operation always needs a person",
    remedy: "Write a map of risk levels that ends with `critical: hitl`, or lower `risk_max` to high.",
  },
  {
    body: "operations: [users:read]\n  approval: { critical: auto }",
    fault: "4:25 critical_floor: `critical: auto`: a CRITICAL operation always needs a person",
    remedy: "Write `critical: hitl`.",
  },
  {
    body: "operations: [users:read]\n  approval:\n    critical: none",
    fault: "5:15 critical_floor: `critical: none`: a CRITICAL operation always needs a person",
    remedy: "Write `critical: hitl`.",
  },
  {
    body: "operations: [users:read]\n  quorum: 0",
    fault: "4:11 out_of_range: `quorum` must be at least 1",
    remedy: "Write at least 1.",
  },
  {
    body: "operations: [users:read]\n  quorum: 1.5",
    fault: "4:11 wrong_type: `quorum` must be a whole number, not 1.5",
    remedy: "Write a whole number.",
  },
  {
    body: "operations: [users:read]\n  quorum: 3\n  approvers: [alice@acme.com, bob@acme.com, bob@acme.com]",
    fault: "4:11 unreachable_quorum: 3 people must approve, but only 2 may",
    remedy: "Lower `quorum`, or name more approvers.",
  },
  {
    body: 'operations: [users:read]\n  approvers: ["*"]',
    fault:
      "4:15 wrong_format: item 1 of `approvers` must be a person, such as alice@acme.com, or group:NAME, not `*`",
    remedy: "Write a person, such as alice@acme.com, or group:NAME.",
  },
  {
    body: "operations: [users:read]\n  approvers: [Group:security]",
    fault:
      "4:15 wrong_format: item 1 of `approvers` must be a person, such as alice@acme.com, or group:NAME, not `Group:security`",
    remedy: "Write a person, such as alice@acme.com, or group:NAME.",
  },
];

test.each(faulty)("a policy is refused with $fault", ({ body, fault, remedy }) => {
  const load = parse(`${head}  ${body}\n`);

  expect(load.set).toBeUndefined();
  expect(faultsOf(load)).toEqual([fault]);
  expect(load.diagnostics[0]).toMatchObject({ severity: "error", file: "a.yaml", remedy });
});

const foreign = [
  "users:{read,create}",
  "users:(read|create)",
  "^users:read$",
  "users:rea?",
  "users:[a-z]*",
  "users:read\\w",
  "users:**",
  "!users:read",
  "users:read, users:create",
];

test.each(foreign)(
  "the sign of another pattern language in %s is refused wherever a glob stands",
  (pattern) => {
    const places = [
      `operations: ['${pattern}']`,
      `deny: ['${pattern}']`,
      `deny: [users:read]\n  agents: ['${pattern}']`,
    ];

    for (const place of places) {
      expect(parse(`${head}  ${place}\n`).diagnostics.map(({ code }) => code)).toEqual(["not_a_glob"]);
    }
  },
);

test.each([
  "2026-12-31",
  "2026-12-31T23:59:59",
  "2026-12-31T23:59Z",
  "2026-12-31 23:59:59Z",
  "2026-02-30T00:00:00Z",
  "2026-12-31T24:00:00Z",
  "31 December 2026",
])("expires: %s is refused, because it is no instant with a zone", (expires) => {
  const load = parse(`${head}  operations: [users:read]\n  expires: ${expires}\n`);

  expect(faultsOf(load)).toEqual([
    `4:12 wrong_format: \`expires\` must be an instant of RFC 3339 with its zone, such as 2030-12-31T23:59:59Z, not \`${expires}\``,
  ]);
});

test.each([
  ["", "1:1 empty_file: the file is empty"],
  ["# nothing yet\n", "1:1 empty_file: the file is empty"],
  ["[]\n", "1:1 out_of_range: the file must not be empty"],
  ["name: a\nconnector: okta\n", "1:1 wrong_type: the file must be a list, not a mapping"],
  ["- users:read\n", "1:3 wrong_type: item 1 of the file must be a mapping, not `users:read`"],
  ["- connector: okta\n  deny: [users:read]\n", "1:3 missing_key: item 1 of the file lacks `name`"],
  ["- name: a\n  deny: [users:read]\n", "1:3 missing_key: item 1 of the file lacks `connector`"],
  [
    "- name: a b\n  connector: okta\n  deny: [users:read]\n",
    "1:9 wrong_format: `name` must be a name of letters, digits, dots, dashes and underscores, not `a b`",
  ],
  [
    "- name: a\n  connector: otka\n  deny: [users:read]\n",
    "2:14 unknown_connector: there is no connector `otka`; did you mean `okta`?",
  ],
  [
    "- name: a\n  connector: github\n  deny: [users:read]\n",
    "2:14 unknown_connector: there is no connector `github`",
  ],
])("the file %j is refused", (text, fault) => {
  const load = parse(text);

  expect(load.set).toBeUndefined();
  expect(faultsOf(load)).toEqual([fault]);
});

test("a name is taken once in all files together", () => {
  const policy = "- name: readers\n  connector: okta\n  operations: [users:read]\n  risk_max: low\n";

  const load = parse(`# first\n${policy}`, policy);

  expect(load.set).toBeUndefined();
  expect(load.diagnostics).toMatchObject([
    {
      code: "duplicate_name",
      file: "b.yaml",
      line: 1,
      column: 9,
      message: "another policy is called `readers`, in a.yaml:2",
    },
  ]);
});

test("which of two policies of one name is the first does not hang on the order in which files are given", () => {
  const text = "- connector: okta\n  name: readers\n  operations: [users:read]\n";

  const files = ["b.yaml", "a.yaml", "c.yaml"].map((file) => ({ file, text: `# policies\n${text}` }));
  const { diagnostics } = parsePolicies(files, catalogs, newYear);

  const message = "another policy is called `readers`, in a.yaml:3";
  const remedy = "Give each policy a name of its own: records and approvals refer to it.";
  expect(diagnostics).toMatchObject(["b.yaml", "c.yaml"].map((file) => ({ file, line: 3, message, remedy })));
});

test("an unknown connector's remedy is the one that was meant, or all that there are", () => {
  const remedyFor = (name: string): string | undefined =>
    parse(`- { name: a, connector: ${name}, deny: [users:read] }`).diagnostics[0]!.remedy;

  expect(remedyFor("otka")).toBe("Write `okta`.");
  expect(remedyFor("github")).toBe("Write one of depot, okta.");
});

test("faults of one line are told from left to right", () => {
  const load = parse("- { name: a, connector: okta, deny: [users:supend], operations: [users:reed] }");

  expect(faultsOf(load).map((fault) => fault.split(" ")[0])).toEqual(["1:38", "1:66"]);
});

test("every fault of every file is told at once, in the order of the places", () => {
  const load = parse(
    "- name: a\n  connector: otka\n  operations: [users:read]\n  quorum: 2\n  approvers: [bob]\n",
    "- name: b\n  conector: okta\n",
    "- name: c\n  connector: okta\n  deny: [users:supend]\n- name: d\n  connector: okta\n",
  );

  expect(load.set).toBeUndefined();
  expect(load.diagnostics.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
    "a.yaml:2 unknown_connector",
    "a.yaml:4 unreachable_quorum",
    "b.yaml:2 unknown_key",
    "c.yaml:3 no_such_operation",
    "c.yaml:4 no_effect",
  ]);
});

test("a fault is shown in its lines", () => {
  const load = parse(`${head}  deny: [users:supend]`);

  expect(load.diagnostics[0]!.frame).toBe(
    [
      "  1 | - name: a",
      "  2 |   connector: okta",
      "> 3 |   deny: [users:supend]",
      "    |          ^^^^^^^^^^^^",
    ].join("\n"),
  );
});

test("a quorum that a group may fill is not counted out", () => {
  const load = parse(
    `${head}  operations: [users:read]\n  risk_max: low\n  quorum: 5\n  approvers: [alice@acme.com, "group:security"]\n`,
  );

  expect(load).toMatchObject({ diagnostics: [], set: { policies: [{ quorum: 5 }] } });
});
