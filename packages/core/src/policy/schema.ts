import { z } from "zod";
import { type Catalog, type Risk, risks } from "../connector/operation.ts";
import type { ApprovalMode } from "./decision.ts";

/** One policy as its author wrote it. */
export interface WrittenPolicy {
  readonly name: string;
  readonly connector: string;
  readonly agents?: readonly string[] | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
  readonly risk_max?: Risk | undefined;
  readonly approval?: ApprovalMode | { readonly [R in Risk]?: ApprovalMode | undefined } | undefined;
  readonly hitl_channel?: string | undefined;
  readonly approvers?: readonly string[] | undefined;
  readonly quorum?: number | undefined;
  readonly expires?: string | undefined;
}

const modes: readonly [ApprovalMode, ...ApprovalMode[]] = ["none", "auto", "hitl"];
const mode = z.enum(modes).meta({
  id: "ApprovalMode",
  description:
    "none: there is no approval step; auto: this policy approves, and the record says so; hitl: a person decides.",
});
const risk = z.enum(risks).meta({ id: "Risk", description: "low, medium, high or critical." });
const glob = z.string().min(1);
const approver = z
  .string()
  .regex(/^(?:group:)?[^\s\p{C}*:]+$/u, "a person, such as alice@acme.com, or group:NAME")
  .meta({ id: "Approver" });

const approvalByRisk = z
  .strictObject({
    low: mode,
    medium: mode,
    high: mode,
    // Another mode is refused by `checks.ts`, which says why; the keyword is for editors.
    critical: z
      .enum(modes)
      .meta({ const: "hitl", description: "A CRITICAL operation always needs a person." }),
  })
  .partial()
  .meta({ id: "ApprovalByRisk", description: "Levels left out: none for low, hitl for the others." });

const policy: z.ZodType<WrittenPolicy> = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "a name of letters, digits, dots, dashes and underscores")
      .describe("A name that no other policy has, in any file."),
    connector: z.string().min(1).describe("The connector whose operations this policy is about."),
    agents: z
      .array(glob)
      .min(1)
      .optional()
      .describe("Globs over agent ids. Absent: every agent of the organisation."),
    operations: z
      .array(glob)
      .min(1)
      .optional()
      .describe("Globs over operation ids: what this policy grants."),
    deny: z
      .array(glob)
      .min(1)
      .optional()
      .describe("Globs over operation ids: what these agents may not do, whatever else grants it."),
    risk_max: risk.optional().describe("The highest risk that this grant reaches. Absent: low."),
    approval: z.union([mode, approvalByRisk]).optional().meta({
      title: "approval map",
      description: "How a granted action is approved. Absent: none for low, hitl for the others.",
    }),
    hitl_channel: z
      .string()
      .regex(/^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u, "one line of text, such as #sec-approvals")
      .optional()
      .describe("Where a request for approval is announced."),
    approvers: z
      .array(approver)
      .min(1)
      .optional()
      .describe("Who may approve. Absent: any person who is not barred."),
    quorum: z.int().min(1).optional().describe("How many distinct people must approve. Absent: 1."),
    expires: z.iso
      .datetime({ offset: true, error: "an instant of RFC 3339 with its zone, such as 2030-12-31T23:59:59Z" })
      .optional()
      .describe("From this instant on the policy grants nothing. What it denies stays denied."),
  })
  .meta({ id: "Policy" });

/** The shape of a policy file. What the values mean together is checked afterwards, in `checks.ts`. */
export const policyFileShape: z.ZodType<readonly WrittenPolicy[]> = z.array(policy).min(1);

/** The JSON Schema (draft 7) of a policy file, for editors: connectors and operations of the catalogs are suggested. */
export function policyJsonSchema(catalogs: readonly Catalog[]): Record<string, unknown> {
  const schema = z.toJSONSchema(policyFileShape, {
    target: "draft-7",
    io: "input",
    unrepresentable: "throw",
  });
  const { definitions } = schema as { definitions?: Record<string, { properties: Record<string, object> }> };
  const properties = definitions!["Policy"]!.properties;
  const ids = catalogs.flatMap(({ operations }) => Object.keys(operations)).toSorted();
  const withWildcard = "^(?=.*\\*)[^:]+:[^:]+$";
  Object.assign(properties["connector"]!, { enum: catalogs.map(({ connector }) => connector).toSorted() });
  for (const key of ["operations", "deny"]) {
    Object.assign(properties[key]!, {
      items: { anyOf: [{ enum: ids }, { type: "string", pattern: withWildcard }] },
    });
  }
  return { ...schema, title: "Arx policies" };
}
