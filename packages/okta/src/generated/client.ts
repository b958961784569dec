// Generated from specs/okta by `pnpm generate`. Do not edit.

import { BaseConnector, type CallOptions, type ConnectorOptions, type List } from "@arx/core";
import { definition } from "./definition.ts";
import type {
  ActivateUserOptions,
  AssignUserToAppOptions,
  ClearSessionsOptions,
  CreateGroupOptions,
  CreateUserOptions,
  DeactivateUserOptions,
  GetAppOptions,
  GetGroupMembersOptions,
  GetLogsOptions,
  GetUserOptions,
  ListAppsOptions,
  ListAuthorizationServersOptions,
  ListGroupsOptions,
  ListPoliciesOptions,
  ListPolicyRulesOptions,
  ListUsersOptions,
  RemoveUserFromAppOptions,
  ResetPasswordOptions,
  UpdateGroupOptions,
  UpdateUserOptions,
} from "./inputs.ts";
import type { OktaOperations } from "./operation-map.ts";
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

/**
 * Identity lifecycle management through the Okta Management API. Every call passes policy, approval
 * and audit before it reaches the API.
 */
export class OktaConnector extends BaseConnector<OktaOperations> {
  /** Acts for one agent of one organisation; opens nothing before the first call. */
  constructor(options: ConnectorOptions) {
    super(definition, options);
  }

  /**
   * List or search users.
   *
   * `GET /api/v1/users`, risk LOW, operation `users:read`.
   *
   * Without `search` or `filter`, deactivated (DEPROVISIONED) users are left out; for a full export use
   * either.
   *
   * `search` reads an index that lags some seconds behind writes. `filter`, `q` and reading by id are
   * current.
   *
   * `q` is a type-ahead and does not page; ten users come unless `limit` says otherwise.
   *
   * `search` and `filter` exclude each other.
   *
   * In expressions, quote strings and dates, and escape a quote inside a value as in JSON.
   *
   * @param options - `search`, `filter`, `q`, `limit`, `after`, `sortBy`, `sortOrder`, `fields`,
   * `expand`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000031: the search or filter is not valid, or the cursor has expired; E0000009:
   * the page took too long; ask for a smaller limit
   */
  listUsers(options: ListUsersOptions = {}, call?: CallOptions): List<ListedUser> {
    return this.execute("users:read", options, call);
  }

  /**
   * Get user details by user ID.
   *
   * `GET /api/v1/users/{userId}`, risk LOW, operation `users:read_detail`.
   *
   * A login with a slash can not be looked up here: find the id with `users:read`, whose `filter` on
   * profile.login is current.
   *
   * `me` is the owner of the API token, hardly ever the person that is meant.
   *
   * Only here does Okta answer with an ETag header. In code `etagOf(user)` gives it, for `ifMatch` of
   * `users:update`.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param options - `expand`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: no user has this id or login, or a short login fits several
   */
  getUser(userId: string, options: GetUserOptions = {}, call?: CallOptions): Promise<User> {
    return this.execute("users:read_detail", { ...options, userId }, call);
  }

  /**
   * Create a new user.
   *
   * `POST /api/v1/users`, risk MEDIUM, operation `users:create`.
   *
   * Unless `activate` is false the user is activated at once, and mailed an activation link where no
   * password is given.
   *
   * Without activation the user is STAGED; with it PROVISIONED, or ACTIVE where a password is given.
   *
   * A second call with the same login fails as a duplicate.
   *
   * Attributes of the org's own are part of the profile; one that the org does not define is refused.
   *
   * Undone by `users:deactivate`; the deactivated user stays and keeps the login.
   *
   * @param options - `activate`, `provider`, `nextLogin`, `profile`, `credentials`, `groupIds`, `type`,
   * `realmId`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: a profile attribute is missing, unknown or invalid, the password is too
   * weak, or the login is taken; E0000007: one of the groups does not exist
   */
  createUser(options: CreateUserOptions, call?: CallOptions): Promise<User> {
    return this.execute("users:create", options, call);
  }

  /**
   * Update a user profile.
   *
   * `PUT /api/v1/users/{userId}`, risk MEDIUM, operation `users:update`.
   *
   * The profile is replaced as a whole. Every attribute that is not sent is erased, without a warning;
   * read the user first, change the profile that came, and send all of it. `login` and `email` are asked
   * for, no other attribute is. An approver sees which attributes would go; where policy asks nobody,
   * nobody is told.
   *
   * With `ifMatch` (the ETag that came with the user) the update is refused if the profile has changed
   * meanwhile. The ETag covers profile and user type, not status, credentials or groups.
   *
   * A new email or login may send password recovery to another mailbox; compare both with what they
   * were.
   *
   * A deactivated user answers as if there were none.
   *
   * Undone by `users:update`; it takes the former profile, read beforehand; credentials that were
   * replaced do not come back.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param options - `strict`, `ifMatch`, `profile`, `credentials`, `type`, `realmId`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: an attribute is missing, unknown or invalid, the login is taken, or the
   * password breaks the policy; E0000007: there is no such user, or the user is deactivated; E0000023:
   * the profile comes from another system and is to be changed there; E0000231: the profile has changed
   * since it was read; read it again
   */
  updateUser(userId: string, options: UpdateUserOptions = {}, call?: CallOptions): Promise<User> {
    return this.execute("users:update", { ...options, userId }, call);
  }

  /**
   * Deactivate a user -- disables login.
   *
   * `POST /api/v1/users/{userId}/lifecycle/deactivate`, risk HIGH, operation `users:deactivate`.
   *
   * Group memberships, app assignments and credentials are removed, and activating the user again does
   * not bring them back. To lock somebody out for a while, use `users:suspend`.
   *
   * API tokens that the user owns stop working.
   *
   * A user who is deactivated already answers as if there were none.
   *
   * Undone by `users:activate`; group memberships, app assignments and credentials are lost, and the
   * user sets a new password.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param options - `sendEmail`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such user, or the user is deactivated already
   */
  deactivateUser(userId: string, options: DeactivateUserOptions = {}, call?: CallOptions): Promise<void> {
    return this.execute("users:deactivate", { ...options, userId }, call);
  }

  /**
   * Activate a user.
   *
   * `POST /api/v1/users/{userId}/lifecycle/activate`, risk MEDIUM, operation `users:activate`.
   *
   * The user is mailed an activation link unless `sendEmail` is false; then the answer holds the link
   * and its token.
   *
   * A staged user becomes PROVISIONED, or ACTIVE if a password was set. A deactivated one becomes
   * PROVISIONED and has no password.
   *
   * Undone by `users:deactivate`; deactivating destroys more than activating has made.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param options - `sendEmail`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: no user has this id or login, or a short login fits several; E0000016:
   * the user is active already, or activated and yet to set a password; E0000038: a user in this status
   * can not be activated; E0000112: the activation is still under way
   */
  activateUser(
    userId: string,
    options: ActivateUserOptions = {},
    call?: CallOptions,
  ): Promise<ActivationToken> {
    return this.execute("users:activate", { ...options, userId }, call);
  }

  /**
   * Suspend a user -- temporarily disables login.
   *
   * `POST /api/v1/users/{userId}/lifecycle/suspend`, risk HIGH, operation `users:suspend`.
   *
   * Groups and app assignments are kept.
   *
   * Okta reliably suspends only ACTIVE users.
   *
   * Undone by `users:unsuspend`.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: the user is not ACTIVE, perhaps suspended already; E0000007: no user has
   * this id or login, or a short login fits several; E0000028: the user is not ACTIVE
   */
  suspendUser(userId: string, call?: CallOptions): Promise<void> {
    return this.execute("users:suspend", { userId }, call);
  }

  /**
   * Unsuspend a user.
   *
   * `POST /api/v1/users/{userId}/lifecycle/unsuspend`, risk MEDIUM, operation `users:unsuspend`.
   *
   * The user is ACTIVE afterwards and signs in as before.
   *
   * Undone by `users:suspend`.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: the user is not suspended; E0000007: no user has this id or login, or a
   * short login fits several; E0000028: the user is not suspended
   */
  unsuspendUser(userId: string, call?: CallOptions): Promise<void> {
    return this.execute("users:unsuspend", { userId }, call);
  }

  /**
   * Reset a user's password.
   *
   * `POST /api/v1/users/{userId}/lifecycle/reset_password`, risk HIGH, operation `users:reset_password`.
   *
   * The present password stops working at once; the user is in RECOVERY until a new one is set.
   *
   * With `sendEmail` false the answer holds the reset link and nobody is mailed. Whoever has the link
   * can take over the account.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param options - `sendEmail`, `revokeSessions`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: no user has this id or login, or a short login fits several; E0000017:
   * the password can not be reset in the user's present status; E0000028: sendEmail is missing;
   * E0000038: a user in this status can not reset the password
   */
  resetPassword(userId: string, options: ResetPasswordOptions, call?: CallOptions): Promise<PasswordReset> {
    return this.execute("users:reset_password", { ...options, userId }, call);
  }

  /**
   * Revoke all active sessions for a user.
   *
   * `DELETE /api/v1/users/{userId}/sessions`, risk CRITICAL, operation `users:clear_sessions`.
   *
   * Sessions that native and web apps keep themselves go on; with `oauthTokens` their refresh and access
   * tokens end too.
   *
   * Remembered devices are forgotten by default in Identity Engine orgs, and kept in Classic ones.
   *
   * @param userId - The user's id; a login is not taken here
   * @param options - `oauthTokens`, `forgetDevices`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such user; a login is not taken here
   */
  clearSessions(userId: string, options: ClearSessionsOptions = {}, call?: CallOptions): Promise<void> {
    return this.execute("users:clear_sessions", { ...options, userId }, call);
  }

  /**
   * List enrolled MFA factors for a user.
   *
   * `GET /api/v1/users/{userId}/factors`, risk LOW, operation `users:read_factors`.
   *
   * Only factors that the user's enrolment policy allows are listed, judged from the network that the
   * call comes from.
   *
   * In Identity Engine a verified email address and a recovery question count as factors, so that hardly
   * any user has none.
   *
   * @param userId - The user's id; a login is not taken here
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such user; a login is not taken here
   */
  listFactors(userId: string, call?: CallOptions): List<Factor> {
    return this.execute("users:read_factors", { userId }, call);
  }

  /**
   * List application links assigned to a user.
   *
   * `GET /api/v1/users/{userId}/appLinks`, risk LOW, operation `users:read_apps`.
   *
   * Apps that come through a group are listed like those assigned directly, and one app can have several
   * links.
   *
   * In Okta's answers `id` is the user's; tell links apart by `appAssignmentId` and `label`.
   *
   * @param userId - The user's id, or the full login, or its part before the @ where that is unambiguous
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such user
   */
  listAppLinks(userId: string, call?: CallOptions): List<AppLink> {
    return this.execute("users:read_apps", { userId }, call);
  }

  /**
   * List or search groups.
   *
   * `GET /api/v1/groups`, risk LOW, operation `groups:read`.
   *
   * `search` reads an index that lags some seconds behind writes; reading by id is current.
   *
   * `q` does not page. The first groups that fit are all that comes, exact names first, and no more than
   * `limit`.
   *
   * A page has 200 groups at most, and as many unless `limit` says fewer. Okta's own 10,000 run into its
   * time limit.
   *
   * In expressions, quote strings and dates, and escape a quote inside a value as in JSON.
   *
   * @param options - `search`, `filter`, `q`, `limit`, `after`, `sortBy`, `sortOrder`, `expand`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000031: the search or filter is not valid, or the cursor has expired; E0000009:
   * the page took too long; ask for a smaller limit
   */
  listGroups(options: ListGroupsOptions = {}, call?: CallOptions): List<Group> {
    return this.execute("groups:read", options, call);
  }

  /**
   * Get group details by group ID.
   *
   * `GET /api/v1/groups/{groupId}`, risk LOW, operation `groups:read_detail`.
   *
   * @param groupId - The group's id
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such group
   */
  getGroup(groupId: string, call?: CallOptions): Promise<Group> {
    return this.execute("groups:read_detail", { groupId }, call);
  }

  /**
   * Create a new group.
   *
   * `POST /api/v1/groups`, risk MEDIUM, operation `groups:create`.
   *
   * The group is an OKTA_GROUP, whose members are managed in Okta. Its name must not be another group's
   * of any kind.
   *
   * Undone by `groups:delete`; it takes the members and app assignments of the meantime along.
   *
   * @param options - `profile`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: the name is missing, too long or another group's
   */
  createGroup(options: CreateGroupOptions, call?: CallOptions): Promise<Group> {
    return this.execute("groups:create", options, call);
  }

  /**
   * Update a group.
   *
   * `PUT /api/v1/groups/{groupId}`, risk MEDIUM, operation `groups:update`.
   *
   * The profile is replaced as a whole. The description is asked for, because it would be lost
   * otherwise; an attribute of the org's own that is not sent is lost.
   *
   * Only an OKTA_GROUP can be changed; built-in and imported groups refuse it.
   *
   * Undone by `groups:update`; it takes the former profile, read beforehand.
   *
   * @param groupId - The group's id
   * @param options - `profile`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: the name is missing, too long or another group's; E0000006: the group is
   * built-in or imported, or the admin role does not reach it; E0000007: there is no such group;
   * E0000111: the group is built-in or imported; E0000209: an enrolment policy uses the group
   */
  updateGroup(groupId: string, options: UpdateGroupOptions, call?: CallOptions): Promise<Group> {
    return this.execute("groups:update", { ...options, groupId }, call);
  }

  /**
   * Delete a group.
   *
   * `DELETE /api/v1/groups/{groupId}`, risk HIGH, operation `groups:delete`.
   *
   * Members lose what they had through the group, apps above all.
   *
   * Built-in groups, and groups that a push mapping or an enrolment policy uses, refuse it.
   *
   * @param groupId - The group's id
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000006: the group is built-in, or the admin role does not reach it; E0000007:
   * there is no such group, perhaps not any more; E0000209: an enrolment policy uses the group
   */
  deleteGroup(groupId: string, call?: CallOptions): Promise<void> {
    return this.execute("groups:delete", { groupId }, call);
  }

  /**
   * List members of a group.
   *
   * `GET /api/v1/groups/{groupId}/users`, risk LOW, operation `groups:read_members`.
   *
   * A page has 200 members at most, and as many unless `limit` says fewer. Okta's own 1,000 run into its
   * time limit.
   *
   * @param groupId - The group's id
   * @param options - `limit`, `after`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such group; E0000009: the page took too long; ask for a
   * smaller limit
   */
  getGroupMembers(groupId: string, options: GetGroupMembersOptions = {}, call?: CallOptions): List<User> {
    return this.execute("groups:read_members", { ...options, groupId }, call);
  }

  /**
   * Add a user to a group.
   *
   * `PUT /api/v1/groups/{groupId}/users/{userId}`, risk MEDIUM, operation `groups:add_member`.
   *
   * Apps that the group gives follow some moments later, and so do an administrator role or rules that
   * it carries.
   *
   * A user who is a member already stays one, and the answer is the same.
   *
   * Only an OKTA_GROUP takes members here; imported groups and Everyone refuse them.
   *
   * Undone by `groups:remove_member`; a user who was a member before is none afterwards.
   *
   * @param groupId - The group's id
   * @param userId - The user's id; a login is not taken here
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000006: the group is imported or built-in, or the admin role does not reach it;
   * E0000007: there is no such group or no such user; a login is not taken here; E0000060: the group is
   * built-in and takes no members by hand
   */
  addGroupMember(groupId: string, userId: string, call?: CallOptions): Promise<void> {
    return this.execute("groups:add_member", { groupId, userId }, call);
  }

  /**
   * Remove a user from a group.
   *
   * `DELETE /api/v1/groups/{groupId}/users/{userId}`, risk MEDIUM, operation `groups:remove_member`.
   *
   * Apps that only the group gave follow some moments later, and their app profiles are destroyed.
   *
   * A group rule that put the user there may refuse it.
   *
   * Undone by `groups:add_member`; app profiles that went with the group do not come back, and a user
   * who was no member before is one afterwards.
   *
   * @param groupId - The group's id
   * @param userId - The user's id; a login is not taken here
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000006: the group is imported or built-in, or the admin role does not reach it;
   * E0000007: there is no such group or no such user; a login is not taken here
   */
  removeGroupMember(groupId: string, userId: string, call?: CallOptions): Promise<void> {
    return this.execute("groups:remove_member", { groupId, userId }, call);
  }

  /**
   * List applications.
   *
   * `GET /api/v1/apps`, risk LOW, operation `apps:read`.
   *
   * `filter` takes one expression, not several joined by `and` or `or`.
   *
   * `expand` works only together with a `filter` on the same user's id.
   *
   * This list has one of the smallest rate limits of the API.
   *
   * @param options - `q`, `filter`, `limit`, `after`, `expand`, `includeNonDeleted`, `useOptimization`,
   * `alwaysIncludeVpnSettings`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: expand is not of the form user/{userId}, or no filter on that user goes
   * with it; E0000029: the cursor has expired; start again
   */
  listApps(options: ListAppsOptions = {}, call?: CallOptions): List<App> {
    return this.execute("apps:read", options, call);
  }

  /**
   * Get application details by app ID.
   *
   * `GET /api/v1/apps/{appId}`, risk LOW, operation `apps:read_detail`.
   *
   * @param appId - The app's id
   * @param options - `expand`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such app
   */
  getApp(appId: string, options: GetAppOptions = {}, call?: CallOptions): Promise<App> {
    return this.execute("apps:read_detail", { ...options, appId }, call);
  }

  /**
   * Assign a user to an application.
   *
   * `PUT /api/v1/apps/{appId}/users/{userId}`, risk MEDIUM, operation `apps:assign_user`.
   *
   * With provisioning the account in the app is made in the background; `status` and `syncState` say how
   * far it is.
   *
   * Without `credentials` the app's own template makes the user name.
   *
   * A user who has the app through a group may become assigned directly.
   *
   * Undone by `apps:remove_user`; a user who was assigned before is not any more, and an app with
   * provisioning may deactivate the account that was made.
   *
   * @param appId - The app's id
   * @param userId - The user's id; a login is not taken here
   * @param options - `scope`, `credentials`, `profile`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: an attribute of the profile is not one that the app has; E0000007: there
   * is no such app or no such user; a login is not taken here; E0000041: the app's sign-on scheme takes
   * no credentials from here; E0000062: the user is assigned already; E0000075: Okta maps and pushes the
   * attribute itself; E0000076: the attribute is mastered elsewhere; E0000117: the user is not active
   */
  assignUserToApp(
    appId: string,
    userId: string,
    options: AssignUserToAppOptions = {},
    call?: CallOptions,
  ): Promise<AppUser> {
    return this.execute("apps:assign_user", { ...options, appId, userId }, call);
  }

  /**
   * Remove a user from an application.
   *
   * `DELETE /api/v1/apps/{appId}/users/{userId}`, risk MEDIUM, operation `apps:remove_user`.
   *
   * The app profile is destroyed, and an app with provisioning may deactivate the account.
   *
   * Access that comes from a group (`scope` GROUP) can not be taken here; use `groups:remove_member`.
   *
   * Undone by `apps:assign_user`; the app profile is lost and the account may stay deactivated.
   *
   * @param appId - The app's id
   * @param userId - The user's id; a login is not taken here
   * @param options - `sendEmail`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such app, or the user is not assigned to it, perhaps not any
   * more; a login is not taken here; E0000046: the user has the app through a group; take them out of
   * that group
   */
  removeUserFromApp(
    appId: string,
    userId: string,
    options: RemoveUserFromAppOptions = {},
    call?: CallOptions,
  ): Promise<void> {
    return this.execute("apps:remove_user", { ...options, appId, userId }, call);
  }

  /**
   * List authorization servers.
   *
   * `GET /api/v1/authorizationServers`, risk LOW, operation `authz:read`.
   *
   * Only custom servers are listed, among them one called `default`. The org's own server never is.
   *
   * An org without API Access Management answers 401 `E0000015`.
   *
   * @param options - `q`, `limit`, `after`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000015: the org does not have API Access Management; the token is not at fault
   */
  listAuthorizationServers(
    options: ListAuthorizationServersOptions = {},
    call?: CallOptions,
  ): List<AuthorizationServer> {
    return this.execute("authz:read", options, call);
  }

  /**
   * List policies for an authorization server.
   *
   * `GET /api/v1/authorizationServers/{authServerId}/policies`, risk LOW, operation
   * `authz:read_policies`.
   *
   * All policies come at once.
   *
   * @param authServerId - The server's id, or default
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such authorization server; E0000015: the org does not have
   * API Access Management; the token is not at fault
   */
  listAuthorizationServerPolicies(authServerId: string, call?: CallOptions): List<AuthorizationServerPolicy> {
    return this.execute("authz:read_policies", { authServerId }, call);
  }

  /**
   * Query system log events.
   *
   * `GET /api/v1/logs`, risk LOW, operation `logs:read`.
   *
   * Without `since`, only the last seven days are read; nothing older than 90 days exists.
   *
   * Without `until`, and ascending, it is a poll by the time of arrival, which misses nothing. A reading
   * ends at an empty page, and `published` may go backwards.
   *
   * With `since` and `until` it is a report in the order of `published`. Events that arrive late may be
   * missing.
   *
   * To go on later, keep the cursor. Moving `since` by hand loses and repeats events; tell repeats apart
   * by `uuid`.
   *
   * In expressions, quote strings and dates, and escape a quote inside a value as in JSON.
   *
   * @param options - `since`, `until`, `after`, `filter`, `q`, `limit`, `sortOrder`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: a word of q is too long or there are too many; E0000009: the query took
   * longer than 30 seconds; narrow it; E0000030: since or until is not in ISO 8601 form; E0000031: the
   * filter's operator does not go with its attribute; E0000053: the filter or a parameter is not valid,
   * or since is too long ago
   */
  getLogs(options: GetLogsOptions = {}, call?: CallOptions): List<LogEvent> {
    return this.execute("logs:read", options, call);
  }

  /**
   * List verified custom domains.
   *
   * `GET /api/v1/domains`, risk LOW, operation `domains:read`.
   *
   * The org's own domain is among them, with the id `default`.
   *
   * Domains that are not verified are listed too; `validationStatus` tells them apart.
   *
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   */
  listDomains(call?: CallOptions): List<Domain> {
    return this.execute("domains:read", {}, call);
  }

  /**
   * List policies.
   *
   * `GET /api/v1/policies`, risk LOW, operation `policies:read`.
   *
   * Policies are listed one type at a time. Access policies of authorization servers are with
   * `authz:read_policies`.
   *
   * Some types exist only in Identity Engine orgs.
   *
   * The list comes in order of priority.
   *
   * @param options - `type`, `status`, `q`, `expand`, `sortBy`, `limit`, `after`, `resourceId`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000001: type is missing; E0000002: Okta does not list policies of this type;
   * E0000028: type is missing
   */
  listPolicies(options: ListPoliciesOptions, call?: CallOptions): List<Policy> {
    return this.execute("policies:read", options, call);
  }

  /**
   * List rules for a policy.
   *
   * `GET /api/v1/policies/{policyId}/rules`, risk LOW, operation `policies:read_rules`.
   *
   * All rules come at once; an app sign-in policy holds at most 100.
   *
   * The type of a rule is not always that of its policy. An OKTA_SIGN_ON policy has SIGN_ON rules.
   *
   * @param policyId - The policy's id
   * @param options - `limit`
   * @param call - A signal to stop, and how long to wait for an approval
   * @throws ArxError if the input is invalid, policy denies, an approval is pending, or the API refuses
   * @throws ApiError E0000007: there is no such policy
   */
  listPolicyRules(
    policyId: string,
    options: ListPolicyRulesOptions = {},
    call?: CallOptions,
  ): List<PolicyRule> {
    return this.execute("policies:read_rules", { ...options, policyId }, call);
  }
}
