import { expect, test } from "vitest";
import { policyFileShape, policyJsonSchema } from "../../src/policy/schema.ts";
import { catalogs } from "./bench.ts";

interface Described {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly items?: {
    readonly anyOf: readonly [{ readonly enum: readonly string[] }, { readonly pattern: string }];
  };
}

interface Mapping {
  readonly properties: Readonly<Record<string, Described>>;
}

const { definitions } = policyJsonSchema(catalogs) as unknown as {
  definitions: { Policy: Mapping; ApprovalByRisk: Mapping };
};
const { Policy, ApprovalByRisk } = definitions;

test("editors know every key of the language, and that there are no others", () => {
  expect(Object.keys(Policy.properties)).toEqual([
    "name",
    "connector",
    "agents",
    "operations",
    "deny",
    "risk_max",
    "approval",
    "hitl_channel",
    "approvers",
    "quorum",
    "expires",
  ]);
  expect(Policy).toMatchObject({ additionalProperties: false, required: ["name", "connector"] });
  expect(Object.values(Policy.properties).every(({ description }) => typeof description === "string")).toBe(
    true,
  );
});

test("editors suggest the connectors and operations of the catalogs, and take globs beside them", () => {
  expect(Policy.properties["connector"]!.enum).toEqual(["depot", "okta"]);
  for (const key of ["operations", "deny"]) {
    const [suggested, glob] = Policy.properties[key]!.items!.anyOf;
    expect(suggested.enum).toEqual(expect.arrayContaining(["users:suspend", "parcels:destroy"]));
    const isGlob = (text: string): boolean => new RegExp(glob.pattern, "u").test(text);
    expect(["users:*", "*:read*", "*:*"].every(isGlob)).toBe(true);
    expect(["*", "users*", "users:supend"].some(isGlob)).toBe(false);
  }
});

test("editors mark a CRITICAL that is not left to a person", () => {
  expect(ApprovalByRisk.properties["critical"]!.const).toBe("hitl");
});

test("the schema is data that any JSON reader takes", () => {
  expect(JSON.parse(JSON.stringify(policyJsonSchema(catalogs)))).toEqual(policyJsonSchema(catalogs));
});

test.each([
  ["#a", true],
  ["a", true],
  ["sec approvals, Europe", true],
  [" #a", false],
  ["#a ", false],
  ["#a\n#b", false],
  ["#a\u0007", false],
])("a channel called %j can be loaded: %s", (hitl_channel, loads) => {
  const shape = { name: "a", connector: "okta", operations: ["users:read"], hitl_channel };
  expect(policyFileShape.safeParse([shape]).success).toBe(loads);
});
