import { invalid, notFound, refuse } from "./errors.ts";
import { newId } from "./ids.ts";
import { appEntity, userById, userEntity } from "./lookup.ts";
import type { Org } from "./org.ts";
import { textOf } from "./profile.ts";
import type { Caller } from "./system-log.ts";
import type { App, AppUser, Profile, User } from "./types.ts";

/** Sign-on modes that keep a user name, and a password where the scheme says so, for each user. */
const WITH_PASSWORD: ReadonlySet<string | null> = new Set([
  "AUTO_LOGIN",
  "BASIC_AUTH",
  "BROWSER_PLUGIN",
  "SECURE_PASSWORD_STORE",
]);

/** What a request says about an app user. */
export interface AppUserInput {
  readonly scope?: "USER" | "GROUP" | undefined;
  readonly userName?: string | undefined;
  readonly password?: boolean | undefined;
  readonly profile?: Profile | undefined;
}

/** The app users of an app, by user id. */
export function appUsersOf(org: Org, appId: string): readonly AppUser[] {
  return [...(org.assignments.get(appId)?.values() ?? [])].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The assignment of an app to a user. Throws E0000007. */
export function findAppUser(org: Org, app: App, userId: string): AppUser {
  const found = org.assignments.get(app.id)?.get(userId);
  if (found === undefined) throw notFound(userId, "AppUser");
  return found;
}

/** Assigns an app to a user directly; over an assignment through a group it becomes a direct one. */
export function assignUser(org: Org, app: App, userId: string, input: AppUserInput, caller: Caller): AppUser {
  const user = userById(org, userId);
  refuseInactive(user);
  const existing = org.assignments.get(app.id)?.get(userId);
  if (existing?.scope === "USER" && org.knobs.repeatedAssignment === "refuse") throw refuse("E0000062");
  const base = existing ?? draft(org, app, user, "USER");
  const next = applied(org, app, { ...base, scope: input.scope ?? "USER" }, input, "merge");
  if (existing !== undefined) return store(org, app, next);
  logAccess(org, caller, "add", app, user);
  return start(org, app, next);
}

/** Changes an assignment, of a user who is active. `merge` keeps the attributes that aren't sent, `replace` drops them. */
export function updateAppUser(
  org: Org,
  app: App,
  appUser: AppUser,
  input: AppUserInput,
  mode: "merge" | "replace",
): AppUser {
  refuseInactive(userById(org, appUser.id));
  return store(org, app, applied(org, app, { ...appUser, scope: input.scope ?? appUser.scope }, input, mode));
}

function refuseInactive({ status }: User): void {
  if (status === "DEPROVISIONED" || status === "SUSPENDED") throw refuse("E0000117");
}

/** Takes an app from a user. Throws E0000046 while a group still gives it. */
export function unassignUser(org: Org, app: App, appUser: AppUser, caller: Caller): void {
  if (groupGives(org, app, appUser.id)) {
    throw refuse(
      "E0000046",
      "The application cannot be unassigned from the user while their group memberships grant them access",
    );
  }
  org.assignments.get(app.id)?.delete(appUser.id);
  logAccess(org, caller, "remove", app, userById(org, appUser.id));
}

/** Gives an app to a user directly, whatever the user's state and without a trace in the log: for a starting state. */
export function grant(org: Org, app: App, user: User): AppUser {
  return start(org, app, draft(org, app, user, "USER"));
}

/** Takes every group and app from a user, as a deactivation does. */
export function removeAllAccess(org: Org, user: User, caller: Caller): void {
  for (const groupId of org.memberships.groupsOf(user.id)) {
    org.memberships.remove(groupId, user.id);
    const group = org.groups.get(groupId);
    if (group !== undefined) org.groups.put({ ...group, lastMembershipUpdated: org.now() });
  }
  for (const [appId, users] of org.assignments) {
    const app = org.apps.get(appId);
    if (users.delete(user.id) && app !== undefined) logAccess(org, caller, "remove", app, user);
  }
}

/** Brings the GROUP assignments of an app in line with its groups. */
export function syncGroupAccess(org: Org, appId: string): void {
  const app = org.apps.get(appId);
  if (app === undefined) return;
  for (const userId of app.groupIds.flatMap((id) => [...org.memberships.usersOf(id)])) {
    if (org.assignments.get(appId)?.has(userId)) continue;
    start(org, app, draft(org, app, userById(org, userId), "GROUP"));
  }
  for (const { id, scope } of appUsersOf(org, appId)) {
    if (scope === "GROUP" && !groupGives(org, app, id)) org.assignments.get(appId)?.delete(id);
  }
}

/** Whether one of the app's groups has this user. */
export function groupGives(org: Org, app: App, userId: string): boolean {
  return app.groupIds.some((id) => org.memberships.usersOf(id).has(userId));
}

function draft(org: Org, app: App, user: User, scope: "USER" | "GROUP"): AppUser {
  const now = org.now();
  return {
    id: user.id,
    assignmentId: newId("0ua"),
    externalId: provisions(app) ? undefined : null,
    created: now,
    lastUpdated: now,
    scope,
    status: provisions(app) ? "STAGED" : "ACTIVE",
    statusChanged: now,
    passwordChanged: null,
    syncState: provisions(app) ? "SYNCING" : "DISABLED",
    userName: textOf(user.profile, "login"),
    password: false,
    profile: Object.fromEntries(app.mappedAttributes.map((name) => [name, user.profile[name] ?? null])),
  };
}

/** Puts a new assignment in place; an app that provisions accounts gets one in the background. */
function start(org: Org, app: App, appUser: AppUser): AppUser {
  store(org, app, appUser);
  if (provisions(app)) org.later.after(org.knobs.backgroundMs, () => provision(org, app, appUser));
  return findAppUser(org, app, appUser.id);
}

function provisions(app: App): boolean {
  return app.features.some((feature) => feature.startsWith("PUSH_") || feature === "SCIM_PROVISIONING");
}

function provision(org: Org, app: App, { id, assignmentId }: AppUser): void {
  const current = org.assignments.get(app.id)?.get(id);
  if (current?.assignmentId !== assignmentId) return;
  const now = org.now();
  const done = { status: "PROVISIONED", syncState: "SYNCHRONIZED", statusChanged: now, lastUpdated: now };
  store(org, app, { ...current, ...done, lastSync: now, externalId: newId("ext") });
}

function applied(
  org: Org,
  app: App,
  appUser: AppUser,
  input: AppUserInput,
  mode: "merge" | "replace",
): AppUser {
  const sent = input.profile;
  // The source of the profile alone changes it.
  if (sent !== undefined && app.features.includes("PROFILE_MASTERING")) throw refuse("E0000076");
  for (const name of Object.keys(sent ?? {})) {
    if (!app.userAttributes.includes(name)) throw invalid("assignment", `Property '${name}' not found`);
    if (app.mappedAttributes.includes(name) && app.features.includes("PUSH_PROFILE_UPDATES"))
      throw refuse("E0000075");
  }
  if (input.password && !WITH_PASSWORD.has(app.signOnMode)) throw refuse("E0000041");
  const now = org.now();
  return {
    ...appUser,
    lastUpdated: now,
    userName: input.userName ?? appUser.userName,
    password: input.password ?? appUser.password,
    passwordChanged: input.password ? now : appUser.passwordChanged,
    profile: sent === undefined ? appUser.profile : mode === "merge" ? { ...appUser.profile, ...sent } : sent,
  };
}

function store(org: Org, app: App, appUser: AppUser): AppUser {
  const users = org.assignments.get(app.id) ?? new Map<string, AppUser>();
  org.assignments.set(app.id, users.set(appUser.id, appUser));
  return appUser;
}

function logAccess(org: Org, caller: Caller, change: "add" | "remove", app: App, user: User): void {
  org.log.record(caller, {
    eventType: `application.user_membership.${change}`,
    displayMessage:
      change === "add" ? "Add user to application membership" : "Remove user's application membership",
    target: [userEntity(user), appEntity(app)],
  });
}
