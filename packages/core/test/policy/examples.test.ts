import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { matrix } from "../../src/policy/matrix.ts";
import { parsePolicies } from "../../src/policy/parse.ts";
import { newYear } from "./bench.ts";
import { oktaCatalog } from "./catalog.ts";

const names = ["okta-readonly-soc", "okta-user-lifecycle", "okta-no-destructive"] as const;

/** Operation: what is decided with the first, the second and the third example alone, and with all of them. */
const table = `
  users:read             none    none    -       none
  users:read_detail      none    none    -       none
  users:create           -       auto    -       auto
  users:update           -       auto    -       auto
  users:deactivate       -       hitl    DENY    DENY
  users:activate         -       auto    -       auto
  users:suspend          -       hitl    DENY    DENY
  users:unsuspend        -       auto    -       auto
  users:reset_password   -       hitl    DENY    DENY
  users:clear_sessions   -       -       DENY    DENY
  users:read_factors     none    none    -       none
  users:read_apps        none    none    -       none
  groups:read            none    -       -       none
  groups:read_detail     none    -       -       none
  groups:create          -       -       -       -
  groups:update          -       -       -       -
  groups:delete          -       -       DENY    DENY
  groups:read_members    none    -       -       none
  groups:add_member      -       -       -       -
  groups:remove_member   -       -       -       -
  apps:read              none    -       -       none
  apps:read_detail       none    -       -       none
  apps:assign_user       -       -       -       -
  apps:remove_user       -       -       -       -
  authz:read             none    -       -       none
  authz:read_policies    none    -       -       none
  logs:read              none    -       -       none
  domains:read           none    -       -       none
  policies:read          none    -       -       none
  policies:read_rules    none    -       -       none`;

/** What a column of the table stands for. */
const outcomes: Readonly<Record<string, object>> = {
  none: { verdict: "allow", approval: "none" },
  auto: { verdict: "allow", approval: "auto" },
  hitl: { verdict: "escalate", approval: "hitl", channels: ["#sec-approvals"] },
  "-": { verdict: "deny", reason: "no_grant", policies: [] },
  DENY: { verdict: "deny", reason: "denied_by_policy", policies: ["okta-no-destructive"] },
};

const rows = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));

function examples(...wanted: readonly string[]): ReturnType<typeof parsePolicies> {
  const folder = new URL("../../../../specs/policies/", import.meta.url);
  const files = wanted.map((name) => ({
    file: `${name}.yaml`,
    text: readFileSync(new URL(`${name}.yaml`, folder), "utf8"),
  }));
  return parsePolicies(files, [oktaCatalog], newYear);
}

test.each([
  ...names.map((name, index) => ({ title: `${name} alone`, wanted: [name], column: index + 1 })),
  { title: "all three examples", wanted: [...names], column: 4 },
])("$title: every operation of the connector is decided as the table says", ({ wanted, column }) => {
  const cells = matrix(examples(...wanted).set!, newYear);

  expect(cells.map(({ operation }) => operation)).toEqual(rows.map(([operation]) => operation));
  for (const [index, { decision }] of cells.entries()) {
    const row = rows[index]!;
    expect({ operation: row[0], ...decision }).toMatchObject({
      operation: row[0],
      ...outcomes[row[column]!],
    });
  }
});

test("the three examples load together, and lint says what of the second one is never reached, and what it makes needless", () => {
  const { diagnostics } = examples(...names);

  expect(
    diagnostics.map(({ severity, code, file, line, column, message }) => [
      severity,
      code,
      `${file}:${line}:${column}`,
      message,
    ]),
  ).toEqual([
    [
      "warning",
      "redundant_grant",
      "okta-readonly-soc.yaml:4:7",
      "all that `users:read*` grants is granted on the same terms by okta-user-lifecycle (okta-user-lifecycle.yaml:1)",
    ],
    [
      "warning",
      "overridden_by_deny",
      "okta-user-lifecycle.yaml:3:3",
      "users:deactivate, users:suspend, users:reset_password: granted here, but denied by okta-no-destructive (okta-no-destructive.yaml:1)",
    ],
    [
      "warning",
      "unreachable_approval",
      "okta-user-lifecycle.yaml:9:5",
      "`critical` is above `risk_max`, high: this entry is never used",
    ],
  ]);
});
