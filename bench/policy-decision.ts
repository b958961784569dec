import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Cedar from "@cedar-policy/cedar-wasm/nodejs";
import { initHome, openRuntime, type PolicyDecisionPoint, type Risk } from "@arx/core";
import { catalog } from "@arx/okta";
import { compare, type Row } from "./measure.ts";

// The package's Node.js build is CommonJS.
const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs") as typeof Cedar;

const ranks: Readonly<Record<Risk, number>> = { low: 0, medium: 1, high: 2, critical: 3 };
const requests = Object.values(catalog.operations).map(({ id, risk }) => ({ id: id, risk }));

/** A decision by this policy engine against Cedar's WebAssembly with the same policies, for sets of growing size. */
export async function policyDecision(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const size of [3, 100, 10_000]) {
    const policy = await ours(size);
    const name = `set-${size}`;
    cedar.preparsePolicySet(name, { staticPolicies: cedarPolicies(size) });
    agree(policy, name, size);
    rows.push(
      await compare(
        { what: `policy decision, ${size.toLocaleString("en-US")} policies`, unit: "decisions/s" },
        {
          name: "policy table",
          run: (count) => each(count, (agentId, request) => decideOurs(policy, agentId, request), size),
        },
        {
          name: "Cedar WebAssembly, stateful",
          run: (count) => each(count, (agentId, request) => decideCedar(name, agentId, request), size),
        },
        { rounds: 7, roundMs: 400 },
      ),
    );
  }
  return rows;
}

type Request = (typeof requests)[number];

function each(count: number, decide: (agentId: string, request: Request) => unknown, size: number): void {
  for (let n = 0; n < count; n += 1)
    decide(`team-${n % Math.min(size, 50)}-agent`, requests[n % requests.length] as Request);
}

function decideOurs(policy: PolicyDecisionPoint, agentId: string, { id, risk }: Request): boolean {
  return (
    policy.decide({ connector: "okta", agentId, operation: id, risk, at: 1_800_000_000_000 }).verdict !==
    "deny"
  );
}

function decideCedar(preparsedPolicySetId: string, agentId: string, { id, risk }: Request): boolean {
  const answer = cedar.statefulIsAuthorized({
    preparsedPolicySetId,
    principal: { type: "Agent", id: agentId },
    action: { type: "Action", id },
    resource: { type: "Org", id: "org-bench" },
    context: { agent: agentId, operation: id, risk: ranks[risk] },
    entities: [],
  });
  return answer.type === "success" && answer.response.decision === "allow";
}

/** A comparison means something only if both say the same. */
function agree(policy: PolicyDecisionPoint, name: string, size: number): void {
  for (const request of requests) {
    for (const agentId of ["team-0-agent", `team-${size - 1}-agent`, "stranger"]) {
      if (decideOurs(policy, agentId, request) !== decideCedar(name, agentId, request)) {
        throw new Error(`the two engines disagree on ${agentId} ${request.id} with ${size} policies`);
      }
    }
  }
}

async function ours(size: number): Promise<PolicyDecisionPoint> {
  const folder = await mkdtemp(join(tmpdir(), "arx-bench-"));
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, "config") };
  const home = initHome(join(folder, "home"), env);
  await writeFile(
    join(home.policies, "policies.yaml"),
    Array.from({ length: size }, (_, index) => yamlPolicy(index)).join(""),
    { mode: 0o600 },
  );
  const runtime = await openRuntime({ catalogs: [catalog], home: home.folder, env });
  await runtime.close();
  await rm(folder, { recursive: true, force: true });
  return runtime.policy;
}

/** Every tenth policy denies something; the others grant a team its reads and some its writes. */
function yamlPolicy(index: number): string {
  const head = `- name: policy-${index}\n  connector: okta\n`;
  if (index % 10 === 9) return `${head}  deny: ["groups:delete"]\n`;
  const writes = index % 3 === 0;
  return `${head}  agents: ["team-${index}-*"]\n  operations: ["users:*"${writes ? ', "groups:*"' : ""}]\n  risk_max: ${writes ? "high" : "low"}\n  approval: { high: hitl }\n`;
}

function cedarPolicies(size: number): string {
  return Array.from({ length: size }, (_, index) => {
    if (index % 10 === 9)
      return 'forbid(principal, action, resource) when { context.operation == "groups:delete" };';
    const writes = index % 3 === 0;
    const reach = writes
      ? '(context.operation like "users:*" || context.operation like "groups:*")'
      : 'context.operation like "users:*"';
    return `permit(principal, action, resource) when { context.agent like "team-${index}-*" && ${reach} && context.risk <= ${writes ? 2 : 0} };`;
  }).join("\n");
}
