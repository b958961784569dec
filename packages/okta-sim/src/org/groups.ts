import { syncGroupAccess } from "./assignments.ts";
import { invalid, notFound, refuse } from "./errors.ts";
import { newId } from "./ids.ts";
import { findGroup, groupEntity, userById, userEntity } from "./lookup.ts";
import type { Org } from "./org.ts";
import type { Caller } from "./system-log.ts";
import type { Group, Profile, User } from "./types.ts";

const NAME_MAX = 255;
const DESCRIPTION_MAX = 1024;
const NOT_THEIRS = "Memberships and profiles of this group are managed by Okta or by an app";

/** The members of a group by user id; Everyone has each user that isn't deactivated. */
export function membersOf(org: Org, group: Group): readonly User[] {
  if (group.type === "BUILT_IN") return org.users.all().filter(({ status }) => status !== "DEPROVISIONED");
  const members = [...org.memberships.usersOf(group.id)].map((id) => userById(org, id));
  return members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The groups of a user by id, Everyone among them. */
export function groupsOf(org: Org, user: User): readonly Group[] {
  const own = org.memberships.groupsOf(user.id);
  return org.groups
    .all()
    .filter(({ id, type }) => own.has(id) || (type === "BUILT_IN" && user.status !== "DEPROVISIONED"));
}

/** Creates a group of the org's own kind. */
export function createGroup(org: Org, profile: Profile, caller: Caller): Group {
  const checked = checkProfile(org, profile);
  const now = org.now();
  const group = org.groups.put({
    id: newId("00g"),
    type: "OKTA_GROUP",
    created: now,
    lastUpdated: now,
    lastMembershipUpdated: now,
    objectClass: ["okta:user_group"],
    profile: checked,
  });
  log(org, caller, "group.lifecycle.create", "Create Okta group", group);
  return group;
}

/** Replaces a group's profile whole. */
export function updateGroup(org: Org, group: Group, profile: Profile, caller: Caller): Group {
  if (group.type !== "OKTA_GROUP") throw refuse("E0000006", NOT_THEIRS);
  if (group.usedBy === "enrollment-policy") throw refuse("E0000209");
  const checked = checkProfile(org, profile, group);
  const updated = org.groups.put({ ...group, profile: checked, lastUpdated: org.now() });
  log(org, caller, "group.profile.update", "Update Okta group", updated);
  return updated;
}

/** Deletes a group; the access that came through it goes with it. */
export function deleteGroup(org: Org, group: Group, caller: Caller): void {
  if (group.type === "BUILT_IN") throw refuse("E0000006", NOT_THEIRS);
  if (group.usedBy === "enrollment-policy") throw refuse("E0000209");
  if (group.usedBy === "push-mapping") throw invalid("groupId", "The group is used by a group push mapping");
  for (const userId of org.memberships.usersOf(group.id)) org.memberships.remove(group.id, userId);
  for (const app of org.apps.all().filter(({ groupIds }) => groupIds.includes(group.id))) {
    org.apps.put({ ...app, groupIds: app.groupIds.filter((id) => id !== group.id) });
    syncGroupAccess(org, app.id);
  }
  org.groups.remove(group.id);
  log(org, caller, "group.lifecycle.delete", "Delete Okta group", group);
}

/** Adds a member. Throws E0000006 or E0000060 for a group whose members aren't set by hand. */
export function addMember(org: Org, groupId: string, userId: string, caller: Caller): void {
  const { group, user } = ownMembership(org, groupId, userId, org.knobs.everyoneMembership);
  if (!org.memberships.add(group.id, user.id)) {
    if (org.knobs.repeatedMembership === "refuse") throw invalid("userId", "The user is already a member");
    return;
  }
  membershipChanged(org, group, user, caller, "add");
}

/** Removes a member. Throws E0000006 for a group whose members aren't set by hand. */
export function removeMember(org: Org, groupId: string, userId: string, caller: Caller): void {
  const { group, user } = ownMembership(org, groupId, userId, 403);
  if (!org.memberships.remove(group.id, user.id)) {
    if (org.knobs.repeatedMembership === "refuse") throw notFound(user.id, "User");
    return;
  }
  membershipChanged(org, group, user, caller, "remove");
}

function ownMembership(
  org: Org,
  groupId: string,
  userId: string,
  everyone: 403 | 501,
): { group: Group; user: User } {
  const group = findGroup(org, groupId);
  const user = userById(org, userId);
  checkMembersAreOwn(group, everyone);
  return { group, user };
}

/** Throws E0000006, or for Everyone E0000060 where it is that old, for a group whose members aren't set by hand. */
export function checkMembersAreOwn({ type }: Group, everyone: 403 | 501): void {
  if (type === "BUILT_IN" && everyone === 501) throw refuse("E0000060");
  if (type !== "OKTA_GROUP") throw refuse("E0000006", NOT_THEIRS);
}

function membershipChanged(
  org: Org,
  group: Group,
  user: User,
  caller: Caller,
  change: "add" | "remove",
): void {
  org.groups.put({ ...group, lastMembershipUpdated: org.now() });
  for (const app of org.apps.all()) if (app.groupIds.includes(group.id)) syncGroupAccess(org, app.id);
  org.log.record(caller, {
    eventType: `group.user_membership.${change}`,
    displayMessage: change === "add" ? "Add user to group membership" : "Remove user from group membership",
    target: [userEntity(user), groupEntity(group)],
  });
}

function checkProfile(org: Org, profile: Profile, self?: Group): Profile {
  const { name, description } = profile;
  if (typeof name !== "string" || name.trim() === "")
    throw invalid("name", "name: The field cannot be left blank");
  if (name.length > NAME_MAX)
    throw invalid("name", `name: The field must be at most ${NAME_MAX} characters long`);
  if (description !== undefined && description !== null && typeof description !== "string") {
    throw invalid("description", "description: The value must be a string");
  }
  if (typeof description === "string" && description.length > DESCRIPTION_MAX) {
    throw invalid("description", `description: The field must be at most ${DESCRIPTION_MAX} characters long`);
  }
  const same = (other: Group): boolean => other.id !== self?.id && other.profile["name"] === name;
  if (org.groups.all().some(same)) {
    throw invalid("name", "name: An object with this field already exists in the current organization");
  }
  return { ...profile, description: description ?? null };
}

function log(org: Org, caller: Caller, eventType: string, displayMessage: string, group: Group): void {
  org.log.record(caller, { eventType, displayMessage, target: [groupEntity(group)] });
}
