import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Decision, matrix, parsePolicies, type PolicyFile } from "@arx/core";
import { catalog } from "@arx/okta";
import { type Page, root, table } from "./page.ts";

interface Example {
  readonly name: string;
  readonly title: string;
  readonly about: string;
}

const examples: readonly Example[] = [
  {
    name: "okta-readonly-soc",
    title: "Read-only access for SOC agents",
    about: "Every read, nothing else, and no approval step.",
  },
  {
    name: "okta-user-lifecycle",
    title: "User lifecycle, with a person for HIGH actions",
    about:
      "The whole family of users up to HIGH. MEDIUM is approved by the policy itself; for HIGH a person decides. `critical: hitl` is above `risk_max` and never reached, and `arx policy lint` says so: `users:clear_sessions` is denied.",
  },
  {
    name: "okta-no-destructive",
    title: "Block all destructive operations",
    about:
      "It grants nothing, and denies five operations to everyone, whatever else grants them. Together with the one above, a person is never asked to suspend a user: the deny wins.",
  },
];

const sets: readonly { readonly head: string; readonly names: readonly string[] }[] = [
  { head: "readonly-soc", names: ["okta-readonly-soc"] },
  { head: "user-lifecycle", names: ["okta-user-lifecycle"] },
  { head: "both", names: ["okta-readonly-soc", "okta-user-lifecycle"] },
  { head: "all three", names: examples.map(({ name }) => name) },
];

/** The example policies, and what they come to for each operation, as the policy engine decides it. */
export async function policiesPage(): Promise<Page> {
  const files = await Promise.all(examples.map(({ name }) => policyFile(name)));
  const sections = examples.map(
    ({ title, about }, at) =>
      `## ${title}\n\n\`\`\`yaml title="policies/${examples[at]!.name}.yaml"\n${files[at]!.text.trim()}\n\`\`\`\n\n${about}`,
  );
  const columns = sets.map(({ names }) => verdicts(files.filter(({ file }) => names.includes(file))));
  const rows = Object.values(catalog.operations).map(({ id, risk }) => [
    `\`${id}\``,
    risk.toUpperCase(),
    ...columns.map((column) => column.get(id) ?? ""),
  ]);
  return {
    slug: "okta/policies-by-example",
    title: "Policies by example",
    description: "The example policies, and the verdict on each operation under them.",
    body: `${sections.join("\n\n")}

## What they come to

For an agent of any id, each operation at its own risk. This table is computed by the policy engine when these pages are built; \`arx policy
matrix\` prints the same for your own policies.

${table(["Operation", "Risk", ...sets.map(({ head }) => head)], rows)}

- _allow_: goes through without an approval step; _auto_: approved by the policy, on record; **person**: waits until people approve.
- _deny_ without a name: no policy grants it.`,
  };
}

async function policyFile(name: string): Promise<PolicyFile> {
  return { file: name, text: await readFile(join(root, "specs/policies", `${name}.yaml`), "utf8") };
}

function verdicts(files: readonly PolicyFile[]): ReadonlyMap<string, string> {
  const { set, diagnostics } = parsePolicies(files, [catalog]);
  if (set === undefined) throw new Error(`the example policies do not load: ${JSON.stringify(diagnostics)}`);
  return new Map(matrix(set, 0).map(({ operation, decision }) => [operation, word(decision)]));
}

function word({ verdict, approval, reason, policies }: Decision): string {
  if (verdict === "escalate") return "**person**";
  if (verdict === "allow") return approval === "auto" ? "_auto_" : "_allow_";
  return reason === "denied_by_policy" ? `deny (${policies.join(", ").replaceAll("okta-", "")})` : "deny";
}
