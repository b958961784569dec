import { expect, test } from "vitest";
import type { Vote } from "../../src/approval/approval.ts";
import { tally } from "../../src/approval/tally.ts";
import type { ApprovalDemand } from "../../src/policy/decision.ts";

const anybody: ApprovalDemand = { policy: "any", quorum: 1 };
const two: ApprovalDemand = { policy: "two", quorum: 2 };
const guards: ApprovalDemand = { policy: "guards", quorum: 1, approvers: ["group:guards"] };
const owners: ApprovalDemand = { policy: "owners", quorum: 1, approvers: ["olga", "otto"] };
const bothOwners: ApprovalDemand = { policy: "both", quorum: 2, approvers: ["olga", "otto"] };

/** `+name` approves, `-name` denies; `@group` adds a group. */
function votes(...words: string[]): Vote[] {
  return words.map((word, at) => {
    const [person = "", ...groups] = word.slice(1).split("@");
    const choice = word.startsWith("+") ? "approve" : "deny";
    return { approvalId: "apr", person, groups, authenticatedBy: "test", choice, reason: "so", at };
  });
}

const table: [
  string,
  { given: readonly [readonly ApprovalDemand[], Vote[]]; want: ReturnType<typeof tally> },
][] = [
  ["nobody's word leaves it open", { given: [[anybody], []], want: "open" }],
  ["one approval meets a quorum of one", { given: [[anybody], votes("+ann")], want: "approved" }],
  ["one approval does not meet a quorum of two", { given: [[two], votes("+ann")], want: "open" }],
  ["two people meet a quorum of two", { given: [[two], votes("+ann", "+ben")], want: "approved" }],
  ["one person twice is one person", { given: [[two], votes("+ann", "+ann")], want: "open" }],
  ["another spelling is no other person", { given: [[two], votes("+ann", "+ ANN ")], want: "open" }],
  ["another width is no other person", { given: [[two], votes("+ann", "+ａｎｎ")], want: "open" }],
  [
    "an invisible character makes no other person",
    { given: [[two], votes("+ann", "+an\u200bn")], want: "open" },
  ],
  [
    "a character that is no letter and yet can't be seen makes no other person",
    { given: [[two], votes("+ann", "+an\u034fn", "+ann\ufe0f", "+ann\u3164")], want: "open" },
  ],
  ["one denial ends it", { given: [[two], votes("+ann", "-ben")], want: "denied" }],
  [
    "a denial outweighs any number of approvals",
    { given: [[anybody], votes("+ann", "+ben", "-cid")], want: "denied" },
  ],
  ["who is not asked does not count", { given: [[guards], votes("+ann")], want: "open" }],
  ["a member of the group counts", { given: [[guards], votes("+ann@guards")], want: "approved" }],
  ["a person counts by name", { given: [[owners], votes("+olga")], want: "approved" }],
  ["a name is admitted to the letter", { given: [[owners], votes("+Olga")], want: "open" }],
  ["a group's name is no person's", { given: [[owners], votes("+ann@olga")], want: "open" }],
  ["every demand must be met", { given: [[guards, owners], votes("+ann@guards")], want: "open" }],
  [
    "two people meet two demands",
    { given: [[guards, owners], votes("+ann@guards", "+otto")], want: "approved" },
  ],
  ["one person may meet two demands", { given: [[guards, owners], votes("+olga@guards")], want: "approved" }],
  [
    "a quorum counts those alone who are asked",
    { given: [[bothOwners], votes("+olga", "+ann", "+ben")], want: "open" },
  ],
  [
    "all who are asked meet their quorum",
    { given: [[bothOwners], votes("+olga", "+otto")], want: "approved" },
  ],
  ["a quorum below one is one", { given: [[{ ...anybody, quorum: 0 }], []], want: "open" }],
  [
    "a quorum that is no number is never met",
    { given: [[{ ...anybody, quorum: Number.NaN }], votes("+ann")], want: "open" },
  ],
  ["no demand at all still wants a person", { given: [[], []], want: "open" }],
];

test.for(table)(
  "%s",
  ([
    ,
    {
      given: [demands, given],
      want,
    },
  ]) => {
    expect(tally(demands, given)).toBe(want);
  },
);

test("a word that is neither is no approval", () => {
  const [vote] = votes("+ann");
  expect(tally([anybody], [{ ...vote!, choice: "abstain" as "approve" }])).toBe("open");
});
