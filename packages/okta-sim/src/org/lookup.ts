import { notFound } from "./errors.ts";
import type { Org } from "./org.ts";
import { foldLogin, textOf } from "./profile.ts";
import type { Caller, LogEntity } from "./system-log.ts";
import type { App, Group, User } from "./types.ts";

/** The user with this id. Throws E0000007. */
export function userById(org: Org, id: string): User {
  const user = org.users.get(id);
  if (user === undefined) throw notFound(id, "User");
  return user;
}

/** The user with this id, login or unambiguous short login; `me` is the caller. Throws E0000007. */
export function findUser(org: Org, key: string, caller: Caller): User {
  if (key === "me") return userById(org, caller.actor.id);
  const byId = org.users.get(key);
  if (byId !== undefined) return byId;
  // A login with a slash can't be looked up by path at all, encoded or not.
  if (key.includes("/")) throw notFound(key, "User");
  const folded = foldLogin(key);
  const users = org.users.all();
  const byLogin = users.find((user) => foldLogin(textOf(user.profile, "login")) === folded);
  if (byLogin !== undefined) return byLogin;
  const byShortName = users.filter(
    (user) => foldLogin(textOf(user.profile, "login").split("@")[0] ?? "") === folded,
  );
  const [only, ...others] = byShortName;
  if (only === undefined || others.length > 0) throw notFound(key, "User");
  return only;
}

/** The group with this id. Throws E0000007. */
export function findGroup(org: Org, id: string): Group {
  const group = org.groups.get(id);
  if (group === undefined) throw notFound(id, "UserGroup");
  return group;
}

/** The app with this id. Throws E0000007. */
export function findApp(org: Org, id: string): App {
  const app = org.apps.get(id);
  if (app === undefined || app.status === "DELETED") throw notFound(id, "AppInstance");
  return app;
}

/** A user as the System Log names it. */
export function userEntity(user: User): LogEntity {
  const { profile } = user;
  return {
    id: user.id,
    type: "User",
    alternateId: textOf(profile, "login"),
    displayName: `${textOf(profile, "firstName")} ${textOf(profile, "lastName")}`,
    detailEntry: null,
  };
}

/** A group as the System Log names it. */
export function groupEntity(group: Group): LogEntity {
  return {
    id: group.id,
    type: "UserGroup",
    alternateId: "unknown",
    displayName: textOf(group.profile, "name"),
    detailEntry: null,
  };
}

/** An app as the System Log names it. */
export function appEntity(app: App): LogEntity {
  return {
    id: app.id,
    type: "AppInstance",
    alternateId: app.label,
    displayName: app.name,
    detailEntry: null,
  };
}
