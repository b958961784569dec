// Generated from specs/okta by `pnpm generate`. Do not edit.

import type {
  ActivateUserInput,
  AddGroupMemberInput,
  AssignUserToAppInput,
  ClearSessionsInput,
  CreateGroupInput,
  CreateUserInput,
  DeactivateUserInput,
  DeleteGroupInput,
  GetAppInput,
  GetGroupInput,
  GetGroupMembersInput,
  GetLogsInput,
  GetUserInput,
  ListAppLinksInput,
  ListAppsInput,
  ListAuthorizationServerPoliciesInput,
  ListAuthorizationServersInput,
  ListDomainsInput,
  ListFactorsInput,
  ListGroupsInput,
  ListPoliciesInput,
  ListPolicyRulesInput,
  ListUsersInput,
  RemoveGroupMemberInput,
  RemoveUserFromAppInput,
  ResetPasswordInput,
  SuspendUserInput,
  UnsuspendUserInput,
  UpdateGroupInput,
  UpdateUserInput,
} from "./inputs.ts";
import type {
  ActivationToken,
  App,
  AppLink,
  AppUser,
  AuthorizationServer,
  AuthorizationServerPolicy,
  Domain,
  Factor,
  Group,
  ListedUser,
  LogEvent,
  PasswordReset,
  Policy,
  PolicyRule,
  User,
} from "./types.ts";

/** Operation ids of Okta, with what each takes and gives; `item` is that of a list. */
export interface OktaOperations {
  "users:read": { input: ListUsersInput; item: ListedUser };
  "users:read_detail": { input: GetUserInput; result: User };
  "users:create": { input: CreateUserInput; result: User };
  "users:update": { input: UpdateUserInput; result: User };
  "users:deactivate": { input: DeactivateUserInput; result: void };
  "users:activate": { input: ActivateUserInput; result: ActivationToken };
  "users:suspend": { input: SuspendUserInput; result: void };
  "users:unsuspend": { input: UnsuspendUserInput; result: void };
  "users:reset_password": { input: ResetPasswordInput; result: PasswordReset };
  "users:clear_sessions": { input: ClearSessionsInput; result: void };
  "users:read_factors": { input: ListFactorsInput; item: Factor };
  "users:read_apps": { input: ListAppLinksInput; item: AppLink };
  "groups:read": { input: ListGroupsInput; item: Group };
  "groups:read_detail": { input: GetGroupInput; result: Group };
  "groups:create": { input: CreateGroupInput; result: Group };
  "groups:update": { input: UpdateGroupInput; result: Group };
  "groups:delete": { input: DeleteGroupInput; result: void };
  "groups:read_members": { input: GetGroupMembersInput; item: User };
  "groups:add_member": { input: AddGroupMemberInput; result: void };
  "groups:remove_member": { input: RemoveGroupMemberInput; result: void };
  "apps:read": { input: ListAppsInput; item: App };
  "apps:read_detail": { input: GetAppInput; result: App };
  "apps:assign_user": { input: AssignUserToAppInput; result: AppUser };
  "apps:remove_user": { input: RemoveUserFromAppInput; result: void };
  "authz:read": { input: ListAuthorizationServersInput; item: AuthorizationServer };
  "authz:read_policies": { input: ListAuthorizationServerPoliciesInput; item: AuthorizationServerPolicy };
  "logs:read": { input: GetLogsInput; item: LogEvent };
  "domains:read": { input: ListDomainsInput; item: Domain };
  "policies:read": { input: ListPoliciesInput; item: Policy };
  "policies:read_rules": { input: ListPolicyRulesInput; item: PolicyRule };
}
