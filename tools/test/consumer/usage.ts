// What the docs of the Okta connector show first, in a project of somebody who installed it.
import { ApprovalPendingError } from "@arx/core";
import { OktaConnector } from "@arx/okta";

const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-acme" });

const users = await okta.listUsers({ search: 'profile.email eq "jdoe@acme.com"' });
const user = await okta.getUser("00u1a2b3c4d5e6f7g8");
const newUser = await okta.createUser({ firstName: "Jane", lastName: "Doe", email: "jane.doe@acme.com" });
const suspension = await okta.suspendUser("00u1a2b3c4d5e6f7g8").catch((error: unknown) => error);
const groups = await okta.listGroups({ search: "Engineering" });
const members = await okta.getGroupMembers("0gra1b2c3d4e5f6g7");
const logs = await okta.getLogs({
  since: "2025-01-01T00:00:00Z",
  filter: 'eventType eq "user.session.start"',
});

// Types are what the docs say, not `any`.
const login: string | null | undefined = user.profile.login;
const ids: string[] = users.map(({ id }) => id);
// @ts-expect-error a user has no such field
void user.notAField;
// @ts-expect-error a search is text
void (() => okta.listUsers({ search: 1 }));

console.log(
  JSON.stringify({
    users: ids,
    login,
    created: newUser.status,
    approvalId: suspension instanceof ApprovalPendingError ? suspension.approvalId : String(suspension),
    groups: groups.map(({ profile }) => profile.name),
    members: members.length,
    events: logs.length,
  }),
);
