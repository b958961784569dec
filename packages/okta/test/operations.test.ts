import { readFileSync } from "node:fs";
import type { CatalogEntry } from "@arx/core";
import { expect, test } from "vitest";

// What is promised to users, written down apart from the spec: a risk or a path that changes by accident fails here.
const promised = `
  users:read           | GET    | /api/v1/users                                        | LOW      | List or search users
  users:read_detail    | GET    | /api/v1/users/{userId}                               | LOW      | Get user details by user ID
  users:create         | POST   | /api/v1/users                                        | MEDIUM   | Create a new user
  users:update         | PUT    | /api/v1/users/{userId}                               | MEDIUM   | Update a user profile
  users:deactivate     | POST   | /api/v1/users/{userId}/lifecycle/deactivate          | HIGH     | Deactivate a user -- disables login
  users:activate       | POST   | /api/v1/users/{userId}/lifecycle/activate            | MEDIUM   | Activate a user
  users:suspend        | POST   | /api/v1/users/{userId}/lifecycle/suspend             | HIGH     | Suspend a user -- temporarily disables login
  users:unsuspend      | POST   | /api/v1/users/{userId}/lifecycle/unsuspend           | MEDIUM   | Unsuspend a user
  users:reset_password | POST   | /api/v1/users/{userId}/lifecycle/reset_password      | HIGH     | Reset a user's password
  users:clear_sessions | DELETE | /api/v1/users/{userId}/sessions                      | CRITICAL | Revoke all active sessions for a user
  users:read_factors   | GET    | /api/v1/users/{userId}/factors                       | LOW      | List enrolled MFA factors for a user
  users:read_apps      | GET    | /api/v1/users/{userId}/appLinks                      | LOW      | List application links assigned to a user
  groups:read          | GET    | /api/v1/groups                                       | LOW      | List or search groups
  groups:read_detail   | GET    | /api/v1/groups/{groupId}                             | LOW      | Get group details by group ID
  groups:create        | POST   | /api/v1/groups                                       | MEDIUM   | Create a new group
  groups:update        | PUT    | /api/v1/groups/{groupId}                             | MEDIUM   | Update a group
  groups:delete        | DELETE | /api/v1/groups/{groupId}                             | HIGH     | Delete a group
  groups:read_members  | GET    | /api/v1/groups/{groupId}/users                       | LOW      | List members of a group
  groups:add_member    | PUT    | /api/v1/groups/{groupId}/users/{userId}              | MEDIUM   | Add a user to a group
  groups:remove_member | DELETE | /api/v1/groups/{groupId}/users/{userId}              | MEDIUM   | Remove a user from a group
  apps:read            | GET    | /api/v1/apps                                         | LOW      | List applications
  apps:read_detail     | GET    | /api/v1/apps/{appId}                                 | LOW      | Get application details by app ID
  apps:assign_user     | PUT    | /api/v1/apps/{appId}/users/{userId}                  | MEDIUM   | Assign a user to an application
  apps:remove_user     | DELETE | /api/v1/apps/{appId}/users/{userId}                  | MEDIUM   | Remove a user from an application
  authz:read           | GET    | /api/v1/authorizationServers                         | LOW      | List authorization servers
  authz:read_policies  | GET    | /api/v1/authorizationServers/{authServerId}/policies | LOW      | List policies for an authorization server
  logs:read            | GET    | /api/v1/logs                                         | LOW      | Query system log events
  domains:read         | GET    | /api/v1/domains                                      | LOW      | List verified custom domains
  policies:read        | GET    | /api/v1/policies                                     | LOW      | List policies
  policies:read_rules  | GET    | /api/v1/policies/{policyId}/rules                    | LOW      | List rules for a policy
`;

test("the catalog for other tools holds exactly the thirty operations that are promised", () => {
  const { operations } = JSON.parse(
    readFileSync(new URL("../generated/catalog.json", import.meta.url), "utf8"),
  ) as { readonly operations: Readonly<Record<string, CatalogEntry>> };
  const rows = promised
    .trim()
    .split("\n")
    .map((row) => row.split(" | ").map((cell) => cell.trim()));
  const listed = Object.values(operations).map(({ id, method, path, risk, summary }) => [
    id,
    method,
    path,
    risk.toUpperCase(),
    summary,
  ]);
  expect(listed).toEqual(rows);
  expect(Object.keys(operations)).toEqual(rows.map(([id]) => id));
});
