// Generated from specs/okta by `pnpm generate`. Do not edit.

import type {
  GroupUpdateProfile,
  NewAppCredentials,
  NewCredentials,
  NewGroupProfile,
  NewUserProfile,
  UserType,
} from "./types.ts";

/** Options of `listUsers`. */
export interface ListUsersOptions {
  /**
   * An expression over any profile attribute, id, status, dates or type.id (eq sw gt ge lt le pr, partly co)
   * @example profile.email eq "jdoe@acme.com"
   */
  search?: string;
  /**
   * An expression over status, lastUpdated, id, or the profile's login, email, firstName and lastName (eq; dates also gt ge lt le)
   * @example status eq "LOCKED_OUT"
   */
  filter?: string;
  /**
   * The beginning of a first name, last name or email
   * @example jane
   */
  q?: string;
  /**
   * Users a page. 1 to 200
   * @default 200
   */
  limit?: number;
  /** Where the page begins, taken from a next link */
  after?: string;
  /**
   * A property to sort a search by
   * @example profile.lastName
   */
  sortBy?: string;
  /**
   * Counts only with sortBy
   * @default asc
   */
  sortOrder?: "asc" | "desc" | (string & {});
  /**
   * The members to answer with; id always comes, all others are left out
   * @example id,status,profile:(firstName,city)
   */
  fields?: string;
  /** What to embed in each user */
  expand?: "classification" | (string & {});
}

/** Input of `users:read`. */
export type ListUsersInput = ListUsersOptions;

/** Options of `getUser`. */
export interface GetUserOptions {
  /** What to embed in the user */
  expand?: "blocks" | "classification" | (string & {});
}

/** Input of `users:read_detail`. */
export type GetUserInput = GetUserOptions & { userId: string };

/** Options of `createUser`, flat. */
export interface CreateUserFlatOptions {
  /**
   * Activate the user at once
   * @default true
   */
  activate?: boolean;
  /**
   * credentials.provider says who authenticates the user
   * @default false
   */
  provider?: boolean;
  /** The given password counts as expired; needs a password and activate */
  nextLogin?: "changePassword" | (string & {});
  firstName?: string | null;
  lastName?: string | null;
  /** Format: email */
  email: string;
  /** The unique name to sign in with; most orgs want the form of an email address */
  login?: string;
  mobilePhone?: string | null;
  profile?: Partial<NewUserProfile>;
  credentials?: NewCredentials;
  /** The groups that the user joins */
  groupIds?: string[];
  /** The user type; absent means the org's default */
  type?: UserType;
  /** Only in orgs with realms */
  realmId?: string;
}

/** Options of `createUser`, in full. */
export interface CreateUserFullOptions {
  /**
   * Activate the user at once
   * @default true
   */
  activate?: boolean;
  /**
   * credentials.provider says who authenticates the user
   * @default false
   */
  provider?: boolean;
  /** The given password counts as expired; needs a password and activate */
  nextLogin?: "changePassword" | (string & {});
  profile: NewUserProfile;
  credentials?: NewCredentials;
  /** The groups that the user joins */
  groupIds?: string[];
  /** The user type; absent means the org's default */
  type?: UserType;
  /** Only in orgs with realms */
  realmId?: string;
}

/** Options of `createUser`, flat or in full. */
export type CreateUserOptions = CreateUserFlatOptions | CreateUserFullOptions;

/** Input of `users:create`. */
export type CreateUserInput = CreateUserOptions;

/** Options of `updateUser`. */
export interface UpdateUserOptions {
  /**
   * Hold a new password to the policy's age and history
   * @default false
   */
  strict?: boolean;
  /**
   * The ETag of the user that is to be replaced
   * @example W/"1234567890abcdef"
   */
  ifMatch?: string;
  /** The whole profile; what is not sent is erased */
  profile?: NewUserProfile;
  credentials?: NewCredentials;
  /** Another user type */
  type?: UserType;
  /** Another realm */
  realmId?: string;
}

/** Input of `users:update`. */
export type UpdateUserInput = UpdateUserOptions & { userId: string };

/** Options of `deactivateUser`. */
export interface DeactivateUserOptions {
  /**
   * Mail the administrator that it happened
   * @default false
   */
  sendEmail?: boolean;
}

/** Input of `users:deactivate`. */
export type DeactivateUserInput = DeactivateUserOptions & { userId: string };

/** Options of `activateUser`. */
export interface ActivateUserOptions {
  /**
   * Mail the activation link to the user instead of answering with it
   * @default true
   */
  sendEmail?: boolean;
}

/** Input of `users:activate`. */
export type ActivateUserInput = ActivateUserOptions & { userId: string };

/** Input of `users:suspend`. */
export interface SuspendUserInput {
  /**
   * The user's id, or the full login, or its part before the @ where that is unambiguous
   * @example 00u1a2b3c4d5e6f7g8
   */
  userId: string;
}

/** Input of `users:unsuspend`. */
export interface UnsuspendUserInput {
  /**
   * The user's id, or the full login, or its part before the @ where that is unambiguous
   * @example 00u1a2b3c4d5e6f7g8
   */
  userId: string;
}

/** Options of `resetPassword`. */
export interface ResetPasswordOptions {
  /** Mail the reset link to the user instead of answering with it */
  sendEmail: boolean;
  /**
   * End the user's sessions too
   * @default false
   */
  revokeSessions?: boolean;
}

/** Input of `users:reset_password`. */
export type ResetPasswordInput = ResetPasswordOptions & { userId: string };

/** Options of `clearSessions`. */
export interface ClearSessionsOptions {
  /**
   * Revoke OpenID Connect and OAuth tokens too
   * @default false
   */
  oauthTokens?: boolean;
  /** Ask for every factor again on remembered devices */
  forgetDevices?: boolean;
}

/** Input of `users:clear_sessions`. */
export type ClearSessionsInput = ClearSessionsOptions & { userId: string };

/** Input of `users:read_factors`. */
export interface ListFactorsInput {
  /**
   * The user's id; a login is not taken here
   * @example 00u1a2b3c4d5e6f7g8
   */
  userId: string;
}

/** Input of `users:read_apps`. */
export interface ListAppLinksInput {
  /**
   * The user's id, or the full login, or its part before the @ where that is unambiguous
   * @example 00u1a2b3c4d5e6f7g8
   */
  userId: string;
}

/** Options of `listGroups`. */
export interface ListGroupsOptions {
  /**
   * An expression (attribute, operator, value) over profile attributes, id, type, created, lastUpdated, lastMembershipUpdated or source.id. Anything else is taken for the beginning of a name and sent as q
   * @example profile.name sw "Eng"
   */
  search?: string;
  /**
   * An expression over id, type, lastUpdated or lastMembershipUpdated (eq gt lt)
   * @example type eq "OKTA_GROUP"
   */
  filter?: string;
  /**
   * The beginning of a group's name
   * @example Engineering
   */
  q?: string;
  /**
   * Groups a page. 1 to 200
   * @default 200
   */
  limit?: number;
  /** Where the page begins, taken from a next link */
  after?: string;
  /**
   * A property to sort a search by
   * @example profile.name
   */
  sortBy?: string;
  /**
   * Counts only with sortBy
   * @default asc
   */
  sortOrder?: "asc" | "desc" | (string & {});
  /** What to embed in each group; slower */
  expand?: "stats" | "app" | (string & {});
}

/** Input of `groups:read`. */
export type ListGroupsInput = ListGroupsOptions;

/** Input of `groups:read_detail`. */
export interface GetGroupInput {
  /**
   * The group's id
   * @example 0gra1b2c3d4e5f6g7
   */
  groupId: string;
}

/** Options of `createGroup`, flat. */
export interface CreateGroupFlatOptions {
  name: string;
  description?: string | null;
  profile?: Partial<NewGroupProfile>;
}

/** Options of `createGroup`, in full. */
export interface CreateGroupFullOptions {
  profile: NewGroupProfile;
}

/** Options of `createGroup`, flat or in full. */
export type CreateGroupOptions = CreateGroupFlatOptions | CreateGroupFullOptions;

/** Input of `groups:create`. */
export type CreateGroupInput = CreateGroupOptions;

/** Options of `updateGroup`, flat. */
export interface UpdateGroupFlatOptions {
  name: string;
  /** null clears it */
  description: string | null;
  /** The whole profile */
  profile?: Partial<GroupUpdateProfile>;
}

/** Options of `updateGroup`, in full. */
export interface UpdateGroupFullOptions {
  /** The whole profile */
  profile: GroupUpdateProfile;
}

/** Options of `updateGroup`, flat or in full. */
export type UpdateGroupOptions = UpdateGroupFlatOptions | UpdateGroupFullOptions;

/** Input of `groups:update`. */
export type UpdateGroupInput = UpdateGroupOptions & { groupId: string };

/** Input of `groups:delete`. */
export interface DeleteGroupInput {
  /**
   * The group's id
   * @example 0gra1b2c3d4e5f6g7
   */
  groupId: string;
}

/** Options of `getGroupMembers`. */
export interface GetGroupMembersOptions {
  /**
   * Members a page. 1 to 200
   * @default 200
   */
  limit?: number;
  /** Where the page begins, taken from a next link */
  after?: string;
}

/** Input of `groups:read_members`. */
export type GetGroupMembersInput = GetGroupMembersOptions & { groupId: string };

/** Input of `groups:add_member`. */
export interface AddGroupMemberInput {
  /**
   * The group's id
   * @example 0gra1b2c3d4e5f6g7
   */
  groupId: string;
  /**
   * The user's id; a login is not taken here
   * @example 00u1a2b3c4d5e6f7g8
   */
  userId: string;
}

/** Input of `groups:remove_member`. */
export interface RemoveGroupMemberInput {
  /**
   * The group's id
   * @example 0gra1b2c3d4e5f6g7
   */
  groupId: string;
  /**
   * The user's id; a login is not taken here
   * @example 00u1a2b3c4d5e6f7g8
   */
  userId: string;
}

/** Options of `listApps`. */
export interface ListAppsOptions {
  /**
   * The beginning of an app's name or label
   * @example Salesforce
   */
  q?: string;
  /**
   * One expression over id, status, name, user.id, group.id, credentials.signing.kid or settings.slo.enabled (eq)
   * @example status eq "ACTIVE"
   */
  filter?: string;
  /**
   * Apps a page. 1 to 200
   * @default 20
   */
  limit?: number;
  /** Where the page begins, taken from a next link */
  after?: string;
  /**
   * user/{userId}, to embed that user's assignment
   * @example user/00u1a2b3c4d5e6f7g8
   */
  expand?: string;
  /**
   * List apps that are not active but not deleted either
   * @default false
   */
  includeNonDeleted?: boolean;
  /**
   * Answer with part of each app only
   * @default false
   */
  useOptimization?: boolean;
  /**
   * Answer with VPN settings even where they are not set up
   * @default false
   */
  alwaysIncludeVpnSettings?: boolean;
}

/** Input of `apps:read`. */
export type ListAppsInput = ListAppsOptions;

/** Options of `getApp`. */
export interface GetAppOptions {
  /**
   * user/{userId}, to embed that user's assignment
   * @example user/00u1a2b3c4d5e6f7g8
   */
  expand?: string;
}

/** Input of `apps:read_detail`. */
export type GetAppInput = GetAppOptions & { appId: string };

/** Options of `assignUserToApp`. */
export interface AssignUserToAppOptions {
  /**
   * Assigned directly or through a group
   * @default USER
   */
  scope?: "USER" | "GROUP" | (string & {});
  credentials?: NewAppCredentials;
  /** Attributes that the app's own schema has */
  profile?: {
    [key: string]: unknown;
  };
}

/** Input of `apps:assign_user`. */
export type AssignUserToAppInput = AssignUserToAppOptions & { appId: string; userId: string };

/** Options of `removeUserFromApp`. */
export interface RemoveUserFromAppOptions {
  /**
   * Mail the administrator that it happened
   * @default false
   */
  sendEmail?: boolean;
}

/** Input of `apps:remove_user`. */
export type RemoveUserFromAppInput = RemoveUserFromAppOptions & { appId: string; userId: string };

/** Options of `listAuthorizationServers`. */
export interface ListAuthorizationServersOptions {
  /**
   * Part of a server's name or audience
   * @example api://default
   */
  q?: string;
  /**
   * Servers a page. 1 to 200
   * @default 200
   */
  limit?: number;
  /** Where the page begins, taken from a next link */
  after?: string;
}

/** Input of `authz:read`. */
export type ListAuthorizationServersInput = ListAuthorizationServersOptions;

/** Input of `authz:read_policies`. */
export interface ListAuthorizationServerPoliciesInput {
  /**
   * The server's id, or default
   * @example aus1b2c3d4e5f6g7h8
   */
  authServerId: string;
}

/** Options of `getLogs`. */
export interface GetLogsOptions {
  /**
   * Format: date-time
   * Not before; absent means seven days before until
   * @example 2025-01-01T00:00:00Z
   */
  since?: string;
  /**
   * Format: date-time
   * Not after; absent means now
   * @example 2025-01-02T00:00:00Z
   */
  until?: string;
  /** Where the page begins, taken from a next link; excludes since */
  after?: string;
  /**
   * An expression over any member of the event but published
   * @example eventType eq "user.session.start"
   */
  filter?: string;
  /**
   * Up to 10 words of 40 characters each, all of which must occur
   * @example jane.doe
   */
  q?: string;
  /**
   * Events a page. 0 to 1000
   * @default 100
   */
  limit?: number;
  /**
   * By published
   * @default ASCENDING
   */
  sortOrder?: "ASCENDING" | "DESCENDING" | (string & {});
}

/** Input of `logs:read`. */
export type GetLogsInput = GetLogsOptions;

/** Input of `domains:read`. */
export type ListDomainsInput = Record<string, never>;

/** Options of `listPolicies`. */
export interface ListPoliciesOptions {
  /**
   * The type of policy
   * @example OKTA_SIGN_ON
   */
  type:
    | "ACCESS_POLICY"
    | "CLIENT_UPDATE"
    | "DEVICE_SIGNAL_COLLECTION"
    | "ENTITY_RISK"
    | "IDENTITY_CLAIM_SOURCING"
    | "IDP_DISCOVERY"
    | "MFA_ENROLL"
    | "OKTA_SIGN_ON"
    | "PASSWORD"
    | "POST_AUTH_SESSION"
    | "PROFILE_ENROLLMENT"
    | "SESSION_VIOLATION_DETECTION"
    | (string & {});
  /** Only policies of this status */
  status?: "ACTIVE" | "INACTIVE" | (string & {});
  /**
   * The beginning of a policy's name
   * @example Default
   */
  q?: string;
  /**
   * What to embed, such as rules
   * @default
   */
  expand?: string;
  /** By name, ascending */
  sortBy?: "name" | (string & {});
  /** Policies a page. At least 1 */
  limit?: number;
  /** Where the page begins, taken from a next link */
  after?: string;
  /** The authorization server that the policies belong to */
  resourceId?: string;
}

/** Input of `policies:read`. */
export type ListPoliciesInput = ListPoliciesOptions;

/** Options of `listPolicyRules`. */
export interface ListPolicyRulesOptions {
  /** Rules at most. At least 1 */
  limit?: number;
}

/** Input of `policies:read_rules`. */
export type ListPolicyRulesInput = ListPolicyRulesOptions & { policyId: string };
