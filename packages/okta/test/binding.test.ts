import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { ArxError, type OperationId, type Runtime } from "@arx/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bench, failure, type OrgBench } from "./bench.ts";

// Whatever of a stored action is another one than was approved, for whatever operation, it is refused.

const hitl = `- name: all
  connector: okta
  operations: ["*:*"]
  risk_max: critical
  approval: { low: none, medium: hitl, high: hitl, critical: hitl }
`;
const alice = { id: "alice@acme.com", groups: [], authenticatedBy: "test" };

const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
const said = fc.string({ minLength: 1, maxLength: 8, unit: "binary" }).filter((text) => text.isWellFormed());
const userId = fc.constantFrom("00u1a2b3c4d5e6f7g8", "00u9z8y7x6w5v4u3t2");
const groupId = word.map((text) => `00g${text}`);
const appId = word.map((text) => `0oa${text}`);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** Inputs of operations that differ in where their arguments go, and in whether the org shows their target. */
const inputs: [OperationId, fc.Arbitrary<Record<string, unknown>>][] = [
  ["users:suspend", fc.record({ userId })],
  ["users:clear_sessions", fc.record({ userId, oauthTokens: optional(fc.boolean()) })],
  ["users:reset_password", fc.record({ userId, sendEmail: fc.boolean() })],
  [
    "users:create",
    fc.record({
      ...{ firstName: said, lastName: said, email: word.map((text) => `${text}@acme.com`) },
      ...{
        activate: optional(fc.boolean()),
        groupIds: optional(fc.array(groupId, { minLength: 1, maxLength: 2 })),
      },
      credentials: optional(fc.record({ password: fc.record({ value: said }) })),
    }),
  ],
  [
    "users:update",
    fc.record({
      userId,
      profile: fc.record({
        ...{ login: word.map((text) => `${text}@acme.com`), email: word.map((text) => `${text}@acme.com`) },
        ...{ firstName: said, lastName: said },
      }),
    }),
  ],
  ["groups:create", fc.record({ name: said, description: optional(said) })],
  ["groups:delete", fc.record({ groupId })],
  ["groups:add_member", fc.record({ groupId, userId })],
  ["apps:assign_user", fc.record({ appId, userId, profile: optional(fc.record({ role: said })) })],
];

/** Every other value that differs in one leaf: changed, removed, or added beside it. */
function* alterations(value: unknown): Generator {
  if (typeof value !== "object" || value === null) {
    yield typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${String(value)}x`;
    return;
  }
  if (Array.isArray(value)) {
    yield [...(value as unknown[]), "added"];
    for (const [at, item] of value.entries()) {
      yield value.toSpliced(at, 1);
      for (const other of alterations(item)) yield value.with(at, other);
    }
    return;
  }
  yield { ...value, added: "x" };
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...rest } = value as Record<string, unknown>;
    yield rest;
    for (const other of alterations(member)) yield { ...value, [name]: other };
  }
}

/** Asks people for an action, and has one approve it. */
async function approved({ okta, runtime }: OrgBench, id: OperationId, input: object): Promise<string> {
  const error = await failure(okta.execute(id as "users:suspend", input as { userId: string }));
  expect(error).toBeInstanceOf(ArxError);
  expect(error["code"]).toBe("approval_pending");
  await runtime.approvals.vote(String(error["approvalId"]), alice, "approve", "as shown");
  return String(error["approvalId"]);
}

/** Replaces members of a stored request behind the back of its runtime. */
function store(home: string, id: string, change: object): void {
  const db = new DatabaseSync(join(home, "arx.db"));
  const row = db.prepare("SELECT request FROM approval WHERE id = ?").get(id);
  const request = { ...(JSON.parse(String(row?.["request"])) as object), ...change };
  db.prepare("UPDATE approval SET request = ? WHERE id = ?").run(JSON.stringify(request), id);
  db.close();
}

/** What an approval binds of an action, beside its request. */
const bound = [
  ...["orgId", "agentId", "agentOwner", "requestedBy", "connector", "connectorVersion", "vaultPath"],
  ...["operation", "input", "risk"],
];

async function opened({ store: stored, sealer }: Runtime, id: string): Promise<Record<string, unknown>> {
  const { sealedAction, actionId } = (await stored.approval(id))!;
  return JSON.parse(sealer.open(sealedAction, actionId)) as Record<string, unknown>;
}

test.for(inputs)(
  "an approval of %s is refused for an action that differs in any leaf",
  async ([id, arbitrary]) => {
    await using on = await bench({ rateLimits: "off" }, { policies: hitl });
    const { okta, runtime, home, sim } = on;
    const cases = fc.asyncProperty(arbitrary, async (input) => {
      const approvalId = await approved(on, id, input);
      const action = await opened(runtime, approvalId);
      const { sealedAction, actionId, policySet } = (await runtime.store.approval(approvalId))!;
      for (const name of bound) {
        for (const other of name in action ? alterations(action[name]) : ["added"]) {
          const changed = runtime.sealer.seal(JSON.stringify({ ...action, [name]: other }), actionId);
          store(home, approvalId, { sealedAction: changed });
          expect([name, other, (await failure(okta.resume(approvalId)))["code"]]).toEqual([
            ...[name, other, "approval_altered"],
          ]);
        }
        const { [name]: _, ...without } = action;
        if (!(name in action)) continue;
        store(home, approvalId, { sealedAction: runtime.sealer.seal(JSON.stringify(without), actionId) });
        expect([name, (await failure(okta.resume(approvalId)))["code"]]).toEqual([name, "approval_altered"]);
      }
      for (const change of [{ policySet: "0".repeat(64) }, { id: "apr_other" }, { demands: [] }]) {
        store(home, approvalId, { sealedAction, ...change });
        expect((await failure(okta.resume(approvalId)))["code"]).toBe("approval_altered");
        store(home, approvalId, { id: approvalId, policySet });
      }
    });
    await fc.assert(cases, { numRuns: 6 });
    expect(sim.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  },
);
