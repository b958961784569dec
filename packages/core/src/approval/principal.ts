import type { ApprovalDemand } from "../policy/decision.ts";
import type { NewApproval } from "./approval.ts";

/** A person whose identity was proven. A channel carries requests; it never speaks for a person. */
export interface Principal {
  /** Such as `alice@acme.com`. */
  readonly id: string;
  readonly groups: readonly string[];
  /** How the identity was proven, such as `os` or `oidc`. */
  readonly authenticatedBy: string;
}

const groupPrefix = "group:";

/** Why a value is no authenticated person, whatever its type says; undefined if it is one. */
export function principalFault(person: Principal): string | undefined {
  const { id, groups, authenticatedBy } = person ?? {};
  if (!isName(id)) return "nobody was authenticated: there is no identity";
  if (!isName(authenticatedBy)) return "nobody was authenticated: it is not said how";
  if (!Array.isArray(groups) || !groups.every(isName)) return "the groups are no list of names";
  // Policies name groups so; a person of such a name would pass for all of its members.
  return id.startsWith(groupPrefix) ? `no person's identity starts with ${groupPrefix}` : undefined;
}

/** Whether two identities may be one person's: case, width, spaces and invisible characters make no other person. */
export function samePerson(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

/** Why this person may never decide on this request: whoever wants the action, or answers for it, can't decide on it. */
export function barred(approval: NewApproval, person: Principal): string | undefined {
  const is = (name: string | undefined): boolean =>
    name !== undefined &&
    [person.id, ...person.groups.map((group) => groupPrefix + group)].some((mine) => samePerson(mine, name));
  if (is(approval.agentId)) return "an agent can't decide on its own action";
  if (is(approval.agentOwner)) return "the agent's owner can't decide on its actions";
  if (is(approval.requestedBy)) return "who asked for an action can't decide on it";
  return undefined;
}

/** Whether a demand counts this person. Barring reads identities widely, admitting takes them to the letter. */
export function mayDecide(demand: ApprovalDemand, person: Pick<Principal, "id" | "groups">): boolean {
  const { approvers } = demand;
  if (approvers === undefined) return true;
  return (
    approvers.includes(person.id) || person.groups.some((group) => approvers.includes(groupPrefix + group))
  );
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.isWellFormed();
}

function fold(id: string): string {
  return id
    .normalize("NFKC")
    .replaceAll(/[\s\p{C}\p{Default_Ignorable_Code_Point}]/gu, "")
    .toLowerCase();
}
