import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccessRequest, ApprovalDemand, Decision } from "../../src/policy/decision.ts";
import { diffPolicies } from "../../src/policy/diff.ts";
import { parsePolicies } from "../../src/policy/parse.ts";
import { policySet } from "../../src/policy/policy-set.ts";
import { PolicyTable } from "../../src/policy/policy-table.ts";
import type { WrittenPolicy } from "../../src/policy/schema.ts";
import { denials, everyRequest, grants, policySets, someRequests } from "./arbitraries.ts";
import { bench, catalogs, newYear, setOf } from "./bench.ts";
import { referenceDecision } from "./reference.ts";

const table = (policies: readonly WrittenPolicy[]): PolicyTable => new PolicyTable(setOf(policies));

/** From what is worst for the agent to what is best. */
const strictness = ({ verdict, approval }: Decision): number =>
  verdict === "deny" ? 3 : ["none", "auto", "hitl"].indexOf(approval!);

test("the table decides every operation at every risk as the naive reading of the rules does", () => {
  fc.assert(
    fc.property(policySets, (policies) => {
      const { table: decided } = bench(policies);
      for (const request of everyRequest) {
        const { policySet: _, ...decision } = decided.decide(request);
        expect({ request, ...decision }).toEqual({
          request,
          ...referenceDecision(policies, catalogs, request),
        });
      }
    }),
    { numRuns: 60 },
  );
});

test("neither the order of policies nor their spread over files changes a decision or the hash", () => {
  const shuffled = policySets.chain((policies) =>
    fc.record({
      policies: fc.constant(policies),
      order: fc.shuffledSubarray(policies, { minLength: policies.length }),
      files: fc.array(fc.constantFrom("a.yaml", "b.yaml", "z.yaml"), {
        minLength: policies.length,
        maxLength: policies.length,
      }),
    }),
  );
  fc.assert(
    fc.property(shuffled, someRequests, ({ policies, order, files }, requests) => {
      const texts = [...new Set(files)].map((file) => ({
        file,
        text: JSON.stringify(
          order.filter((_, index) => files[index] === file),
          null,
          2,
        ),
      }));
      const one = table(policies);
      const other = new PolicyTable(parsePolicies(texts, catalogs, newYear).set!);

      expect(other.hash).toBe(one.hash);
      for (const request of requests) expect(other.decide(request)).toEqual(one.decide(request));
    }),
  );
});

test("saying a policy again under another name changes nothing but the names", () => {
  fc.assert(
    fc.property(policySets, someRequests, (policies, requests) => {
      const once = table(policies);
      const twice = table([
        ...policies,
        ...policies.map((policy) => ({ ...policy, name: `${policy.name}-again` })),
      ]);

      for (const request of requests)
        expect(namelessly(twice.decide(request))).toEqual(namelessly(once.decide(request)));
    }),
  );
});

test("one more deny turns nothing into anything but a denial", () => {
  fc.assert(
    fc.property(policySets, denials, someRequests, (policies, denial, requests) => {
      const [before, after] = [table(policies), table([...policies, denial])];

      for (const request of requests) {
        const [was, is] = [before.decide(request), after.decide(request)];
        if (is.verdict === "deny") continue;
        expect({ ...is, policySet: was.policySet }).toEqual(was);
      }
    }),
  );
});

test("one more grant never turns an action that asks for approval into one that asks for less", () => {
  fc.assert(
    fc.property(policySets, grants, someRequests, (policies, grant, requests) => {
      const [before, after] = [table(policies), table([...policies, grant])];

      for (const request of requests) {
        const [was, is] = [before.decide(request), after.decide(request)];
        if (was.reason === "denied_by_policy") expect(is.reason).toBe("denied_by_policy");
        if (was.verdict === "deny") continue;
        expect(strictness(is)).toBeGreaterThanOrEqual(strictness(was));
        expect(is.channels).toEqual(expect.arrayContaining([...was.channels]));
        if (was.verdict === "escalate")
          expect(is.demands.map(nameless)).toEqual(
            expect.arrayContaining(was.demands.filter(isStated).map(nameless)),
          );
      }
    }),
  );
});

test("what lint calls needless can be removed all together, and every decision stays as it was", () => {
  fc.assert(
    fc.property(policySets, (policies) => {
      const text = JSON.stringify(policies, undefined, 1);
      const { set, diagnostics } = parsePolicies([{ file: "a.yaml", text }], catalogs, newYear);
      const needless = new Set(
        diagnostics.filter(({ code }) => code === "redundant_grant").map(({ line }) => line - 1),
      );
      // Each pattern stands on a line of its own.
      const lines = text.split("\n").map((line, at) => (needless.has(at) ? line.replace(/"/, '"!') : line));
      const rest = (JSON.parse(lines.join("\n")) as WrittenPolicy[]).flatMap(({ operations, ...policy }) => {
        const kept = operations?.filter((pattern) => !pattern.startsWith("!")) ?? [];
        if (kept.length > 0) return [{ ...policy, operations: kept }];
        return policy.deny === undefined ? [] : [policy];
      });
      const after = parsePolicies([{ file: "a.yaml", text: JSON.stringify(rest) }], catalogs, newYear).set;
      expect(diffPolicies(set!, after ?? policySet([], catalogs, []), { at: newYear })).toEqual([]);
    }),
  );
});

test("a decision depends on the policies and the request, not on what was asked before", () => {
  fc.assert(
    fc.property(policySets, someRequests, (policies, requests) => {
      const used = table(policies);
      for (const request of requests) used.decide(request);

      for (const request of requests.toReversed())
        expect(used.decide(request)).toEqual(table(policies).decide(request));
    }),
    { numRuns: 30 },
  );
});

test("the opinions that explain a decision are those that made it", () => {
  fc.assert(
    fc.property(policySets, someRequests, (policies, requests) => {
      const decided = table(policies);
      for (const request of requests)
        expect(explained(decided, request)).toEqual(made(decided.decide(request)));
    }),
  );
});

/** What the explanation of a request says of who denied or granted it. */
function explained(decided: PolicyTable, request: AccessRequest): object {
  const { opinions } = decided.explain(request);
  const of = (effect: string): string[] =>
    opinions.filter((opinion) => opinion.effect === effect).map(({ policy }) => policy);
  return of("deny").length > 0 ? { denied: of("deny") } : { granted: of("grant") };
}

function made({ reason, policies }: Decision): object {
  return reason === "denied_by_policy" ? { denied: policies } : { granted: policies };
}

/** Whether a demand asks for more than any one person. */
const isStated = ({ approvers, quorum }: ApprovalDemand): boolean => approvers !== undefined || quorum > 1;

const nameless = ({ approvers, quorum }: ApprovalDemand): object => ({ approvers, quorum });

function namelessly({ verdict, reason, approval, channels, demands }: Decision): object {
  return { verdict, reason, approval, channels, demands: demands.map(nameless) };
}
