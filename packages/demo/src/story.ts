import type { OktaConnector } from "@arx/okta";

/** What must come of a step for the story to be true. */
export interface Told {
  readonly verdict: "allow" | "escalate" | "deny";
  readonly approval?: "none" | "auto" | "hitl";
  /** The error's code, where the step is to fail. */
  readonly code?: string;
  /** The error's code if the person who is asked says no: that is as good an end. */
  readonly orCode?: string;
  /** The policies that decided, where that is the point. */
  readonly by?: readonly string[];
}

/** One call of the SDK, as a reader of the docs would write it. */
export interface Step {
  readonly title: string;
  readonly call: (okta: OktaConnector) => PromiseLike<unknown>;
  /** Says in a few words what came back. */
  readonly show: (result: never) => string;
  readonly told: Told;
}

function step<T>(
  title: string,
  call: (okta: OktaConnector) => PromiseLike<T>,
  show: (result: T) => string,
  told: Told,
): Step {
  return { title, call, show, told };
}

const allowed: Told = { verdict: "allow", approval: "none" };
const names = (items: readonly { readonly profile?: { readonly name?: string } | undefined }[]): string =>
  items.map(({ profile }) => profile?.name).join(", ");

/** Under okta-readonly-soc and okta-user-lifecycle. */
export const actOne: readonly Step[] = [
  step(
    "List users matching an email",
    (okta) => okta.listUsers({ search: 'profile.email eq "jdoe@acme.com"' }),
    (users) => users.map(({ id, profile }) => `${id} ${profile?.login}`).join(", "),
    allowed,
  ),
  step(
    "Get a single user by ID",
    (okta) => okta.getUser("00u1a2b3c4d5e6f7g8"),
    (user) => `${user.profile.firstName} ${user.profile.lastName}, ${user.status}`,
    allowed,
  ),
  step(
    "Create a user: the policy approves it by itself",
    (okta) => okta.createUser({ firstName: "Jane", lastName: "Doe", email: "jane.doe@acme.com" }),
    (user) => `${user.id} ${user.profile.login}, ${user.status}`,
    { verdict: "allow", approval: "auto", by: ["okta-user-lifecycle"] },
  ),
  step(
    "Suspend a user: the policy asks for a person",
    (okta) => okta.suspendUser("00u1a2b3c4d5e6f7g8"),
    () => "suspended",
    { verdict: "escalate", approval: "hitl", orCode: "approval_denied", by: ["okta-user-lifecycle"] },
  ),
  step("List groups", (okta) => okta.listGroups({ search: "Engineering" }), names, allowed),
  step(
    "List the members of a group",
    (okta) => okta.getGroupMembers("0gra1b2c3d4e5f6g7"),
    (members) => members.map(({ profile }) => profile.login).join(", "),
    allowed,
  ),
  step(
    "Query the system log",
    (okta) => okta.getLogs({ since: "2025-01-01T00:00:00Z", filter: 'eventType eq "user.session.start"' }),
    (events) => `${events.length} events`,
    allowed,
  ),
  step(
    "Delete a group: nothing grants it",
    (okta) => okta.deleteGroup("0gra1b2c3d4e5f6g7"),
    () => "deleted",
    {
      verdict: "deny",
      code: "policy_denied",
      by: [],
    },
  ),
];

/** With okta-no-destructive in force too. */
export const actTwo: readonly Step[] = [
  step(
    "The same suspend: denied outright",
    (okta) => okta.suspendUser("00u1a2b3c4d5e6f7g8"),
    () => "suspended",
    {
      verdict: "deny",
      code: "policy_denied",
      by: ["okta-no-destructive"],
    },
  ),
];
