import { createHash } from "node:crypto";
import { invalid, notFound, refuse } from "./errors.ts";
import { addMember, checkMembersAreOwn } from "./groups.ts";
import { newId } from "./ids.ts";
import { findGroup, userEntity } from "./lookup.ts";
import type { Org } from "./org.ts";
import { type CredentialsInput, readCredentials, setsPassword } from "./passwords.ts";
import { checkProfile } from "./profile.ts";
import type { Caller } from "./system-log.ts";
import type { Profile, User, UserStatus } from "./types.ts";

const MAX_GROUPS = 20;

/** The body of a request that creates or changes a user. */
export interface UserInput {
  readonly profile?: Profile | undefined;
  readonly credentials?: CredentialsInput | undefined;
  readonly groupIds?: readonly string[] | undefined;
  readonly typeId?: string | undefined;
  readonly realmId?: string | undefined;
  /** Whether a new password may not be one of the latest. */
  readonly strict?: boolean | undefined;
}

/** How POST /users creates. */
export interface CreateOptions {
  readonly activate: boolean;
  readonly expirePassword: boolean;
}

/** Creates a user; its state follows from the password and the options. */
export function createUser(org: Org, input: UserInput, options: CreateOptions, caller: Caller): User {
  if (input.profile === undefined) throw invalid("newUser", "profile: The field cannot be left blank");
  const profile = checkProfile(org, "newUser", input.profile);
  const credentials = readCredentials(input.credentials);
  if (options.expirePassword && !credentials.password) throw refuse("E0000124");
  if (options.expirePassword && !options.activate) throw refuse("E0000125");
  const groupIds = input.groupIds ?? [];
  if (groupIds.length > MAX_GROUPS) throw refuse("E0000093", "The number of group targets is too large");
  // All that can be refused is, before there is a user.
  for (const id of groupIds) checkMembersAreOwn(findGroup(org, id), org.knobs.everyoneMembership);
  checkType(input.typeId, typesOf(org));

  const now = org.now();
  const status = firstStatus(options, credentials.password, credentials.provider.type);
  const user = org.users.put({
    id: newId("00u"),
    status,
    created: now,
    activated: status === "STAGED" ? null : now,
    statusChanged: status === "STAGED" && !credentials.password ? null : now,
    lastLogin: null,
    lastUpdated: now,
    passwordChanged: credentials.password ? now : null,
    realmId: input.realmId,
    typeId: input.typeId ?? org.identity.userTypeId,
    profile,
    credentials,
    factors: [],
    sessions: 0,
  });
  log(org, caller, "user.lifecycle.create", "Create Okta user", user);
  if (status !== "STAGED") log(org, caller, "user.lifecycle.activate", "Activate Okta user", user);
  for (const id of new Set(groupIds)) addMember(org, id, user.id, caller);
  return user;
}

/** Replaces (PUT) or merges (POST) a user's profile, credentials or realm. */
export function updateUser(
  org: Org,
  user: User,
  input: UserInput,
  mode: "replace" | "merge",
  caller: Caller,
): User {
  if (user.status === "DEPROVISIONED" && !org.knobs.editDeprovisioned) throw notFound(user.id, "User");
  refuseWhileActivating(user);
  checkType(input.typeId, mode === "merge" ? [user.typeId] : typesOf(org));
  const sourced = ["ACTIVE_DIRECTORY", "LDAP"].includes(user.credentials.provider.type);
  if (sourced && input.profile !== undefined) throw refuse("E0000023");
  const profile = input.profile === undefined ? user.profile : nextProfile(org, user, input.profile, mode);
  const credentials = readCredentials(input.credentials, user.credentials, input.strict);
  const passwordSet = input.credentials !== undefined && setsPassword(input.credentials);
  const now = org.now();
  const updated = org.users.put({
    ...user,
    lastUpdated: now,
    passwordChanged: passwordSet ? now : user.passwordChanged,
    realmId: input.realmId ?? user.realmId,
    typeId: input.typeId ?? user.typeId,
    profile,
    credentials,
  });
  log(org, caller, "user.account.update_profile", "Update user profile for Okta", updated);
  return updated;
}

/** Throws E0000112 for a user whose activation is under way. */
export function refuseWhileActivating({ transitioningToStatus: next }: User): void {
  if (next === "ACTIVE" || next === "PROVISIONED") throw refuse("E0000112");
}

/** The ETag of a user: a hash of what a profile update changes, and of nothing else. */
export function etagOf(user: User): string {
  const entries = Object.entries(user.profile).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const content = JSON.stringify([entries, user.typeId]);
  return `W/"${createHash("sha256").update(content).digest("hex")}"`;
}

/** Holds an If-Match header against the user's ETag. Throws E0000242 for bad syntax and E0000231 for another ETag. */
export function checkIfMatch(user: User, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  const tags = ifMatch.split(",").map((tag) => tag.trim());
  if (tags.some((tag) => tag !== "*" && !/^(?:W\/)?"[^"]*"$/.test(tag))) throw refuse("E0000242");
  const opaque = etagOf(user).slice(2);
  if (!tags.some((tag) => tag === "*" || tag.replace(/^W\//, "") === opaque)) throw refuse("E0000231");
}

/** Writes down what was done to a user. */
export function log(org: Org, caller: Caller, eventType: string, displayMessage: string, user: User): void {
  org.log.record(caller, { eventType, displayMessage, target: [userEntity(user)] });
}

function nextProfile(org: Org, user: User, sent: Profile, mode: "replace" | "merge"): Profile {
  return checkProfile(org, "user", mode === "merge" ? { ...user.profile, ...sent } : sent, user);
}

function firstStatus(options: CreateOptions, password: boolean, provider: string): UserStatus {
  if (!options.activate) return "STAGED";
  if (options.expirePassword) return "PASSWORD_EXPIRED";
  return password || provider === "FEDERATION" || provider === "SOCIAL" ? "ACTIVE" : "PROVISIONED";
}

function typesOf({ identity }: Org): readonly string[] {
  return [identity.userTypeId, ...identity.otherTypeIds];
}

function checkType(typeId: string | undefined, allowed: readonly string[]): void {
  if (typeId === undefined || allowed.includes(typeId)) return;
  throw invalid("type", `The user type ${typeId} is not available here`);
}
