// Generated from specs/okta by `pnpm generate`. Do not edit.

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { catalog } from "../../src/generated/catalog.ts";
import { OktaConnector } from "../../src/generated/client.ts";
import { operations } from "../../src/generated/operations.ts";

const rows = [
  ["users:read", "listUsers", "GET", "/api/v1/users", "low", "users"],
  ["users:read_detail", "getUser", "GET", "/api/v1/users/{userId}", "low", "users"],
  ["users:create", "createUser", "POST", "/api/v1/users", "medium", "users"],
  ["users:update", "updateUser", "PUT", "/api/v1/users/{userId}", "medium", "users"],
  [
    "users:deactivate",
    "deactivateUser",
    "POST",
    "/api/v1/users/{userId}/lifecycle/deactivate",
    "high",
    "users",
  ],
  ["users:activate", "activateUser", "POST", "/api/v1/users/{userId}/lifecycle/activate", "medium", "users"],
  ["users:suspend", "suspendUser", "POST", "/api/v1/users/{userId}/lifecycle/suspend", "high", "users"],
  [
    "users:unsuspend",
    "unsuspendUser",
    "POST",
    "/api/v1/users/{userId}/lifecycle/unsuspend",
    "medium",
    "users",
  ],
  [
    "users:reset_password",
    "resetPassword",
    "POST",
    "/api/v1/users/{userId}/lifecycle/reset_password",
    "high",
    "users",
  ],
  ["users:clear_sessions", "clearSessions", "DELETE", "/api/v1/users/{userId}/sessions", "critical", "users"],
  ["users:read_factors", "listFactors", "GET", "/api/v1/users/{userId}/factors", "low", "users"],
  ["users:read_apps", "listAppLinks", "GET", "/api/v1/users/{userId}/appLinks", "low", "users"],
  ["groups:read", "listGroups", "GET", "/api/v1/groups", "low", "groups"],
  ["groups:read_detail", "getGroup", "GET", "/api/v1/groups/{groupId}", "low", "groups"],
  ["groups:create", "createGroup", "POST", "/api/v1/groups", "medium", "groups"],
  ["groups:update", "updateGroup", "PUT", "/api/v1/groups/{groupId}", "medium", "groups"],
  ["groups:delete", "deleteGroup", "DELETE", "/api/v1/groups/{groupId}", "high", "groups"],
  ["groups:read_members", "getGroupMembers", "GET", "/api/v1/groups/{groupId}/users", "low", "groups"],
  [
    "groups:add_member",
    "addGroupMember",
    "PUT",
    "/api/v1/groups/{groupId}/users/{userId}",
    "medium",
    "groups",
  ],
  [
    "groups:remove_member",
    "removeGroupMember",
    "DELETE",
    "/api/v1/groups/{groupId}/users/{userId}",
    "medium",
    "groups",
  ],
  ["apps:read", "listApps", "GET", "/api/v1/apps", "low", "apps"],
  ["apps:read_detail", "getApp", "GET", "/api/v1/apps/{appId}", "low", "apps"],
  ["apps:assign_user", "assignUserToApp", "PUT", "/api/v1/apps/{appId}/users/{userId}", "medium", "apps"],
  [
    "apps:remove_user",
    "removeUserFromApp",
    "DELETE",
    "/api/v1/apps/{appId}/users/{userId}",
    "medium",
    "apps",
  ],
  ["authz:read", "listAuthorizationServers", "GET", "/api/v1/authorizationServers", "low", "authz"],
  [
    "authz:read_policies",
    "listAuthorizationServerPolicies",
    "GET",
    "/api/v1/authorizationServers/{authServerId}/policies",
    "low",
    "authz",
  ],
  ["logs:read", "getLogs", "GET", "/api/v1/logs", "low", "logs"],
  ["domains:read", "listDomains", "GET", "/api/v1/domains", "low", "domains"],
  ["policies:read", "listPolicies", "GET", "/api/v1/policies", "low", "policies"],
  ["policies:read_rules", "listPolicyRules", "GET", "/api/v1/policies/{policyId}/rules", "low", "policies"],
] as const;

test.each(rows)("%s is %s: %s %s, risk %s", async (id, call, method, path, risk) => {
  expect(catalog.operations[id]).toMatchObject({ id, method, path, risk });
  expect(operations[id]).toMatchObject({ ...catalog.operations[id], call });
  expect(OktaConnector.prototype[call]).toBeTypeOf("function");
  expect((await operations[id].schemas()).input).toBeDefined();
});

test("the catalog, the table and the client hold these operations and no other", () => {
  const ids = rows.map(([id]) => id);
  expect(Object.keys(catalog.operations)).toEqual(ids);
  expect(Object.keys(operations)).toEqual(ids);
  const methods = Object.getOwnPropertyNames(OktaConnector.prototype).filter(
    (name) => name !== "constructor",
  );
  expect(methods.toSorted()).toEqual(rows.map(([, call]) => call).toSorted());
});

test("the catalog for other tools says the same", async () => {
  const text = await readFile(new URL("../../generated/catalog.json", import.meta.url), "utf8");
  expect(JSON.parse(text)).toEqual(catalog);
});
