import { appUsersOf, assignUser, findAppUser, unassignUser, updateAppUser } from "../org/assignments.ts";
import { createApp } from "../org/apps.ts";
import { invalid } from "../org/errors.ts";
import { findApp, userById } from "../org/lookup.ts";
import type { App, AppUser } from "../org/types.ts";
import { expanded, listApps } from "./apps-list.ts";
import { appBody, appUserBody } from "./bodies.ts";
import { type Answer, type Call, flag, limitOf, NO_CONTENT, ok, type Route, text } from "./call.ts";
import { cut, links } from "./paging.ts";
import { appUserView, appView, userInList } from "./views.ts";

const READ = "okta.apps.read";
const MANAGE = "okta.apps.manage";
const USERS_LIMIT = 50;
const USERS_MAX = 500;
const USERS = "/api/v1/apps/{appId}/users";
const USER = "/api/v1/apps/{appId}/users/{userId}";

/** The operations on apps and their users. */
export const APP_ROUTES: readonly Route[] = [
  { method: "GET", path: "/api/v1/apps", scope: READ, handle: listApps },
  { method: "POST", path: "/api/v1/apps", scope: MANAGE, handle: create },
  { method: "GET", path: "/api/v1/apps/{appId}", scope: READ, handle: read },
  { method: "GET", path: USERS, scope: READ, handle: readUsers },
  { method: "POST", path: USERS, scope: MANAGE, handle: assign },
  { method: "GET", path: USER, scope: READ, handle: readUser },
  { method: "POST", path: USER, scope: MANAGE, handle: updateUser },
  // Okta's legacy SDKs assigned with this request; nothing says that it still works, so it doesn't unless asked for.
  {
    method: "PUT",
    path: USER,
    scope: MANAGE,
    exists: ({ knobs }) => knobs.legacyAppUserPut,
    handle: upsertUser,
  },
  { method: "DELETE", path: USER, scope: MANAGE, handle: unassign },
];

function create(call: Call): Answer {
  const app = createApp(call.org, appBody(call), flag(call, "activate", true), call.caller);
  return ok(appView(call.org, app, call.origin));
}

function read(call: Call): Answer {
  const expand = text(call, "expand");
  const userId = expand === undefined ? undefined : /^user\/(.+)$/.exec(expand)?.[1];
  if (expand !== undefined && userId === undefined)
    throw invalid("RequestParams", "Expand query is malformed.");
  return ok(expanded(call, named(call), userId));
}

function readUsers(call: Call): Answer {
  const app = named(call);
  const limit = limitOf(call, USERS_LIMIT, USERS_MAX);
  const [after, q] = [text(call, "after"), text(call, "q")?.toLowerCase()];
  const rest = appUsersOf(call.org, app.id)
    .filter(({ id }) => after === undefined || id > after)
    .filter(({ userName }) => q === undefined || userName.toLowerCase().startsWith(q));
  const page = cut(rest, limit, ({ id }) => id);
  return ok(
    page.items.map((appUser) => view(call, app, appUser)),
    { link: links(call, { limit }, page.next) },
  );
}

function assign(call: Call): Answer {
  const app = named(call);
  const body = appUserBody(call, false);
  if (body.id === undefined) throw invalid("assignment", "id: The field cannot be left blank");
  return ok(view(call, app, assignUser(call.org, app, body.id, body, call.caller)));
}

function readUser(call: Call): Answer {
  const app = named(call);
  return ok(view(call, app, findAppUser(call.org, app, call.param("userId"))));
}

function updateUser(call: Call): Answer {
  const app = named(call);
  const appUser = findAppUser(call.org, app, call.param("userId"));
  return ok(view(call, app, updateAppUser(call.org, app, appUser, appUserBody(call, false), "merge")));
}

function upsertUser(call: Call): Answer {
  const app = named(call);
  const userId = call.param("userId");
  const body = appUserBody(call, true);
  const existing = call.org.assignments.get(app.id)?.get(userId);
  const appUser =
    existing === undefined
      ? assignUser(call.org, app, userId, body, call.caller)
      : updateAppUser(call.org, app, existing, body, "replace");
  return ok(view(call, app, appUser));
}

function unassign(call: Call): Answer {
  const app = named(call);
  unassignUser(call.org, app, findAppUser(call.org, app, call.param("userId")), call.caller);
  return NO_CONTENT;
}

function view(call: Call, app: App, appUser: AppUser): unknown {
  const body = appUserView(call.org, app, appUser, call.origin);
  if (text(call, "expand") !== "user") return body;
  return { ...body, _embedded: { user: userInList(userById(call.org, appUser.id), call.origin) } };
}

function named(call: Call): App {
  return findApp(call.org, call.param("appId"));
}
